import { extended } from './extended.ts';
import type { Reason, ReasonCatalog, ReasonDefinition, ReasonParams, Render } from './reason.ts';

type Definition = ReasonDefinition<ReasonParams>;

/**
 * Renders the reasons of some catalogs. A code of none of them, such as one written by another version, is shown with
 * its parameters.
 */
export function rendererOf(catalogs: readonly ReasonCatalog[]): Render {
  const definitions: ReadonlyMap<string, Definition> = new Map(
    catalogs.flatMap((catalog) => Object.entries(catalog as Record<string, Definition>)),
  );
  const rendered = ({ code, params }: Reason, which: (definition: Definition) => Definition['text']): string => {
    const definition = definitions.get(code) ?? extended().reasons.get(code);
    const asItIs = `${code} ${JSON.stringify(params)}`;
    if (!definition) return asItIs;
    try {
      return which(definition)(params, render);
    } catch {
      // The reason was written by hand or by another version, and its parameters do not fit this code.
      return asItIs;
    }
  };
  const render: Render = Object.assign((reason: Reason) => rendered(reason, ({ text }) => text), {
    brief: (reason: Reason) => rendered(reason, ({ text, brief = text }) => brief),
  });
  return render;
}
