import type { BoundedAnswer } from '../bounded-fetch.ts';

const MOST_TEXT = 300;

/** What a function of the user's has answered. */
export type FunctionAnswer =
  | { readonly kind: 'too-large' }
  /** AWS did not invoke the function. */
  | { readonly kind: 'not-invoked'; readonly error: string; readonly status: number }
  /** `document` is undefined if it is no JSON. `threw`: what the answer says of an error; null if it says nothing. */
  | { readonly kind: 'answered'; readonly document: unknown; readonly threw: string | null };

/** A function that throws answers with status 200 and an error: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export function functionAnswer({ status, body }: BoundedAnswer): FunctionAnswer {
  if (body === null) return { kind: 'too-large' };
  const document = documentIn(body);
  const { errorMessage, errorType, message, Message } = Object(document) as Record<string, unknown>;
  if (status !== 200) {
    return { kind: 'not-invoked', error: shortened(message ?? Message ?? `status ${status}`), status };
  }
  const threw = errorMessage === undefined ? null : shortened(`${errorType ?? 'Error'}: ${errorMessage}`);
  return { kind: 'answered', document, threw };
}

export const shortened = (text: unknown): string => String(text).slice(0, MOST_TEXT);

function documentIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
