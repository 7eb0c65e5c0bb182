import { define, type ReasonCatalog, type ReasonDefinition, type ReasonParams, type Render } from './reason.ts';

const list = (values: readonly string[]): string =>
  values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

function rangeText({ relation, bound, of }: { relation: string; bound: number; of: string }): string {
  if (of === 'text') return `must have ${relation} ${bound} ${bound === 1 ? 'character' : 'characters'}`;
  if (of === 'list') return `must have ${relation} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  return `must be ${relation} ${bound}`;
}

/** What may be wrong with a value, whatever document it is in. */
export const reasons = {
  required: define<Record<never, never>>('A field is missing.', () => 'is required'),
  'unknown-field': define<Record<never, never>>('There is no such field here.', () => 'is not a known field'),
  'wrong-type': define<{ expected: string }>('The value is of another type.', ({ expected }) =>
    expected === 'text' ? 'must be text' : `must be a ${expected}`,
  ),
  'out-of-range': define<{
    relation: 'at least' | 'at most' | 'greater than' | 'less than';
    bound: number;
    of: 'number' | 'text' | 'list';
  }>('A number, the length of a text or of a list is out of its range.', rangeText),
  'not-one-of': define<{ values: readonly string[] }>(
    'The value is none of those allowed.',
    ({ values }) => `must be ${list(values)}`,
  ),
  'unknown-kind': define<{ kinds: readonly string[] }>(
    'There is no such kind.',
    ({ kinds }) => `must be ${list(kinds)}`,
  ),
  'not-exactly-one': define<{ fields: readonly string[]; written: readonly string[] }>(
    'Of fields that exclude each other, none or several are written.',
    ({ fields, written }) =>
      `must have exactly one of ${fields.join(', ')}; ${written.length === 0 ? 'none is written' : `${written.join(' and ')} are written`}`,
  ),
  'not-even-one': define<{ fields: readonly string[] }>(
    'Of some fields at least one must be written.',
    ({ fields }) => `must have at least one of ${fields.join(', ')}`,
  ),
  'named-twice': define<{ name: string }>('A list names something twice.', ({ name }) => `is named twice: ${name}`),
  'invalid-value': define<{ expected: string }>(
    'The value is not what its field takes; `expected` says what it takes.',
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
