/**
 * Why something is as it is, as data: a stable code and the parameters of its sentence. Reasons go into the table, events
 * and JSON; `shared/presentation` turns them into sentences for people.
 */
export interface Reason {
  readonly code: string;
  readonly params: ReasonParams;
}

/** JSON values; a reason may carry another one. */
export type ReasonParam = string | number | boolean | null | Reason | readonly ReasonParam[];
export type ReasonParams = { readonly [name: string]: ReasonParam };

/**
 * Renders a reason: `text` in full, `brief` where it explains something in brackets. Without a full stop. Where workers have
 * weights, capacity is counted in units, and `inUnits` says so.
 */
export interface Render {
  (reason: Reason): string;
  readonly brief: (reason: Reason) => string;
  /** What capacity is counted in. */
  readonly noun: 'worker' | 'unit';
  /** `1 worker`, `3 workers`, or units. */
  readonly workers: (count: number) => string;
  readonly inUnits: Render;
}

type Text<Params> = (params: Params, sentence: Render) => string;

/** One code: what it means, for the documented list, and how its sentence is made from its parameters. */
export interface ReasonDefinition<Params = never> {
  readonly meaning: string;
  /** `sentence` renders a reason that is carried among the parameters. */
  readonly text: Text<Params>;
  /** A shorter text, for the brackets of a decision's sentence. Without one, `text` is used. */
  readonly brief?: Text<Params>;
}

/** Codes by name. Each module defines its own; `shared/presentation` knows them all. */
export type ReasonCatalog = Readonly<Record<string, ReasonDefinition>>;

/** Declares a code with the type of its parameters: `define<{ metric: string }>('…', ({ metric }) => …)`. */
export const define = <Params extends ReasonParams>(
  meaning: string,
  text: Text<Params>,
  brief?: Text<Params>,
): ReasonDefinition<Params> => (brief ? { meaning, text, brief } : { meaning, text });

type Makers<Catalog> = {
  readonly [Code in keyof Catalog & string]: Catalog[Code] extends ReasonDefinition<infer Params>
    ? (params: Params) => Reason & { readonly code: Code }
    : never;
};

/**
 * A maker for every code of a catalog, its parameters checked by the compiler: `because['no-data']({ metric })`. The catalog
 * itself is not loaded: what decides needs no texts.
 */
export function makersOf<const Catalog extends ReasonCatalog>(): Makers<Catalog> {
  const made: Record<string, (params: ReasonParams) => Reason> = Object.create(
    // Asked for a code once: from then on, it is found on `made` itself.
    new Proxy({}, { get: (_, code) => (made[String(code)] = (params) => ({ code: String(code), params })) }),
  );
  return made as Makers<Catalog>;
}

/** {@link makersOf} a catalog that is loaded anyway. */
export function makers<const Catalog extends ReasonCatalog>(catalog: Catalog): Makers<Catalog> {
  const made: Record<string, (params: ReasonParams) => Reason> = {};
  for (const code of Object.keys(catalog)) made[code] = (params) => ({ code, params });
  return made as Makers<Catalog>;
}
