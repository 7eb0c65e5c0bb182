/**
 * EC2's error codes by their meaning for a launch or a termination.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */

/** No capacity in this pool or within the account's limits. Another pool or a later attempt may succeed. */
const CAPACITY_SHORT: ReadonlySet<string> = new Set([
  'InsufficientInstanceCapacity',
  'InsufficientCapacity',
  'InsufficientHostCapacity',
  'InsufficientReservedInstanceCapacity',
  'InsufficientFreeAddressesInSubnet',
  'InstanceLimitExceeded',
  'MaxFleetCountExceeded',
  'MaxSpotInstanceCountExceeded',
  'ReservationCapacityExceeded',
  'SpotMaxPriceTooLow',
  'UnfulfillableCapacity',
  'Unsupported',
  'VcpuLimitExceeded',
]);
const THROTTLED: ReadonlySet<string> = new Set([
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'EC2ThrottledException',
  'RequestThrottled',
]);
const INSTANCES_NOT_FOUND: ReadonlySet<string> = new Set(['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed']);
const IDEMPOTENT_MISMATCH: ReadonlySet<string> = new Set(['IdempotentParameterMismatch']);
/** Termination protection. EC2 names only one instance, and terminates no instance in its zone. */
const TERMINATION_REFUSED: ReadonlySet<string> = new Set(['OperationNotPermitted']);
/**
 * The same request may succeed later: it lacks valid credentials or permissions, it came at the wrong time, or the
 * response is not from EC2.
 */
const MAY_SUCCEED =
  /InProgress|Concurrent|^Unknown(Error)?$|^NotFound$|^(AccessDenied|AuthFailure|Blocked|ExpiredToken|IncompleteSignature|InvalidAccessKeyId|InvalidClientTokenId|InvalidSignature|MissingAuthenticationToken|PendingVerification|RequestExpired|Signature|Unauthorized|UnrecognizedClient)/;
/** A timeout, and too many requests. */
const TEMPORARY_STATUS: ReadonlySet<number> = new Set([408, 429]);

export const isCapacityShort = (code: string): boolean => CAPACITY_SHORT.has(code);
const isThrottled = (code: string): boolean => THROTTLED.has(code);
export const isInstanceNotFound = (code: string): boolean => INSTANCES_NOT_FOUND.has(code);
export const isIdempotentMismatch = (code: string): boolean => IDEMPOTENT_MISMATCH.has(code);
export const isTerminationRefused = (code: string): boolean => TERMINATION_REFUSED.has(code);

/** Whether EC2 rejects the request itself, for example because a resource does not exist. Repeating it cannot succeed. */
export function isRequestFault(error: unknown): boolean {
  const code = codeOf(error);
  if (code === '' || isThrottled(code) || MAY_SUCCEED.test(code)) return false;
  const { httpStatusCode: status = 0 } = (error as { $metadata: { httpStatusCode?: number } }).$metadata;
  return status >= 400 && status < 500 && !TEMPORARY_STATUS.has(status);
}

/** The code of an error response of EC2; empty for any other error. */
export const codeOf = (error: unknown): string => (error instanceof Error && '$metadata' in error ? error.name : '');

/** The instance ids in an error's message. */
export const instancesIn = (error: unknown): string[] =>
  error instanceof Error ? [...new Set(error.message.match(/\bi-[0-9a-f]+\b/g) ?? [])] : [];
