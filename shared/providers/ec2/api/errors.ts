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
  'RequestThrottledException',
  'TooManyRequestsException',
  'SlowDown',
]);
/** EC2's own trouble. In an answer's list of errors it says that nothing was launched there; thrown, it says nothing. */
const INTERNAL = /^(Internal(Error|Failure|ServerError)|ServiceUnavailable|Unavailable|RequestTimeout)$/;
const INSTANCES_NOT_FOUND: ReadonlySet<string> = new Set(['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed']);
const IDEMPOTENT_MISMATCH: ReadonlySet<string> = new Set(['IdempotentParameterMismatch']);
/** Termination protection. EC2 names only one instance, and terminates no instance in its zone. */
const TERMINATION_REFUSED: ReadonlySet<string> = new Set(['OperationNotPermitted']);
/** Who makes the request may not, or not yet: nothing was done, and whoever grants it may do so at any moment. */
const DENIED =
  /^(AccessDenied|AuthFailure|Blocked|ExpiredToken|IncompleteSignature|InvalidAccessKeyId|InvalidClientTokenId|InvalidSignature|MissingAuthenticationToken|OptInRequired|PendingVerification|RequestExpired|Signature|Unauthorized|UnrecognizedClient)/;
/** Another request is under way, or the answer is not EC2's own: the same request may succeed, or has. */
const UNCLEAR = /InProgress|Concurrent|^Unknown(Error)?$|^NotFound$/;
/** A time-out, and too many requests. */
const TEMPORARY_STATUS: ReadonlySet<number> = new Set([408, 429]);
/**
 * An account without fleets gets this as well, when it may not use EC2 Fleet at all: instant fleets do not count.
 * https://github.com/runs-on/runs-on/issues/88
 */
const FLEET_REFUSED: ReadonlySet<string> = new Set(['MaxFleetCountExceeded']);
/** "You cannot specify tags for Spot instances requests if there are no Spot instances requests being created by the request." */
const SPOT_TAGS = /cannot specify tags for spot instances? requests?/i;

export const isCapacityShort = (code: string): boolean => CAPACITY_SHORT.has(plain(code));
export const isThrottled = (code: string): boolean => THROTTLED.has(plain(code));
export const isInstanceNotFound = (code: string): boolean => INSTANCES_NOT_FOUND.has(code);
export const isIdempotentMismatch = (code: string): boolean => IDEMPOTENT_MISMATCH.has(code);
export const isTerminationRefused = (code: string): boolean => TERMINATION_REFUSED.has(code);
export const isDenied = (code: string): boolean => DENIED.test(plain(code));
export const isFleetRefused = (code: string): boolean => FLEET_REFUSED.has(plain(code));

/** Of an error in an answer's list: EC2 was too busy, or had trouble of its own, and no pool is short for that. */
export const isBusy = (code: string): boolean =>
  isThrottled(code) || INTERNAL.test(plain(code)) || (code.startsWith('Server.') && !isCapacityShort(code));

/**
 * The launch template tags its spot requests, so an on-demand launch from it cannot succeed.
 * https://github.com/aws/karpenter-provider-aws/issues/5850
 */
export const isSpotTagsFault = (code: string, message: string): boolean =>
  plain(code) === 'InvalidParameterValue' && SPOT_TAGS.test(message);

/** Whether EC2 rejects the request itself, for example because a resource does not exist. Repeating it cannot succeed. */
export function isRequestFault(error: unknown): boolean {
  const code = codeOf(error);
  if (code === '' || isThrottled(code) || isDenied(code) || UNCLEAR.test(code)) return false;
  const { httpStatusCode: status = 0 } = (error as { $metadata: { httpStatusCode?: number } }).$metadata;
  return status >= 400 && status < 500 && !TEMPORARY_STATUS.has(status);
}

/** EC2 answered that it did nothing. */
export const isRefusal = (error: unknown): boolean => {
  const code = codeOf(error);
  return isCapacityShort(code) || isThrottled(code) || isDenied(code) || isRequestFault(error);
};

/** The code of an error that EC2 answered with; empty for any other error. */
export const codeOf = (error: unknown): string => (error instanceof Error && '$metadata' in error ? error.name : '');

/** The instance ids in an error's message. */
export const instancesIn = (error: unknown): string[] =>
  error instanceof Error ? [...new Set(error.message.match(/\bi-[0-9a-f]+\b/g) ?? [])] : [];

/** Some of EC2's codes come with and without whose fault it is. */
const plain = (code: string): string => code.replace(/^(Client|Server)\./, '');
