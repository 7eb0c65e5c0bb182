import {
  failure,
  misuse,
  type ReasonParam,
  rendererOf,
  type UserError,
  userErrors,
  type ValidationError,
} from '../model/index.ts';

/** Why the API refuses a request. */
export const apiReasons = {
  'call-unknown': misuse<{ route: string }>(
    'The API has no such call.',
    ({ route }) => `The API has no call ${route}`,
    () => 'GET /openapi.json lists the calls.',
  ),
  'request-invalid': misuse<{ faults: ReasonParam }>(
    'The path, the query or the body of a request is invalid. `errors` of the response lists each error with its path.',
    () => 'The request is not valid',
    () => 'Correct the fields that "errors" lists.',
  ),
  'body-not-json': misuse<{ error: string }>(
    'The body of a request is not JSON.',
    ({ error }) => `The body is not JSON: ${error}`,
    () => 'Send a JSON document with the content type application/json.',
  ),
  'body-too-large': misuse<{ bytes: number; most: number }>(
    'The body of a request is too large.',
    ({ bytes, most }) => `The body has ${bytes} bytes, and at most ${most} are accepted`,
    () => 'Shorten it, or send several smaller requests.',
  ),
  'body-too-deep': misuse<{ most: number }>(
    'The body of a request has too many levels of maps and lists.',
    ({ most }) => `The body has more than ${most} levels of maps and lists`,
    () => 'Check the format of the body: no valid one has that many levels.',
  ),
  'answer-too-large': misuse<{ bytes: number; most: number }>(
    'The answer to a call is larger than the API can send.',
    ({ bytes, most }) => `The answer has ${bytes} bytes, and at most ${most} are sent, as JSON`,
    () => 'Send the header Accept-Encoding: gzip, or ask for fewer entries or for a shorter time.',
  ),
  'policy-changed': failure<{ group: string }>(
    'The policy has changed since the caller read it, so the conditional write did nothing.',
    ({ group }) => `The policy of ${group} has changed since you read it`,
    ({ group }) => `Read it again with GET /groups/${group}/policy, and repeat the change with its ETag.`,
  ),
  'policy-invalid': misuse<{ group: string; faults: ReasonParam }>(
    'A policy is invalid. `errors` of the response lists each error with its path.',
    ({ group }) => `The policy of ${group} is not valid`,
    () => 'Correct the fields that "errors" lists.',
  ),
  'idempotency-key-reused': misuse<{ key: string }>(
    'The idempotency key was already used for another request.',
    ({ key }) => `The idempotency key ${key} was already used for another request`,
    () => 'Use a new key for each request.',
  ),
  'idempotency-in-progress': failure<{ key: string }>(
    'The first request with an idempotency key has not ended yet, or its end could not be recorded. It may be repeated a minute after it began.',
    ({ key }) => `The first request with the idempotency key ${key} is still in progress`,
    () =>
      'Repeat the request in a few seconds with the same key. A request that does not end within a minute has failed, and its repetition is carried out.',
  ),
  'api-failed': failure<{ request: string }>(
    'A call failed. The caller can do nothing about the reason, which is in the log of the function.',
    ({ request }) => `The call failed. The log of the function has the reason, with the request id ${request}`,
    () => 'Try again in a minute.',
  ),
} as const;
export const apiError = userErrors(apiReasons, rendererOf([apiReasons]));

/** The status of an error by its code. Other invalid input is 400, and other failures are 409. */
export const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  'call-unknown': 404,
  'group-unknown': 404,
  'control-unknown-group': 404,
  'version-unknown': 404,
  'policy-missing': 404,
  'rollout-target-unknown': 404,
  'body-too-large': 413,
  'policy-changed': 412,
  'policy-invalid': 422,
  'version-rejected': 422,
  'idempotency-key-reused': 422,
  'api-failed': 500,
};

/** Everything that is wrong with a request. */
export const invalidRequest = (faults: readonly ValidationError[]): UserError =>
  apiError['request-invalid']({ faults: faults as unknown as ReasonParam });

/** Everything that is wrong with a policy. */
export const invalidPolicy = (group: string, faults: readonly ValidationError[]): UserError =>
  apiError['policy-invalid']({ group, faults: faults as unknown as ReasonParam });
