import type * as z from 'zod';
import { InvalidInputError, ReasonedError, UserError } from '../../model/index.ts';
import type { ValidationError } from '../../policy/index.ts';
import { sentence as sentenceOf } from '../../presentation/index.ts';
import type { ApiResponse } from '../http.ts';
import { apiError, STATUS_OF_CODE } from '../reasons.ts';
import type { problemSchema } from './problem-schema.ts';
import { apiRemedy } from './remedies.ts';

export const PROBLEM_TYPE = 'application/problem+json';

export type Problem = z.infer<typeof problemSchema>;

/** The problem of an error that its caller can act on; null for all others. */
export function problemOf(error: unknown): Problem | null {
  // Wrong input may have its code in its cause.
  if (error instanceof InvalidInputError && error.cause instanceof ReasonedError) return described(error.cause, true);
  const isCoded = error instanceof UserError || error instanceof ReasonedError;
  return isCoded ? described(error, error instanceof InvalidInputError) : null;
}

function described(coded: UserError | ReasonedError, isUsage: boolean): Problem {
  const { code } = coded.reason;
  const { faults, ...params } = coded.reason.params as { readonly faults?: readonly ValidationError[] };
  const status = STATUS_OF_CODE[code] ?? (isUsage ? 400 : 409);
  return {
    type: `urn:headcount:${code}`,
    title: TITLES[status] ?? 'Failed',
    status,
    detail: coded instanceof UserError ? coded.sentence : sentenceOf(coded.reason),
    code,
    params,
    remedy: apiRemedy(coded.reason) ?? (coded instanceof UserError ? coded.remedy : null),
    ...(faults && { errors: faults.map(faultOf) }),
  };
}

const faultOf = ({ path, code, message }: ValidationError) => ({ path, code, message });

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  404: 'Not found',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Body too large',
  422: 'Invalid document',
  500: 'Internal error',
};

/** The response that says an error of the API. */
export const errorResponse = (error: UserError): ApiResponse =>
  problemResponse(described(error, error instanceof InvalidInputError));

export const problemResponse = (problem: Problem): ApiResponse => ({
  status: problem.status,
  headers: { 'content-type': PROBLEM_TYPE },
  body: JSON.stringify(problem),
});

/** The response to a call that failed for a reason in the log. `request`: its id. */
export const failedResponse = (request: string): ApiResponse => errorResponse(apiError['api-failed']({ request }));
