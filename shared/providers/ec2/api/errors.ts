/**
 * EC2's error codes by what they mean here.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */

/** No capacity now, in this pool or within the account's limits; another pool or a later try may succeed. */
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
/** Termination protection. It says so of one instance only, and keeps all of that zone alive. */
const TERMINATION_REFUSED: ReadonlySet<string> = new Set(['OperationNotPermitted']);
/** Something is wrong with who makes the request, or with the moment, or the answer is not EC2's own: the same request may succeed. */
const MAY_SUCCEED =
  /InProgress|Concurrent|^Unknown(Error)?$|^NotFound$|^(AccessDenied|AuthFailure|Blocked|ExpiredToken|IncompleteSignature|InvalidAccessKeyId|InvalidClientTokenId|InvalidSignature|MissingAuthenticationToken|PendingVerification|RequestExpired|Signature|Unauthorized|UnrecognizedClient)/;
/** A time-out, and too many requests. */
const PASSING_STATUS: ReadonlySet<number> = new Set([408, 429]);

export const isCapacityShort = (code: string): boolean => CAPACITY_SHORT.has(code);
export const isThrottled = (code: string): boolean => THROTTLED.has(code);
export const isInstanceNotFound = (code: string): boolean => INSTANCES_NOT_FOUND.has(code);
export const isIdempotentMismatch = (code: string): boolean => IDEMPOTENT_MISMATCH.has(code);
export const isTerminationRefused = (code: string): boolean => TERMINATION_REFUSED.has(code);

/** EC2 refuses the request as it is (what it names is missing, or cannot be): repeating it can never succeed. */
export function isRequestFault(error: unknown): boolean {
  const code = codeOf(error);
  if (code === '' || isThrottled(code) || MAY_SUCCEED.test(code)) return false;
  const { httpStatusCode: status = 0 } = (error as { $metadata: { httpStatusCode?: number } }).$metadata;
  return status >= 400 && status < 500 && !PASSING_STATUS.has(status);
}

/** The code of an error that EC2 answered with; empty for any other error. */
export const codeOf = (error: unknown): string => (error instanceof Error && '$metadata' in error ? error.name : '');

/** Instance ids that an error's sentence names. */
export const instancesIn = (error: unknown): string[] =>
  error instanceof Error ? [...new Set(error.message.match(/\bi-[0-9a-f]+\b/g) ?? [])] : [];
