import { createHash } from 'node:crypto';
import { canonical } from '../model/index.ts';
import type { RepeatedRequests } from '../operations/index.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import { apiError } from './reasons.ts';

const LONGEST_KEY = 200;

/**
 * Carries out a request at most once for each idempotency key of a caller. A repetition gets the first response. A request
 * that failed may be repeated, because it says why it failed and not what it changed. So may one whose process has died.
 */
export async function once(
  request: ApiRequest,
  requests: RepeatedRequests,
  clock: () => number,
  work: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const written = request.headers['idempotency-key'];
  if (written === undefined || written === '' || request.route.startsWith('GET ')) return work();
  const shown = written.slice(0, LONGEST_KEY);
  // Two callers may choose the same key.
  const key = hashOf(`${request.caller.by}\n${written}`);
  const fingerprint = fingerprintOf(request);
  const first = await requests.begin(key, fingerprint, clock());
  if (first !== null) {
    if (first.fingerprint !== fingerprint) throw apiError['idempotency-key-reused']({ key: shown });
    if (first.response === null) throw apiError['idempotency-in-progress']({ key: shown });
    const response = JSON.parse(first.response) as ApiResponse;
    return { ...response, headers: { ...response.headers, 'idempotency-replayed': 'true' } };
  }
  let response: ApiResponse;
  try {
    response = await work();
  } catch (error) {
    // The error says more than that its key could not be released.
    await requests.forget(key).catch(() => undefined);
    throw error;
  }
  // The request is carried out. Without its end, a repetition waits until the request counts as dead.
  await requests.end(key, JSON.stringify(response), clock()).catch(() => undefined);
  return response;
}

function fingerprintOf({ route, path, query, headers, body }: ApiRequest): string {
  const conditions = [headers['if-match'] ?? null, headers['if-none-match'] ?? null];
  return hashOf(canonical([route, path, query, ...conditions, body]));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
