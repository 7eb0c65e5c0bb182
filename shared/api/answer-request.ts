import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { faultsOf, GROUP_NAME, PARSING, type ValidationError, valueError } from '../model/index.ts';
import type { ApiCall } from './call.ts';
import { routeOf } from './call.ts';
import { calls } from './calls/index.ts';
import type { Answer, ApiRequest, ApiResponse } from './http.ts';
import { once } from './idempotency.ts';
import { problemOf, problemResponse } from './problems/problem.ts';
import { apiError, invalidRequest } from './reasons.ts';
import { withRefusals } from './refusals.ts';
import type { ApiUse } from './use.ts';

/** A policy fits into an item of 400 KB with its completed form beside it, and a push into an event of 256 KB. */
export const MOST_BODY_BYTES = 256 * 1024;

const COUNTED_WITHIN_MS = 1000;
/** Of calls that take no query. */
const NO_QUERY = z.strictObject({});

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

/** The checked input of a call. Throws everything that is wrong with it. */
function inputOf({ query, body }: ApiCall, request: ApiRequest) {
  const { group = '' } = request.path;
  const faults: ValidationError[] = [];
  if ('group' in request.path && !GROUP_NAME.test(group)) {
    faults.push(valueError('path.group', 'invalid-group-name', { written: group }));
  }
  const asked = checked(query ?? NO_QUERY, request.query, 'query', faults);
  const sent = body === undefined ? undefined : checked(body, documentOf(request.body), 'body', faults);
  if (faults.length > 0) throw invalidRequest(faults);
  const { 'if-match': ifMatch = null, 'if-none-match': ifNoneMatch = null } = request.headers;
  return { group, query: asked, body: sent, caller: request.caller, ifMatch, ifNoneMatch };
}

/**
 * A request may have its signature in its query. Each repetition of the request has another one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
const unsigned = (query: ApiRequest['query']): ApiRequest['query'] =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !/^x-amz-/i.test(name)));

function checked(schema: z.ZodType, written: unknown, at: string, faults: ValidationError[]): unknown {
  const read = meant(schema, written).safeParse(written, PARSING);
  if (read.success) return read.data;
  faults.push(...faultsOf(read.error).map((fault) => ({ ...fault, path: fault.path ? `${at}.${fault.path}` : at })));
  return undefined;
}

/**
 * If a request has several forms, the one that fits best; all of them if two fit as well. Zod would report the errors of another
 * form if unknown fields were its only errors, and of none if each form has some.
 */
function meant(schema: z.ZodType, written: unknown): z.ZodType {
  if (!(schema instanceof z.ZodUnion)) return schema;
  const fields = Object.keys(Object(written));
  const forms = schema.options
    .filter((form) => form instanceof z.ZodObject)
    .map((form) => ({ form, ...fitOf(form, fields) }))
    .toSorted(byFit);
  const [first, second] = forms;
  return first && second && byFit(first, second) < 0 ? first.form : schema;
}

interface Fit {
  /** How many of the written fields it does not have. */
  readonly unknown: number;
  /** How many fields it requires, if all of them are written: `action` says more about what is meant than what may be left out. */
  readonly required: number;
}

function fitOf({ shape }: z.ZodObject, fields: readonly string[]): Fit {
  const required = Object.keys(shape).filter((name) => !shape[name]?.safeParse(undefined).success);
  return {
    unknown: fields.filter((field) => !Object.hasOwn(shape, field)).length,
    required: required.every((name) => fields.includes(name)) ? required.length : 0,
  };
}

const byFit = (one: Fit, other: Fit): number => one.unknown - other.unknown || other.required - one.required;

function documentOf(body: string | null): unknown {
  const bytes = Buffer.byteLength(body ?? '');
  if (bytes > MOST_BODY_BYTES) throw apiError['body-too-large']({ bytes, most: MOST_BODY_BYTES });
  if (body === null || body.trim() === '') return {};
  try {
    return JSON.parse(body);
  } catch (error) {
    throw apiError['body-not-json']({ error: (error as Error).message });
  }
}

function responseOf({ answer }: ApiCall, { status = answer.status, headers = {}, body }: Answer): ApiResponse {
  const { content = 'application/json' } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': content, ...headers }, body: text };
}
