import { isDenied } from './preflight.ts';

/** An error of a call: of the connection, or with the code and status that AWS answered with. */
interface CallError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
}

export type Passing = 'throttling' | 'transient';

/** As in the SDK: https://github.com/smithy-lang/smithy-typescript/tree/main/packages/core/src/submodules/retry */
const THROTTLING =
  /Throttl|^(BandwidthLimitExceeded|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|SlowDown|TooManyRequestsException|TransactionInProgressException)$/;
const TRANSIENT = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);
const TRANSIENT_STATUS = new Set([500, 502, 503, 504]);
const NETWORK = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);

/** The name of an error: something other than AWS answered, such as the page of a proxy. No code of AWS looks like this. */
export const NOT_AWS = 'not-aws';

export function isThrottling(error: unknown): boolean {
  const { name = '', $metadata } = Object(error) as CallError;
  return THROTTLING.test(name) || $metadata?.httpStatusCode === 429;
}

/** How an error passes by itself, so that a retry may succeed; `undefined` if it does not. */
export function passing(error: unknown): Passing | undefined {
  if (isThrottling(error)) return 'throttling';
  if (networkCode(error)) return 'transient';
  const { name = '', cause, $metadata } = Object(error) as CallError;
  const isTransient =
    $metadata?.clockSkewCorrected === true ||
    TRANSIENT.has(name) ||
    TRANSIENT_STATUS.has($metadata?.httpStatusCode ?? 0);
  if (isTransient) return 'transient';
  return cause === undefined ? undefined : passing(cause);
}

/** The code of a connection that failed, such as `ECONNREFUSED`; `undefined` for any other error. */
export function networkCode(error: unknown): string | undefined {
  const { code = '', cause } = Object(error) as CallError;
  if (NETWORK.has(code)) return code;
  return cause === undefined ? undefined : networkCode(cause);
}

/** Errors of AWS about invalid or expired credentials, and of the SDK if it finds none. */
const CREDENTIALS =
  /^(ExpiredToken|RequestExpired|Invalid(ClientTokenId|AccessKeyId|Signature|Token)|UnrecognizedClient|IncompleteSignature|SignatureDoesNotMatch|MissingAuthenticationToken|(Credentials|Token)ProviderError)/;

/** What to do about invalid or expired credentials. */
export const LOG_IN_AGAIN =
  'Run "aws sso login", set new credentials (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN), or choose another AWS_PROFILE';

/**
 * The code of an error about invalid or expired credentials of the caller, such as `ExpiredToken`; `undefined` for any other
 * error. EC2 uses AuthFailure for other errors, too.
 */
export function credentialsCode(error: unknown): string | undefined {
  const { name = '', message = '', cause } = Object(error) as CallError;
  if (CREDENTIALS.test(name) || (name === 'AuthFailure' && /credentials/.test(message))) return name;
  return cause === undefined ? undefined : credentialsCode(cause);
}

/** Whether a call failed because the caller has no permission, or no valid credentials. */
export function isOfCaller(error: unknown): boolean {
  const { name = '', cause } = Object(error) as CallError;
  return isDenied(name) || credentialsCode(error) !== undefined || (cause !== undefined && isOfCaller(cause));
}

/** Whether a service rejected a call because of what it asks for. It would reject the same call of any other caller. */
export function isRejected(error: unknown): boolean {
  const { cause, $metadata } = Object(error) as CallError;
  const { httpStatusCode: status } = $metadata ?? {};
  if (status === undefined) return cause !== undefined && isRejected(cause);
  return status >= 400 && status < 500 && !isOfCaller(error) && passing(error) === undefined;
}
