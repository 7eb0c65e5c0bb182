import {
  becauseWritten,
  type DocumentFault,
  InvalidInputError,
  type UserError,
  userErrors,
} from '../../model/index.ts';
import { faultText, type ValidationError } from '../../policy/index.ts';
import { reasons } from '../reasons.ts';

const errors = userErrors(reasons);

/** The name of standard input in errors. */
export const STANDARD_INPUT = 'standard input';

/** What an error calls a document: `The policy web.yaml`, or `The policy on standard input`. `name`: empty if it has none. */
export function titleOf(kind: 'policy' | 'scenario' | 'observation' | 'decision', name: string): string {
  if (name === STANDARD_INPUT) return `The ${kind} on ${name}`;
  return name === '' ? `The ${kind}` : `The ${kind} ${name}`;
}

/** A document with its validation errors. `what`: its kind and name, such as `The policy web.yaml`. */
export interface InvalidDocument {
  readonly what: string;
  readonly faults: readonly ValidationError[];
  readonly text?: Wording;
}

/** The message from its lines, one for each validation error, where "is not valid" does not say enough. */
type Wording = (lines: readonly string[], message: string) => string;

interface Options {
  readonly most?: number;
  readonly text?: Wording | undefined;
}

const UNCHANGED: Wording = (_, message) => message;

/** The error for an invalid document: one line for each validation error, at most `most` of them. */
export function invalidDocument(
  what: string,
  faults: readonly ValidationError[],
  { most = Infinity, text = UNCHANGED }: Options = {},
): UserError {
  const shown = faults.slice(0, most);
  const { message, reason } = errors['invalid-document']({
    what,
    faults: shown.map((fault) => faultText(fault) + (isOtherFile(fault) ? OTHER_FILE : '')),
    more: Math.max(0, faults.length - most),
  });
  const [, ...lines] = message.split('\n');
  return new InvalidInputError(text(lines, message), {
    reason,
    faults: shown.map((fault) => ofDocument(what, fault)),
  });
}

/** The error for several invalid documents, each with its own lines. */
export function invalidDocuments([first, ...others]: readonly [InvalidDocument, ...InvalidDocument[]]): UserError {
  if (others.length === 0) return invalidDocument(first.what, first.faults, first);
  const all = [first, ...others].map((each) => invalidDocument(each.what, each.faults, each));
  const faults = all.flatMap((error) => error.faults);
  const texts = faults.map((fault) => `${fault.document}: ${faultText(fault)}`);
  const params = { what: `${all.length} documents`, faults: texts, more: 0 };
  const reason = { code: 'invalid-document', params };
  const messages = new Set(all.map(({ message }) => message));
  return new InvalidInputError([...messages].join('\n'), { reason, faults });
}

/** The error for a document that has one error. `sentence` says it, and `path` is the field that it is about. */
export function wrongDocument(what: string, sentence: string, path = '', cause?: unknown): UserError {
  const fault = { path, message: sentence, ...becauseWritten.text({ text: sentence }) };
  const reason = { code: 'invalid-document', params: { what, faults: [sentence], more: 0 } };
  return new InvalidInputError(sentence, { reason, faults: [ofDocument(what, fault)], cause });
}

const ofDocument = (document: string, { path, message, code, params }: ValidationError): DocumentFault => ({
  document,
  path,
  message,
  code,
  params,
});

/** The document as a whole is a list, a number or a text, such as that of a CSV file. */
const isOtherFile = ({ path, code }: ValidationError): boolean => path === '' && code === 'wrong-type';
const OTHER_FILE = ' of fields; check that this is the right file';
