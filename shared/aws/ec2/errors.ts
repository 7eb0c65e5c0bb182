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
/** The request names something that is missing or cannot be: repeating it as it is can never succeed. Credentials are no part of it. */
const REQUEST_FAULT =
  /^(?!InvalidClientTokenId|InvalidAccessKeyId|InvalidSignature|MissingAuthenticationToken)(Invalid|Missing|Unknown|UnsupportedOperation|OptInRequired)/;

export const isCapacityShort = (code: string): boolean => CAPACITY_SHORT.has(code);
export const isThrottled = (code: string): boolean => THROTTLED.has(code);
export const isInstanceNotFound = (code: string): boolean => INSTANCES_NOT_FOUND.has(code);
export const isIdempotentMismatch = (code: string): boolean => IDEMPOTENT_MISMATCH.has(code);
export const isTerminationRefused = (code: string): boolean => TERMINATION_REFUSED.has(code);
export const isRequestFault = (code: string): boolean => REQUEST_FAULT.test(code);

/** The code of an error that EC2 answered with; empty for any other error. */
export const codeOf = (error: unknown): string => (error instanceof Error && '$metadata' in error ? error.name : '');

/** Instance ids that an error's sentence names. */
export const instancesIn = (error: unknown): string[] =>
  error instanceof Error ? [...new Set(error.message.match(/\bi-[0-9a-f]+\b/g) ?? [])] : [];
