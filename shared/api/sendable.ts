import { gzipSync } from 'node:zlib';
import type { ApiRequest, ApiResponse } from './http.ts';
import { errorResponse } from './problems/problem.ts';
import { apiError } from './reasons.ts';

/** A response as a function returns it to the gateway. */
export interface SendableResponse extends ApiResponse {
  /** Whether the body is compressed, and written in base64. */
  readonly isBase64Encoded: boolean;
}

/** Lambda returns 6 MB at most, as JSON: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MOST_SENT_BYTES = 6_000_000;
/** Below, compressing takes longer than it saves. */
const COMPRESSED_FROM = 500_000;

/**
 * The response, compressed if it is large and its caller takes gzip, as Prometheus does. One that is too large to be sent
 * becomes a problem, so that the caller learns what to do instead.
 */
export function sendable(response: ApiResponse, { headers }: Pick<ApiRequest, 'headers'>): SendableResponse {
  const { body } = response;
  if (body.length >= COMPRESSED_FROM && takesGzip(headers['accept-encoding'] ?? '')) {
    const compressed = gzipSync(body).toString('base64');
    const encoding = { 'content-encoding': 'gzip', vary: 'accept-encoding' };
    if (compressed.length <= MOST_SENT_BYTES) {
      return { ...response, headers: { ...response.headers, ...encoding }, body: compressed, isBase64Encoded: true };
    }
  } else if (isSmall(body)) return { ...response, isBase64Encoded: false };
  const tooLarge = apiError['answer-too-large']({ bytes: Buffer.byteLength(body), most: MOST_SENT_BYTES });
  return { ...errorResponse(tooLarge), isBase64Encoded: false };
}

/** Quotes and line breaks take two bytes in the JSON of the function's answer. */
const isSmall = (body: string): boolean =>
  body.length < MOST_SENT_BYTES / 6 || Buffer.byteLength(JSON.stringify(body)) <= MOST_SENT_BYTES;

/** https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
const takesGzip = (accepted: string): boolean =>
  accepted.split(',').some((each) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(each));
