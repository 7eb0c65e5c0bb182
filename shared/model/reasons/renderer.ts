import { extended } from '../extensions/extended.ts';
import { withShortDenials } from '../text/denial.ts';
import { counted } from '../text/format.ts';
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
  const rendered = (
    { code, params }: Reason,
    which: (definition: Definition) => Definition['text'],
    render: Render,
  ): string => {
    const definition = definitions.get(code) ?? extended().reasons.get(code);
    const asItIs = `${code} ${JSON.stringify(params)}`;
    if (!definition) return asItIs;
    try {
      return withShortDenials(which(definition)(params, render));
    } catch {
      // The reason was written by hand or by another version, and its parameters do not fit this code.
      return asItIs;
    }
  };
  return counting(
    (render) => (reason) => rendered(reason, ({ text }) => text, render),
    (render) => (reason) => rendered(reason, ({ text, brief = text }) => brief, render),
  );
}

type Made = (render: Render) => (reason: Reason) => string;

/** Both ways to count capacity. */
function counting(text: Made, brief: Made): Render {
  const inNoun = (noun: Render['noun'], inUnits?: Render): Render => {
    const render = Object.assign((reason: Reason): string => text(render)(reason), {
      noun,
      workers: (count: number): string => counted(count, noun),
      brief: (reason: Reason): string => brief(render)(reason),
      inUnits: inUnits as Render,
    });
    render.inUnits ??= render;
    return render;
  };
  return inNoun('worker', inNoun('unit'));
}

/** For catalogs whose texts carry no other reasons. */
export const withoutReasons = (text: (reason: Reason) => string): Render =>
  counting(
    () => text,
    () => text,
  );
