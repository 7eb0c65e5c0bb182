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
/** Internal errors of EC2. In the list of errors of a fleet, they mean that nothing was launched. As the error of a request, they leave the outcome unknown. */
const INTERNAL = /^(Internal(Error|Failure|ServerError)|ServiceUnavailable|Unavailable|RequestTimeout)$/;
const INSTANCES_NOT_FOUND: ReadonlySet<string> = new Set(['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed']);
const IDEMPOTENT_MISMATCH: ReadonlySet<string> = new Set(['IdempotentParameterMismatch']);
/** Termination protection. EC2 names only one instance, and terminates no instance in its zone. */
const TERMINATION_REFUSED: ReadonlySet<string> = new Set(['OperationNotPermitted']);
/** The caller lacks permissions or valid credentials, or the account is not ready. EC2 did nothing, and this may change at any time. */
const DENIED =
  /^(AccessDenied|AuthFailure|Blocked|ExpiredToken|IncompleteSignature|InvalidAccessKeyId|InvalidClientTokenId|InvalidSignature|MissingAuthenticationToken|OptInRequired|PendingVerification|RequestExpired|Signature|Unauthorized|UnrecognizedClient)/;
/** What the launch template names is missing or invalid. The same launch fails in every pool, and others are not affected. */
const TEMPLATE_FAULT =
  /^Invalid(AMIID|BlockDeviceMapping|Group|KeyPair|LaunchTemplate\w*|SecurityGroupI[Dd]|Snapshot|UserData)(\.|$)/;
/** Another request is in progress, or the response is not from EC2. The outcome is unknown. */
const UNCLEAR = /InProgress|Concurrent|^Unknown(Error)?$|^NotFound$/;
/** A timeout, and too many requests. */
const TEMPORARY_STATUS: ReadonlySet<number> = new Set([408, 429]);
/**
 * Instant fleets do not count toward this limit. So an account gets this error when it may not use EC2 Fleet.
 * https://github.com/runs-on/runs-on/issues/88
 */
const FLEET_REFUSED: ReadonlySet<string> = new Set(['MaxFleetCountExceeded']);
/** A service control policy denies CreateFleet. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const FLEET_FORBIDDEN = /not authorized to perform: ec2:CreateFleet\b.*explicit deny in a service control policy/s;
/** "You cannot specify tags for Spot instances requests if there are no Spot instances requests being created by the request." */
const SPOT_TAGS = /cannot specify tags for spot instances? requests?/i;

/** Headcount's own: RunInstances needs a type, and no type matches the requirements. */
export const NOTHING_MATCHES = 'NoMatchingInstanceType';

export const isCapacityShort = (code: string): boolean => CAPACITY_SHORT.has(plain(code));
export const isThrottled = (code: string): boolean => THROTTLED.has(plain(code));
export const isInstanceNotFound = (code: string): boolean => INSTANCES_NOT_FOUND.has(code);
export const isIdempotentMismatch = (code: string): boolean => IDEMPOTENT_MISMATCH.has(code);
export const isTerminationRefused = (code: string): boolean => TERMINATION_REFUSED.has(code);
export const isDenied = (code: string): boolean => DENIED.test(plain(code));
export const isTemplateFault = (code: string): boolean => TEMPLATE_FAULT.test(plain(code));
export const isImageMissing = (code: string): boolean => /^InvalidAMIID(\.|$)/.test(plain(code));
export const isFleetRefused = (code: string, message: string): boolean =>
  FLEET_REFUSED.has(plain(code)) || (isDenied(code) && FLEET_FORBIDDEN.test(message));

export const isPassRoleRefused = (code: string, message: string): boolean =>
  isDenied(code) && message.includes('perform: iam:PassRole ');

/** Whether an error in the list of a fleet means that EC2 throttled or failed. Then no pool is short of capacity. */
export const isBusy = (code: string): boolean =>
  isThrottled(code) || INTERNAL.test(plain(code)) || (code.startsWith('Server.') && !isCapacityShort(code));

/**
 * Whether the launch template tags spot requests. Then EC2 rejects every on-demand launch from it.
 * https://github.com/aws/karpenter-provider-aws/issues/5850
 */
export const isSpotTagsFault = (code: string, message: string): boolean =>
  plain(code) === 'InvalidParameterValue' && SPOT_TAGS.test(message);

/** Whether EC2 rejects the request itself, for example because a resource does not exist. Repeating it cannot succeed. */
export function isRequestFault(error: unknown): boolean {
  const code = codeOf(error);
  if (code === '' || isThrottled(code) || isDenied(code) || UNCLEAR.test(code)) return false;
  const { httpStatusCode: status = 0 } = faultIn(error)?.$metadata ?? {};
  return status >= 400 && status < 500 && !TEMPORARY_STATUS.has(status);
}

/** Whether EC2's response means that it did nothing. */
export const isRefusal = (error: unknown): boolean => {
  const code = codeOf(error);
  return isCapacityShort(code) || isThrottled(code) || isDenied(code) || isRequestFault(error);
};

/** The code of an error that EC2 answered with; empty for any other error. */
export const codeOf = (error: unknown): string => faultIn(error)?.name ?? '';

/** The instance ids in EC2's message. */
export const instancesIn = (error: unknown): string[] => [
  ...new Set(faultIn(error)?.message.match(/\bi-[0-9a-f]+\b/g) ?? []),
];

type Fault = Error & { readonly $metadata: { readonly httpStatusCode?: number } };

/** EC2's answer: the error itself, or the cause of the error of a light call. */
function faultIn(error: unknown): Fault | null {
  if (!(error instanceof Error)) return null;
  return '$metadata' in error ? (error as Fault) : faultIn(error.cause);
}

/** EC2 returns some codes with a prefix and without it. */
const plain = (code: string): string => code.replace(/^(Client|Server)\./, '');
