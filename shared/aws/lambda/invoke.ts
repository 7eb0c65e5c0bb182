import { type BoundedAnswer, boundedFetch } from '../bounded-fetch.ts';
import type { Borrowed } from '../query/call.ts';
import { addressOf, signedFor } from '../signed.ts';

const LAMBDA = { name: 'lambda', variable: 'LAMBDA' };
const HEADERS = { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' };

export interface Invocation {
  readonly function: string;
  readonly payload: string;
  readonly milliseconds: number;
  readonly mostBytes: number;
}

/**
 * Invokes a function once and waits for its answer. It is not retried: the next evaluation asks again.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function invoke(
  { function: name, payload: body, milliseconds, mostBytes }: Invocation,
  borrowed: Borrowed,
  environment?: NodeJS.ProcessEnv,
): Promise<BoundedAnswer> {
  const address = await addressOf(LAMBDA, borrowed, environment);
  const url = `${address}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
  const headers = await signedFor('lambda', { url, headers: HEADERS, body }, borrowed);
  return boundedFetch(url, { method: 'POST', headers, body, milliseconds, mostBytes });
}
