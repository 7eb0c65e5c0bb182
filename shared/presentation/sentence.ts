import type { Reason, ReasonCatalog, ReasonDefinition, ReasonParams } from '../model/index.ts';

/** Every module that defines codes is listed here. */
const CATALOGS: readonly ReasonCatalog[] = [];

const definitions: ReadonlyMap<string, ReasonDefinition<ReasonParams>> = new Map(
  CATALOGS.flatMap((catalog) => Object.entries(catalog as Record<string, ReasonDefinition<ReasonParams>>)),
);

/** The sentence of a reason. A code that this version does not know, of an item written by another one, is shown as it is. */
export function sentence(reason: Reason): string {
  const { code, params } = reason;
  const definition = definitions.get(code);
  return definition ? definition.text(params, sentence) : `${code} ${JSON.stringify(params)}`;
}
