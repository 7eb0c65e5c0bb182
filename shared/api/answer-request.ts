import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiCall } from './call.ts';
import { routeOf } from './call.ts';
import { calls } from './calls/index.ts';
import type { Answer, ApiRequest, ApiResponse } from './http.ts';
import { once } from './idempotency.ts';
import { inputOf } from './input.ts';
import { problemOf, problemResponse } from './problems/problem.ts';
import { apiError } from './reasons.ts';
import { withRefusals } from './refusals.ts';
import type { ApiUse } from './use.ts';

const COUNTED_WITHIN_MS = 1000;
const byRoute = new Map(calls.map((each) => [routeOf(each), each]));

/** Answers a request, also one that fails in a way that its caller can act on. Throws whatever else fails. */
export async function answerRequest(received: ApiRequest, use: ApiUse): Promise<ApiResponse> {
  const request = { ...received, query: unsigned(received.query) };
  try {
    const asked = byRoute.get(request.route);
    if (asked === undefined) throw apiError['call-unknown']({ route: request.route });
    return await withRefusals(asked.action, request, use.audit, async (audit) => {
      const input = inputOf(asked, request);
      const carryOut = async () => responseOf(asked, await asked.run(input, { ...use, audit }));
      return once(request, use.requests, use.clock, carryOut);
    });
  } catch (error) {
    const problem = problemOf(error);
    if (problem !== null) return problemResponse(problem);
    await counted(use);
    throw error;
  }
}

/** Counts a failure, if that is possible within a moment: it may have failed because the table cannot be reached. */
const counted = ({ counts }: Pick<ApiUse, 'counts'>): Promise<unknown> =>
  Promise.race([counts.add({ apiErrors: 1 }).catch(() => {}), sleep(COUNTED_WITHIN_MS, undefined, { ref: false })]);

/**
 * A request may have its signature in its query. Each repetition of the request has another one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
const unsigned = (query: ApiRequest['query']): ApiRequest['query'] =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !/^x-amz-/i.test(name)));

function responseOf({ answer }: ApiCall, { status = answer.status, headers = {}, body }: Answer): ApiResponse {
  const { content = 'application/json' } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': content, ...headers }, body: text };
}
