import { define, type ReasonCatalog, type ReasonDefinition, type ReasonParams, type Render } from './reason.ts';

const list = (values: readonly string[]): string =>
  values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

function rangeText({ relation, bound, of }: { relation: string; bound: number; of: string }): string {
  if (of === 'text') return `must have ${relation} ${bound} ${bound === 1 ? 'character' : 'characters'}`;
  if (of === 'list') return `must have ${relation} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  return `must be ${relation} ${bound}`;
}

/** Errors of single values, in any document. */
export const reasons = {
  required: define<Record<never, never>>('A field is missing.', () => 'is required'),
  'unknown-field': define<Record<never, never>>('The field does not exist here.', () => 'is not a known field'),
  'wrong-type': define<{ expected: string }>('The value has the wrong type.', ({ expected }) =>
    expected === 'text' ? 'must be text' : `must be a ${expected}`,
  ),
  'out-of-range': define<{
    relation: 'at least' | 'at most' | 'greater than' | 'less than';
    bound: number;
    of: 'number' | 'text' | 'list';
  }>('A number, or the length of a text or list, is out of range.', rangeText),
  'not-one-of': define<{ values: readonly string[] }>(
    'The value is not one of those allowed.',
    ({ values }) => `must be ${list(values)}`,
  ),
  'unknown-kind': define<{ kinds: readonly string[] }>(
    'The kind does not exist.',
    ({ kinds }) => `must be ${list(kinds)}`,
  ),
  'no-known-form': define<Record<never, never>>(
    'The field accepts several forms, and the value has none of them.',
    () => 'has none of the accepted forms',
  ),
  'not-exactly-one': define<{ fields: readonly string[]; written: readonly string[] }>(
    'None or several of some mutually exclusive fields are given.',
    ({ fields, written }) =>
      `must have exactly one of ${fields.join(', ')}; ${written.length === 0 ? 'none is given' : `${written.join(' and ')} are given`}`,
  ),
  'not-even-one': define<{ fields: readonly string[] }>(
    'At least one of some fields must be given.',
    ({ fields }) => `must have at least one of ${fields.join(', ')}`,
  ),
  'named-twice': define<{ name: string }>('A list has a duplicate entry.', ({ name }) => `is listed twice: ${name}`),
  'invalid-value': define<{ expected: string }>(
    'The field does not accept the value; `expected` says what it accepts.',
    ({ expected }) => expected,
  ),
};

type ParamsOf<Definition> = Definition extends ReasonDefinition<infer Params> ? Params : never;

/** Makes validation errors with the codes of a catalog. The message is rendered at once, so that it can be shown anywhere. */
export const errorsOf =
  <const Catalog extends ReasonCatalog>(catalog: Catalog) =>
  <Code extends keyof Catalog & string>(path: string, code: Code, params: ParamsOf<Catalog[Code]>) => ({
    path,
    message: (catalog[code] as ReasonDefinition<ParamsOf<Catalog[Code]>>).text(params, NO_OTHER),
    code: code as string,
    params: params as ReasonParams,
  });

/** Validation errors carry no other reasons. */
const NO_OTHER: Render = Object.assign(() => '', { brief: () => '' });

export const valueError = errorsOf(reasons);

/** An error of validation as an issue of a zod refinement. `path`: within what is refined. */
export const refused = (
  { message, code, params }: { readonly message: string; readonly code: string; readonly params: ReasonParams },
  path: PropertyKey[] = [],
) => ({ code: 'custom', message, params: { code, params }, path }) as const;
