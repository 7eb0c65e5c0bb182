import type { ReasonParams } from '../reasons/reason.ts';

/** One thing wrong with a document: where (`rules[0].value`), and what would be right, as text, code and parameters. */
export interface ValidationError {
  readonly path: string;
  readonly message: string;
  readonly code: string;
  readonly params: ReasonParams;
}

/** What was read from outside, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly ValidationError[] };

/** Names and values come from users, and a terminal would execute their control characters. */
export const faultText = ({ path, message }: Pick<ValidationError, 'path' | 'message'>): string =>
  (path ? `${path}: ${message}` : message).replace(
    CONTROL,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const CONTROL = /[^\P{Cc}\n]/gu;

/** `['rules', 0, 'value']` as `rules[0].value`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (part === '') text += '[""]';
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}
