import type * as z from 'zod';

/** One thing wrong with a document: where (`rules[0].value`), and what would be right. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** What was read from outside, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export const faultText = (fault: Fault): string => (fault.path ? `${fault.path}: ${fault.message}` : fault.message);

/** `['rules', 0, 'value']` as `rules[0].value`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}

/** Every fault of a failed parse, one for each unknown field. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.filter(isTightest).flatMap(faultsOfIssue);
}

/** Zod tells a number far too large twice, as no safe integer and as above the field's own bound: the latter says more. */
function isTightest(issue: z.core.$ZodIssue, index: number, all: readonly z.core.$ZodIssue[]): boolean {
  if (issue.code !== 'too_big' && issue.code !== 'too_small') return true;
  const next = all[index + 1];
  return !(next?.code === issue.code && pathText(next.path) === pathText(issue.path));
}

function faultsOfIssue(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: 'is not a known field' }));
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return issue.issues.map((inner) => ({ path: pathText(issue.path), message: inner.message }));
  }
  if (issue.code === 'invalid_union') {
    const inner = meantForm(issue.errors);
    if (inner)
      return inner
        .filter(isTightest)
        .flatMap((each) => faultsOfIssue({ ...each, path: [...issue.path, ...each.path] }));
  }
  return [{ path: pathText(issue.path), message: issue.message }];
}

/** Of a field with several forms, the faults of the one that is meant: the only one of the written kind. */
function meantForm(forms: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  const meant = forms.filter((issues) => issues.every(({ path }) => path.length > 0));
  return meant.length === 1 ? meant[0] : undefined;
}

/** Zod's issue in this product's words; `undefined` leaves the schema's own message. */
export function issueMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && issue.code !== 'custom') return 'is required';
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'must be a whole number' : `must be ${article(String(issue.expected))}`;
    case 'too_small':
      return boundText(issue.origin, issue.inclusive ? 'at least' : 'greater than', issue.minimum);
    case 'too_big':
      return boundText(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum);
    case 'invalid_value':
      return `must be ${alternatives(issue.values.map(String))}`;
    case 'invalid_union':
      return Array.isArray(issue.options) ? `must be ${alternatives(issue.options.map(String))}` : undefined;
    default:
      return undefined;
  }
}

function boundText(origin: string, relation: string, bound: number | bigint): string {
  if (origin === 'string') return `must have ${relation} ${bound} ${bound === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `must have ${relation} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  return `must be ${relation} ${bound}`;
}

function article(type: string): string {
  const word =
    type === 'object' || type === 'record' ? 'map' : type === 'array' ? 'list' : type === 'string' ? 'text' : type;
  return word === 'text' ? word : `a ${word}`;
}

function alternatives(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
