import type { ReasonParams } from './reason.ts';

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

export const faultText = (fault: Pick<ValidationError, 'path' | 'message'>): string =>
  fault.path ? `${fault.path}: ${fault.message}` : fault.message;

/** `['rules', 0, 'value']` as `rules[0].value`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}
