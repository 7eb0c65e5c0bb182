import type { ReasonDefinition, ReasonParams } from '../reasons/reason.ts';

/** What an extension adds to a registry. Its types are the registry's own. */
export interface ExtendedKind {
  readonly module: unknown;
  readonly format: unknown;
  /** What talks to the outside: makes a reader or an adapter. */
  readonly adapter?: unknown;
  /** Changes with the format of the kind. */
  readonly edition: string;
}

/** What extensions add to this process. */
export interface Extended {
  readonly rules: ReadonlyMap<string, ExtendedKind>;
  readonly sources: ReadonlyMap<string, ExtendedKind>;
  readonly providers: ReadonlyMap<string, ExtendedKind>;
  readonly reasons: ReadonlyMap<string, ReasonDefinition<ReasonParams>>;
}

/** A process may have loaded this module several times: in a bundle, and with an extension. */
const KEY = Symbol.for('headcount.extended');
const place = globalThis as { [KEY]?: Extended };
const none = new Map<string, never>();
const NONE: Extended = { rules: none, sources: none, providers: none, reasons: none };

/** What extensions have added. The same in every decision, as it is added before the first. */
export const extended = (): Extended => place[KEY] ?? NONE;

export const extend = (added: Extended): void => {
  place[KEY] = added;
};
