import { counted, define, errorsOf, momentText, type Reason, setText } from '../../model/index.ts';

/** EC2's own code and message. */
type Said = { code: string; message: string };
const saidText = (code: string, message: string): string => `${code}: ${message.replace(/\.$/, '')}`;

const saidByTarget = (cause: string | undefined): string =>
  cause === undefined ? '' : ` (${cause.replace(/\.$/, '')})`;

const splitText = (onDemand: number, spot: number, inUnits: boolean | undefined): string =>
  `${onDemand} on-demand and ${spot} spot ${inUnits ? 'units' : 'workers'}`;
const addressesText = (free: number | null | undefined): string =>
  typeof free === 'number'
    ? `${free} free ${free === 1 ? 'address' : 'addresses'}`
    : 'an unknown number of free addresses';
/** What a launch asks for beside its requests. */
interface WithPool {
  starts?: number;
  forPool?: boolean;
}
const poolText = ({ starts = 0, forPool }: WithPool, requested: string, isNothing: boolean): string => {
  if (forPool) return `${requested}, for the warm pool`;
  if (starts === 0) return requested;
  const started = `started ${counted(starts, 'member')} of the warm pool`;
  return isNothing ? started : `${started}, and ${requested}`;
};

/** The budgets of calls refill within seconds. */
const usedUp = (what: string, rest = ''): string =>
  `The groups of this account share one budget of ${what}, which keeps them below EC2's rate limit. It is used up for now${rest}. The next evaluation tries again`;

/** Reasons of the provider ec2, for launches and workers. */
export const reasons = {
  'all-pools-excluded': define<{ until?: string }>(
    'Every capacity pool of the policy is excluded after recent launch failures. `until`: when the first one may be used again.',
    ({ until }) =>
      `${until === undefined ? 'Every' : `Until ${momentText(until)}, every`} capacity pool of the policy is excluded after recent launch failures`,
  ),
  'launch-limits': define<{ limits: readonly Reason[] }>(
    'Free addresses and quotas allow fewer launches than requested.',
    ({ limits }, sentence) => limits.map(sentence).join('; '),
  ),
  'free-addresses': define<{ subnets: readonly string[]; free: readonly (number | null)[] }>(
    'The subnets have fewer free addresses than the workers requested.',
    ({ subnets, free }) => subnets.map((subnet, index) => `${subnet} has ${addressesText(free[index])}`).join(', '),
  ),
  'vcpu-quota': define<{ market: string; vcpus: number }>(
    "The account's vCPU quota leaves less than the workers need.",
    ({ market, vcpus }) => `the account's ${market} quota leaves ${counted(vcpus, 'vCPU')}`,
  ),
  'launch-throttled': define<Said>(
    'EC2 was too busy for the launch, or had an internal error. No capacity pool is excluded, and the next evaluation tries again.',
    ({ code, message }) =>
      `EC2 was too busy for the launch (${saidText(code, message)}); the next evaluation tries again`,
  ),
  'launch-denied': define<Said>(
    'EC2 does not allow the launch. Headcount tries again, less and less often.',
    ({ code, message }) =>
      `EC2 does not allow the launch (${saidText(code, message)}). Check the permissions of the role and the state of the account`,
  ),
  'role-not-passable': define<Said>(
    'Headcount may not pass the role of the instance profile to the instances. It tries again, less and less often.',
    ({ code, message }) =>
      `Headcount may not pass the role of the launch template's instance profile (${saidText(code, message)}). Deploy Headcount with this role in "passRoles"`,
  ),
  'fleet-not-allowed': define<Said>(
    'The account may not use EC2 Fleet. Workers are launched with RunInstances instead, one type and subnet in each call.',
    ({ code, message }) =>
      `This account may not use EC2 Fleet (${saidText(code, message)}). Workers are launched with RunInstances from now on; ask AWS Support for access to EC2 Fleet`,
  ),
  'image-missing': define<Said>(
    'The launch template names an image that does not exist, or that the account may not use.',
    ({ code, message }) =>
      `The image that the launch template names does not exist, or this account may not use it (${saidText(code, message)}). Create a template version with another image`,
  ),
  'spot-tags-in-template': define<Said>(
    'The launch template tags spot-instances-request, and EC2 then rejects on-demand launches.',
    ({ code, message }) =>
      `The launch template has tags for spot-instances-request, so EC2 rejects on-demand launches (${saidText(code, message)}). Remove that tag specification from the template`,
  ),
  'no-type-matches': define<Record<never, never>>(
    'No instance type matches the requirements of the policy and can run the image.',
    () =>
      'No instance type matches "requirements" and can run the image of the launch template. Look with "npx headcount policy show-types GROUP", and widen the requirements',
  ),
  'request-budget': define<Record<never, never>>(
    'All groups share one budget of launch requests to EC2, below its rate limit for the account. It is used up for now.',
    () => usedUp('launch requests'),
  ),
  'launch-budget': define<{ granted: number; asked: number }>(
    'All groups share one budget of launched instances, below the rate limit of EC2 for the account. It is used up for now.',
    ({ granted, asked }) => usedUp('launches', `: it allows ${granted} of ${asked}`),
  ),
  'terminate-budget': define<Record<never, never>>(
    'All groups share one budget of terminations, below the rate limit of EC2 for the account. It is used up for now.',
    () => usedUp('terminations'),
  ),
  'not-parked': define<Said & { isStopped?: boolean }>(
    'EC2 did not stop or hibernate a member of the warm pool as the policy asks. `isStopped`: it refused to hibernate, so the member is stopped.',
    ({ code, message, isStopped }) =>
      `EC2 did not stop or hibernate a member of the warm pool as the policy asks (${saidText(code, message)})${isStopped ? '. It is stopped. Enable hibernation in the launch template, with an encrypted root volume and a type and image that can hibernate, or use `state: stopped`' : ''}`,
  ),
  'start-budget': define<{ granted: number; asked: number }>(
    'All groups share one budget of starts, below the rate limit of EC2 for the account. It is used up for now. The members stay in the warm pool.',
    ({ granted, asked }) => usedUp('starts from the warm pool', `: it allows ${granted} of ${asked}`),
  ),
  'instance-state-reason': define<{ code: string; message: string }>(
    "EC2's reason why the instance stopped or ended. `code` and `message` are EC2's own.",
    ({ code, message }) => (message.startsWith(code) ? message : `${code}: ${message}`),
  ),
  'status-check-failed': define<Record<never, never>>('An EC2 status check fails.', () => 'fails an EC2 status check'),
  'boot-timeout': define<{ seconds?: number }>(
    'The worker did not boot in time. `seconds`: `bootTimeout`.',
    ({ seconds }) => `did not boot within ${setText(seconds, 'bootTimeout')}`,
  ),
  'target-unhealthy': define<{ cause?: string }>(
    "A target group reports the worker as unhealthy. `cause`: why, in the load balancer's words.",
    ({ cause }) => `is not healthy in its target group${saidByTarget(cause)}`,
  ),
  'target-awaited': define<{ targetGroup: string; health: string | null; cause?: string }>(
    "The worker runs, but a target group does not have it in service. `targetGroup`: the group's name. `health`: null if the worker is not registered. `cause`: why, in the load balancer's words.",
    ({ targetGroup, health, cause }) =>
      `${health ?? 'not registered'} in the target group ${targetGroup}${saidByTarget(cause)}`,
  ),
  'zone-not-enabled': define<{ targetGroup: string; zones: readonly string[]; workers: readonly string[] }>(
    'Workers are in a zone that the load balancer has not enabled, so they get no requests.',
    ({ targetGroup, zones, workers }) =>
      `${workers.join(', ')} ${workers.length === 1 ? 'gets' : 'get'} no requests, because the load balancer of ${targetGroup} has not enabled ${zones.join(', ')}. Enable ${zones.length === 1 ? 'this zone' : 'these zones'} of the load balancer, or remove the subnets in ${zones.length === 1 ? 'it' : 'them'} from the policy`,
  ),
  'instances-requested': define<{
    onDemand: number;
    spot: number;
    template: string;
    pools: number;
    inUnits?: boolean;
    starts?: number;
    forPool?: boolean;
  }>(
    'The launch requested from EC2. `inUnits`: in units of capacity, because the types have weights. `starts`: members of the warm pool that were started before. `forPool`: the instances become members of the warm pool.',
    ({ onDemand, spot, template, pools, inUnits, ...pool }) =>
      poolText(
        pool,
        `requested ${splitText(onDemand, spot, inUnits)} of ${template} in ${counted(pools, 'pool')}`,
        onDemand + spot === 0,
      ),
  ),
  'instances-run': define<{
    onDemand: number;
    spot: number;
    template: string;
    inUnits?: boolean;
    starts?: number;
    forPool?: boolean;
  }>(
    'The launch requested from EC2 with RunInstances. `inUnits`, `starts` and `forPool` as in `instances-requested`.',
    ({ onDemand, spot, template, inUnits, ...pool }) =>
      poolText(
        pool,
        `requested ${splitText(onDemand, spot, inUnits)} of ${template} with RunInstances`,
        onDemand + spot === 0,
      ),
  ),
  'instances-removed': define<{ targetGroups: number }>(
    'How many target groups the workers leave.',
    ({ targetGroups }) => `the workers leave ${counted(targetGroups, 'target group')}`,
  ),
  'ec2-invalid-template-version': define<Record<never, never>>(
    'The value is not a version of a launch template.',
    () => 'must be $Default, $Latest or a version number',
  ),
  'ec2-invalid-launch-template': define<{ written: string }>(
    "The value is not a launch template's id.",
    () => "must be a launch template's id, such as lt-0abc",
  ),
  'ec2-invalid-instance-type': define<{ written: string }>(
    'The value is not an instance type.',
    () => 'must be an instance type such as c7g.large',
  ),
  'ec2-types-or-requirements': define<Record<never, never>>(
    'The policy has neither instance types nor requirements.',
    () => 'is required, unless the policy has "requirements"',
  ),
  'ec2-invalid-range': define<Record<never, never>>(
    'The value is neither a number nor a range.',
    () => 'must be a number, or a range such as { min: 2, max: 8 }',
  ),
  'ec2-invalid-type-pattern': define<{ written: string }>(
    'The value is not an instance type or a pattern of types.',
    () => 'must be an instance type or a pattern such as c7g.*',
  ),
  'ec2-too-many-subnets': define<{ subnets: number; most: number }>(
    'A launch with requirements over all zones at once may have at most four subnets.',
    ({ subnets, most }) =>
      `must have at most ${most} entries with "requirements" and "spread: none", but has ${subnets}. Remove subnets, or write "spread: even"`,
  ),
  'ec2-spot-in-capacity-block': define<Record<never, never>>(
    'A Capacity Block has no spot instances.',
    () => 'must be 0 with "reservations: capacity-block": a Capacity Block has no spot instances',
  ),
  'ec2-requirements-in-capacity-block': define<Record<never, never>>(
    'A Capacity Block has one instance type.',
    () =>
      'cannot be used with "reservations: capacity-block". A Capacity Block has one instance type: name it in "instanceTypes"',
  ),
  'rightsize-no-size': define<Record<never, never>>(
    'The value is neither an instance type nor a size.',
    () => 'must be an instance type such as c7g.large, or a size such as { vcpus: 2, memoryGiB: 4 }',
  ),
  'rightsize-min-above-max': define<{ least: number | string; most: number | string }>(
    'The smallest allowed size is larger than the largest one.',
    ({ least, most }) => `must not be above maxAllowed: ${least} is larger than ${most}`,
  ),
  'rightsize-without-types': define<Record<never, never>>(
    'Right-sizing chooses among instance types, but the policy names none, or it uses a Capacity Block.',
    () => 'needs "instanceTypes", and no Capacity Block. Remove "rightsize", or name the types',
  ),
  'rightsize-with-weights': define<Record<never, never>>(
    'Right-sizing chooses the types of new workers, and what it chooses may have no weight.',
    () => 'must be off when "instanceTypes" have weights. Remove "rightsize", or the weights',
  ),
  'rightsize-off': define<Record<never, never>>(
    'The policy has `rightsize` with the mode `off`, which is the default: it changes no launch.',
    () =>
      'changes no launch, because its mode is off, which is the default. Its bounds apply only to the command rightsize. Write "mode: initial" to launch the recommended types, or remove it',
  ),
  'lifetime-of-one-job': define<Record<never, never>>(
    'Workers that do one job end by themselves.',
    () => 'has no effect with "ephemeral": workers that do one job end by themselves',
  ),
  'warm-invalid-size': define<Record<never, never>>(
    'The value is neither a number of instances nor `auto`.',
    () => 'must be a number of instances, at least 1, or auto',
  ),
  'warm-with-spot': define<Record<never, never>>(
    'The policy has spot workers and a warm pool. EC2 can stop a spot instance only if it belongs to a persistent request, which a fleet of type instant does not make.',
    () =>
      'cannot be used with spot workers: EC2 stops only spot instances of persistent requests. Remove "warm", or set spot.percent to 0',
  ),
  'warm-in-capacity-block': define<Record<never, never>>(
    'A Capacity Block is paid for whether its instances run or not.',
    () =>
      'cannot be used with "reservations: capacity-block", which is paid for whether its instances run or not. Remove "warm"',
  ),
  'warm-hibernated-too-long': define<Record<never, never>>(
    'AWS does not support an instance that is hibernated for more than 60 days.',
    () => 'must be at most 60d with "state: hibernated": AWS does not support longer hibernation',
  ),
  'warm-reuse-of-one-job': define<Record<never, never>>(
    'Workers that do one job end themselves, so none returns to the pool.',
    () => 'must be false with "ephemeral: true": such a worker ends itself, so it cannot return to the pool',
  ),
  'template-gone': define<{ template: string }>(
    'The launch template does not exist.',
    ({ template }) => `The launch template ${template} does not exist`,
  ),
  'template-version-gone': define<{ template: string; version: string }>(
    'The launch template does not have this version, or does not exist.',
    ({ template, version }) => `The launch template ${template} has no version ${version}`,
  ),
  'ec2-neither-type-nor-weight': define<Record<never, never>>(
    'The value is neither an instance type nor a type with a weight.',
    () => 'must be an instance type such as c7g.large, or { type: c7g.xlarge, weight: 2 }',
  ),
  'ec2-invalid-subnet': define<{ written: string }>(
    "The value is not a subnet's id.",
    () => "must be a subnet's id, such as subnet-0abc",
  ),
  'ec2-invalid-target-group': define<{ written: string }>(
    "The value is not a target group's ARN.",
    () => "must be a target group's ARN, such as arn:aws:elasticloadbalancing:…:targetgroup/web/0123456789abcdef",
  ),
};
export const ec2Error = errorsOf(reasons);
