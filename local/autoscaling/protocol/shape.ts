/**
 * The shape of a request as data, with the constraints of AWS's service model. A test compares it with the model in
 * botocore. `T` is the type of the parsed value; the members of a structure have AWS's names.
 */
export type Shape<T> = (
  | { readonly kind: 'text'; readonly min?: number; readonly max?: number; readonly pattern?: RegExp }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'integer'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'double' | 'flag' | 'time' }
  | { readonly kind: 'list'; readonly of: Shape<unknown>; readonly min?: number; readonly max?: number }
  | { readonly kind: 'structure'; readonly members: Members; readonly required: readonly string[] }
  /** A parameter of AWS that the stand-in does not support. It rejects the request and names the parameter. */
  | { readonly kind: 'elsewhere' }
) & { readonly type?: T };

export type Members = Readonly<Record<string, Shape<unknown>>>;
type Value<S> = S extends Shape<infer T> ? T : never;
type Structure<M extends Members, R extends keyof M> = {
  readonly [K in keyof M]: K extends R ? Value<M[K]> : Value<M[K]> | undefined;
};

interface Range {
  readonly min?: number;
  readonly max?: number;
}

export const text = (limits: Range & { readonly pattern?: RegExp } = {}): Shape<string> => ({
  kind: 'text',
  ...limits,
});
export const oneOf = <const V extends readonly string[]>(...values: V): Shape<V[number]> => ({ kind: 'enum', values });
export const integer = (limits: Range = {}): Shape<number> => ({ kind: 'integer', ...limits });
export const double: Shape<number> = { kind: 'double' };
export const flag: Shape<boolean> = { kind: 'flag' };
/** Ms since the epoch. */
export const time: Shape<number> = { kind: 'time' };
export const elsewhere: Shape<undefined> = { kind: 'elsewhere' };
export const list = <T>(of: Shape<T>, limits: Range = {}): Shape<readonly T[]> => ({ kind: 'list', of, ...limits });
export const structure = <const M extends Members, const R extends keyof M & string = never>(
  members: M,
  ...required: R[]
): Shape<Structure<M, R>> & { readonly kind: 'structure' } => ({ kind: 'structure', members, required });
