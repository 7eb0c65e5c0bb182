import {
  define,
  type ReasonCatalog,
  type ReasonDefinition,
  type ReasonParams,
  type Render,
} from '../reasons/reason.ts';
import { withoutReasons } from '../reasons/renderer.ts';
import { inSeries } from '../text/format.ts';
import { kindsText, meantText } from '../text/kinds.ts';

function rangeText({ relation, bound, of }: { relation: string; bound: number; of: string }): string {
  if (of === 'text') return `must have ${relation} ${bound} ${bound === 1 ? 'character' : 'characters'}`;
  if (of === 'list') return `must have ${relation} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  return `must be ${relation} ${bound}`;
}

/** Errors of single values, in any document. */
export const reasons = {
  required: define<Record<never, never>>('A field is missing.', () => 'is required'),
  'unknown-field': define<{ close?: string }>(
    'The field does not exist here. `close`: the field that was probably meant.',
    ({ close }) => `is not a known field${meantText(close)}`,
  ),
  'wrong-type': define<{ expected: string; example?: string }>(
    'The value has the wrong type. `example`: what to write instead.',
    ({ expected, example }) =>
      expected === 'text'
        ? 'must be text'
        : expected === 'boolean'
          ? 'must be true or false'
          : `must be a ${expected}${example === undefined ? '' : `, such as ${example}`}`,
  ),
  'not-a-map': define<{ example: string }>(
    'A single value, or a list, is given instead of a map. `example`: such a map.',
    ({ example }) => `must be a map, such as ${example}`,
  ),
  'out-of-range': define<{
    relation: 'at least' | 'at most' | 'greater than' | 'less than';
    bound: number;
    of: 'number' | 'text' | 'list';
  }>('A number, or the length of a text or list, is out of range.', rangeText),
  'not-one-of': define<{ values: readonly string[]; close?: string }>(
    'The value is not one of those allowed. `close`: the one that was probably meant.',
    ({ values, close }) => `must be ${inSeries(values, 'or')}${meantText(close)}`,
  ),
  'unknown-kind': define<{
    kind: string | null;
    kinds: readonly string[];
    close: string | null;
    extensible?: boolean;
  }>(
    'The kind of a rule, source or provider does not exist. `kind`: what is written, null without one; `close`: what was probably meant; `extensible`: extensions may add kinds.',
    ({ extensible = false, ...unknown }) =>
      `${kindsText(unknown)}${extensible ? '; if an extension adds it, name the extension in --extensions, and deploy the stage with it' : ''}`,
  ),
  'no-known-form': define<{ forms?: readonly string[] }>(
    'The field accepts several forms, and the value has none of them. `forms`: their required fields.',
    ({ forms = [] }) => `has none of the accepted forms${forms.length > 0 ? `: ${inSeries(forms, 'or')}` : ''}`,
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
  'defined-twice': define<{ file: string }>(
    'Several of the files given define the same group.',
    ({ file }) => `is also defined in ${file}`,
  ),
  'min-above-max': define<{ max: number }>(
    'The minimum is above the maximum.',
    ({ max }) => `must not be above max, ${max}`,
  ),
  'field-needed-with': define<{ field: string }>(
    'Two fields must be given together, or neither.',
    ({ field }) => `must be given together with ${field}`,
  ),
  'invalid-name': define<{ written: string }>(
    'A name has characters that are not allowed, or is too long.',
    () => 'must start with a letter and contain at most 63 letters, digits, underscores, dots and hyphens',
  ),
  'invalid-group-name': define<{ written: string }>(
    "A group's name has characters that are not allowed, or is too long.",
    () => 'must start with a lower-case letter and contain at most 63 lower-case letters, digits and hyphens',
  ),
  'reserved-name': define<{ written: string; reserved: readonly string[] }>(
    'A metric has the name of a figure of the group.',
    ({ reserved }) => `must not be one of ${reserved.join(', ')}: in formulas those are figures of the group`,
  ),
  'invalid-duration': define<Record<never, never>>(
    'A duration is neither whole seconds nor text such as 5m, or is too long.',
    () => 'must be whole seconds, or text such as 90s, 5m, 2h or 1d, and at most 366 days',
  ),
  'invalid-window-length': define<Record<never, never>>(
    'The length of a window is neither a duration nor `day`.',
    () => 'must be day, or a duration: whole seconds, or text such as 90s, 5m, 2h or 1d, and at most 366 days',
  ),
  'duration-too-long': define<{ written: number; limit: number }>(
    'A duration is longer than this field allows. In seconds.',
    ({ limit }) => `must be at most ${durationText(limit)}`,
  ),
  'duration-zero': define<Record<never, never>>(
    'A duration of zero is not allowed here.',
    () => 'must be longer than 0',
  ),
  'not-workers-or-share': define<Record<never, never>>(
    'A value is neither a number of workers nor a share of the group.',
    () => 'must be a number of workers from 1 to 100,000, or a share from 1% to 100%, such as 20%',
  ),
  'invalid-cron': define<{ written: string }>(
    'A cron expression is not valid.',
    () =>
      'must be a cron expression of five fields: minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-7 or SUN-SAT',
  ),
  'unknown-time-zone': define<{ written: string }>(
    'A time zone does not exist.',
    () => 'must be a time zone such as Europe/Berlin or UTC',
  ),
  'invalid-time-of-day': define<{ written: string }>(
    'A time of day is not valid.',
    () => 'must be a time of day such as "08:00", from 00:00 to 23:59',
  ),
  'invalid-date': define<{ written: string }>('A date is not valid.', () => 'must be a date such as 2026-11-27'),
  'invalid-time': define<Record<never, never>>(
    'A time is not valid.',
    () => 'must be a time such as 2026-11-21T12:00:00Z',
  ),
  'formula-syntax': define<{ written: string; why: string }>(
    'A formula cannot be parsed.',
    ({ why }) => `is not a valid formula: ${why}`,
  ),
  'formula-not-arithmetic': define<{ written: string; allowed: string }>(
    'A formula contains something other than arithmetic.',
    ({ allowed }) => `is not a valid formula: it may contain only ${allowed}`,
  ),
  'formula-arguments': define<{ written: string; name: string; takesSeveral: boolean; given: number }>(
    'A function of a formula has too few or too many values.',
    ({ name, takesSeveral, given }) =>
      `is not a valid formula: ${name} takes ${takesSeveral ? 'at least ' : ''}one value, not ${given}`,
  ),
  'invalid-value': define<{ expected: string }>(
    'The field does not accept the value; `expected` says what it accepts.',
    ({ expected }) => expected,
  ),
};

const durationText = (seconds: number): string =>
  seconds % 86_400 === 0 ? `${seconds / 86_400}d` : seconds % 3600 === 0 ? `${seconds / 3600}h` : `${seconds}s`;

export interface ValueError {
  readonly path: string;
  readonly message: string;
  readonly code: string;
  readonly params: ReasonParams;
}

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
const NO_OTHER: Render = withoutReasons(() => '');

export const valueError = errorsOf(reasons);

/** An error of validation as an issue of a zod refinement. `path`: within what is refined. */
export const refused = (
  { message, code, params }: { readonly message: string; readonly code: string; readonly params: ReasonParams },
  path: PropertyKey[] = [],
) => ({ code: 'custom', message, params: { code, params }, path }) as const;
