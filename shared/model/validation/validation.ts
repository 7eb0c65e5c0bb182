import type * as z from 'zod';
import type { Reason } from '../reasons/reason.ts';
import { closeTo } from '../text/kinds.ts';
import { errorOfForm } from './forms.ts';
import { pathText, type ValidationError } from './validation-error.ts';
import { valueError } from './validation-reasons.ts';

/** Every fault of a failed parse, one for each unknown field. */
export function faultsOf(error: z.ZodError): ValidationError[] {
  return error.issues.filter(isTightest).flatMap(faultsOfIssue);
}

/** Zod reports a number far too large twice, as no safe integer and as above the field's bound: the second is kept. */
function isTightest(issue: z.core.$ZodIssue, index: number, all: readonly z.core.$ZodIssue[]): boolean {
  if (issue.code !== 'too_big' && issue.code !== 'too_small') return true;
  const next = all[index + 1];
  return !(next?.code === issue.code && pathText(next.path) === pathText(issue.path));
}

function faultsOfIssue(issue: z.core.$ZodIssue): ValidationError[] {
  if (issue.code === 'unrecognized_keys') {
    const fields = fieldsIn(issue.message);
    return issue.keys.map((key) => valueError(pathText([...issue.path, key]), 'unknown-field', meant(key, fields)));
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return issue.issues.map((inner) => ({ ...errorOf(inner), path: pathText(issue.path) }));
  }
  if (issue.code === 'invalid_union') {
    // The error of a field with several forms names the forms, also where nothing is written.
    if (issue.input === undefined) return [valueError(pathText(issue.path), 'required', {})];
    const inner = meantForm(issue.errors);
    if (inner)
      return inner
        .filter(isTightest)
        .flatMap((each) => faultsOfIssue({ ...each, path: [...issue.path, ...each.path] }));
  }
  return [errorOf(issue), ...misspelledDiscriminator(issue)];
}

/** Without its `kind`, nothing of a map is checked; the field that was probably meant to be it is named. */
function misspelledDiscriminator(issue: z.core.$ZodIssue): ValidationError[] {
  const { discriminator } = issue as { discriminator?: string };
  const written: unknown = issue.input;
  if (discriminator === undefined || typeof written !== 'object' || written === null) return [];
  if (Object.hasOwn(written, discriminator)) return [];
  const path = issue.path.slice(0, -1);
  return Object.keys(written)
    .filter((key) => closeTo(key, [discriminator]) !== null)
    .map((key) => valueError(pathText([...path, key]), 'unknown-field', { close: discriminator }));
}

function errorOf(issue: z.core.$ZodIssue): ValidationError {
  const path = pathText(issue.path);
  const said = valueError(path, 'invalid-value', { expected: issue.message });
  // A schema's own message says more than the type of the issue.
  const known = possibleErrors(issue, path).find(({ message }) => message === issue.message);
  if (known) return known;
  const form = errorOfForm(issue.message);
  return form ? { ...form, path } : said;
}

/** The errors that an issue may have: a wrong type has one with each example, of which {@link issueMessage} chose one, or none. */
function possibleErrors(issue: z.core.$ZodIssue, path: string): ValidationError[] {
  if (issue.message !== REQUIRED && issue.code === 'invalid_type') {
    return [...examplesFor(issue), undefined].map((example) => wrongType(issue, path, example));
  }
  const known = codedOf(issue, path);
  return known ? [known] : [];
}

const wrongType = ({ expected }: z.core.$ZodIssueInvalidType, path: string, example: Example | undefined) =>
  valueError(path, 'wrong-type', { expected: typeName(String(expected)), ...(example && { example: example.text }) });

function codedOf(issue: z.core.$ZodIssue, path: string): ValidationError | undefined {
  if (issue.message === REQUIRED) return valueError(path, 'required', {});
  switch (issue.code) {
    case 'too_small':
      return rangeError(path, issue.origin, issue.inclusive ? 'at least' : 'greater than', issue.minimum);
    case 'too_big':
      return rangeError(path, issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum);
    case 'invalid_value':
      return valueError(path, 'not-one-of', oneOf(issue.values.map(String), issue.input));
    case 'invalid_union':
      return hasOptions(issue)
        ? valueError(path, 'unknown-kind', unknownKind(issue))
        : valueError(path, 'no-known-form', {});
    case 'custom': {
      const { code, params } = (issue.params ?? {}) as Partial<Reason>;
      return code === undefined ? undefined : { path, message: issue.message, code, params: params ?? {} };
    }
    default:
      return undefined;
  }
}

const REQUIRED = 'is required';

/** Of a field with several forms, the faults of the one that is meant: the only one of the written kind. */
function meantForm(forms: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  const onlyOne = (isOfForm: (issue: z.core.$ZodIssue) => boolean) => {
    const some = forms.filter((issues) => issues.every(isOfForm));
    return some.length === 1 ? some[0] : undefined;
  };
  const isInside = ({ path }: z.core.$ZodIssue): boolean => path.length > 0;
  return onlyOne(isInside) ?? onlyOne((issue) => isInside(issue) || issue.code === 'unrecognized_keys');
}

/** How documents are parsed: with messages in this product's words, and with the input, which some of them name. */
export const PARSING = { error: issueMessage, reportInput: true } as const;

/** Zod's issue in this product's words; `undefined` leaves the schema's own message. */
function issueMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && issue.code !== 'custom') return REQUIRED;
  if (issue.code === 'custom') return undefined;
  if (issue.code === 'unrecognized_keys') return `${FIELDS}${fieldsOf(issue).join(' ')}`;
  if (issue.code !== 'invalid_type') return codedOf({ ...issue, message: '' } as z.core.$ZodIssue, '')?.message;
  const wrong = issue as z.core.$ZodIssueInvalidType;
  const isRight = ({ values }: Example) => values.every((value) => isAcceptedBy(issue.inst, value));
  return wrongType(wrong, '', examplesFor(wrong).find(isRight)).message;
}

/** Whether the field's own conditions accept a value. Those of a schema around it are not known here. */
function isAcceptedBy(schema: unknown, value: unknown): boolean {
  const { safeParse } = Object(schema) as { safeParse?: (value: unknown) => { readonly success: boolean } };
  return safeParse === undefined || safeParse(value).success;
}

/** What was probably meant by a word, if any of these is close to it. */
const meant = (written: string, names: readonly string[]): { close?: string } => {
  const close = closeTo(written, names);
  return close === null ? {} : { close };
};

/** The parameters of `not-one-of`. */
export const oneOf = (values: readonly string[], written: unknown): { values: readonly string[]; close?: string } => ({
  values,
  ...(typeof written === 'string' ? meant(written, values) : {}),
});

/** Only zod's first form of an issue knows the schema, so its fields travel in the message, which nobody reads. */
const FIELDS = 'fields: ';
const fieldsIn = (message: string): string[] =>
  message.startsWith(FIELDS) ? message.slice(FIELDS.length).split(' ').filter(Boolean) : [];
function fieldsOf({ inst }: z.core.$ZodRawIssue): string[] {
  const { shape } = Object((inst as Partial<z.core.$ZodType> | undefined)?._zod?.def) as { shape?: object };
  return Object.keys(shape ?? {});
}

type Relation = 'at least' | 'at most' | 'greater than' | 'less than';

function rangeError(path: string, origin: string, relation: Relation, bound: number | bigint): ValidationError {
  const of = origin === 'string' ? 'text' : origin === 'array' ? 'list' : 'number';
  return valueError(path, 'out-of-range', { relation, bound: Number(bound), of });
}

function unknownKind(issue: z.core.$ZodIssueInvalidUnion) {
  const kinds = optionsOf(issue);
  const { discriminator = 'kind' } = issue as { discriminator?: string };
  const written = Object(issue.input)[discriminator] as unknown;
  // Anything else, such as a map, may have no text.
  const isText = ['string', 'number', 'boolean'].includes(typeof written);
  const kind = isText ? String(written).slice(0, MOST_SHOWN) : null;
  return { kind, kinds, close: kind === null ? null : closeTo(kind, kinds) };
}
const MOST_SHOWN = 60;

const hasOptions = (issue: object): boolean => optionsOf(issue).length > 0;
const optionsOf = (issue: object): string[] => {
  const { options } = issue as { options?: unknown };
  return Array.isArray(options) ? options.map(String) : [];
};

/** A text that shows what to write, and the values that it shows. */
interface Example {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What could be written instead, if the value shows it, best first. */
function examplesFor(issue: z.core.$ZodIssueInvalidType): readonly Example[] {
  const { expected, input } = issue;
  if (expected !== 'array') return numbersIn(issue);
  if (typeof input !== 'string' || !/^[\w./:-]{1,60}$/.test(input)) return [];
  // YAML reads a number between the brackets as a number.
  return [{ text: `[${input}]`, values: [[Number.isNaN(Number(input)) ? input : Number(input)]] }];
}

/** Units that may be multiples of the field's, so that the number alone would be wrong: `2k`, `500MB`, `20ms`. */
const OTHER_UNIT = /^([kmgtp]?i?b(ytes?|its?|ps)?|[kmgtp](hz)?|ms)(?![a-z])/i;
const LARGEST = 1e15;

/** The number in a text with a unit or quotes, such as `20rps`. */
function numbersIn({ expected, input }: z.core.$ZodIssueInvalidType): readonly Example[] {
  if (typeof input !== 'string' || (expected !== 'number' && expected !== 'int')) return [];
  const [, figure, unit] = /^\s*(-?\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,3})?)\s*([^\d\s.,_:-].*)?$/i.exec(input) ?? [];
  const value = Number(figure);
  if (Number.isNaN(value) || Math.abs(value) > LARGEST || OTHER_UNIT.test(unit ?? '')) return [];
  const plain = { text: String(value), values: [value] };
  if (unit !== '%') return expected === 'int' && !Number.isInteger(value) ? [] : [plain];
  const fraction = value / 100;
  const both = `${value}, or ${fraction} where a fraction is expected`;
  // A field that rejects more than 100 % counts in percent. It would read the fraction as a hundredth of what is meant.
  const alone = Math.abs(value) > 100 ? [] : [{ text: String(fraction), values: [fraction] }];
  return [{ text: both, values: [value, fraction] }, plain, ...alone];
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  int: 'whole number',
  object: 'map',
  record: 'map',
  array: 'list',
  string: 'text',
};
const typeName = (type: string): string => TYPE_NAMES[type] ?? type;
