import type { ShownInstance } from '../../local/ec2/index.ts';
import type { Activity } from '../../shared/evaluation/index.ts';
import { TAG } from '../../shared/names/names.ts';
import type { Policy } from '../../shared/policy/index.ts';
import type { Ec2Launch } from '../../shared/providers/ec2/ports.ts';
import type { GroupState } from '../../shared/state/index.ts';

/** All that is known of one group after evaluations that crashed, were cut off or raced, once later ones have settled. */
export interface Evidence {
  readonly stage: string;
  readonly group: string;
  readonly state: GroupState;
  /** All there are, in any order. */
  readonly activities: readonly Activity[];
  /** Those that activities were decided by, by version. */
  readonly policies: ReadonlyMap<number, Policy>;
  /** Every instance there ever was, of whatever group; the ended ones, too. */
  readonly instances: readonly ShownInstance[];
  /** What people and AWS did besides. */
  readonly byHand: { readonly launched: ReadonlySet<string>; readonly ended: ReadonlySet<string> };
  /** Everything that was asked of EC2 and changes something, in order, repetitions too. */
  readonly requests: readonly URLSearchParams[];
  /** First versions after a deletion: what a group was held to before it does not hold any longer. */
  readonly begunAnew: readonly number[];
  /** Workers that the group needs by its demand now; left out when it is paused. */
  readonly needed?: number;
}

/** What must hold of every group, whatever died in between, as sentences on what does not; empty when all is well. */
export function violations(evidence: Evidence): string[] {
  return INVARIANTS.flatMap((holds) => holds(evidence)).map((told) => `${evidence.group}: ${told}`);
}

/** Every worker is accounted for: it was launched by one activity, and lives unless an activity or somebody else has ended it. */
function accounted({ activities, byHand, ...evidence }: Evidence): string[] {
  const launched = activities.flatMap((each) => launchedBy(each).map((id) => ({ id, activity: each.id })));
  const terminated = new Set(activities.flatMap(terminatedBy));
  const there = new Set([...launched.map(({ id }) => id), ...byHand.launched]);
  const wanted = new Set([...there].filter((id) => !terminated.has(id) && !byHand.ended.has(id)));
  const alive = workersOf(evidence).filter(isAlive);
  const lost = [...wanted].filter((id) => !alive.some((worker) => worker.id === id));
  return [
    ...alive.filter(({ id }) => !there.has(id)).map(({ id }) => `${id} lives, and no activity says it launched it`),
    ...alive.filter(({ id }) => terminated.has(id)).map(({ id }) => `${id} lives, and an activity says it ended it`),
    ...lost.filter((id) => belongs(id, evidence)).map((id) => `${id} is gone, and no activity says it ended it`),
    ...[...Map.groupBy(launched, ({ id }) => id)]
      .filter(([, by]) => by.length > 1)
      .map(([id, by]) => `${id} was launched by ${by.map(({ activity }) => activity).join(' and ')}`),
  ];
}

/** Nothing is left half-done. */
function finished({ activities, state }: Evidence): string[] {
  return [
    ...activities
      .filter(({ status }) => status === 'claimed' || status === 'draining')
      .map(({ id, status }) => `activity ${id} is still ${status}`),
    ...(state.claim ? [`activity ${state.claim.activity} still holds the claim`] : []),
    ...state.drains.map(({ activity }) => `activity ${activity} still drains`),
  ];
}

/** Every worker says whose it is, and no activity launched more than it wrote down beforehand. */
function tagged({ activities, byHand, ...evidence }: Evidence): string[] {
  const known = new Map(activities.map((each) => [each.id, each]));
  const ours = workersOf(evidence).filter(({ id }) => !byHand.launched.has(id));
  const byActivity = Map.groupBy(ours, ({ tags }) => tags.get(TAG.activity) ?? '');
  return [...byActivity].flatMap(([id, workers]) => {
    const activity = known.get(id);
    const named = workers.map((worker) => worker.id).join(', ');
    if (activity?.intent.kind !== 'launch') return [`${named}: carries the tag of no launch ('${id}')`];
    const { count } = activity.intent;
    return workers.length > count ? [`activity ${id} asked for ${count} workers and launched ${workers.length}`] : [];
  });
}

/** Moves of one direction are a cooldown apart by the times they wrote down; only a group outside its bounds need not wait. */
function cooledDown(evidence: Evidence): string[] {
  const { activities, policies, begunAnew } = evidence;
  const era = ({ version }: Activity) => begunAnew.filter((first) => first <= version).length;
  const moves = activities
    .filter(({ decision }) => decision.direction !== 'hold')
    .toSorted((one, other) => one.startedAt - other.startedAt);
  return moves.flatMap((move, index) => {
    const { direction } = move.decision;
    const before = moves.slice(0, index).findLast((each) => each.decision.direction === direction);
    const policy = policies.get(move.version);
    if (!before || !policy || era(before) !== era(move)) return [];
    // What was done for the bounds' sake is written with its own time, by a clock that may be behind the others'.
    if (isForBounds(move, evidence) || isForBounds(before, evidence)) return [];
    const { cooldown } = policy.behavior[direction as 'out' | 'in'];
    const apart = (move.startedAt - before.startedAt) / 1000;
    return apart < cooldown
      ? [`${move.id} went ${direction} ${apart} s after ${before.id}, within the cooldown of ${cooldown} s`]
      : [];
  });
}

/** No decision leads away from the policy's bounds, and the last one is within them. */
function bounded(evidence: Evidence): string[] {
  const { activities, policies, state } = evidence;
  const told = activities.flatMap(({ id, version, decision: { direction, current, desired } }) => {
    const policy = policies.get(version);
    if (!policy || direction === 'hold' || mayBeRetiring(policy, desired, evidence)) return [];
    if (outside(desired, policy) <= outside(current, policy)) return [];
    const { min, max } = policy.capacity;
    return [`activity ${id} went from ${current} to ${desired}, outside ${min} to ${max}`];
  });
  const inForce = policies.get(state.policy.version ?? 0);
  const isOutside = inForce?.paused === false && outside(state.decision.desired ?? inForce.capacity.min, inForce) > 0;
  return isOutside ? [...told, `desires ${state.decision.desired}, outside its bounds`] : told;
}

/** A token is used for one set of parameters, those of the activity that wrote it down. */
function tokensUsedOnce({ activities, requests, group }: Evidence): string[] {
  const launches = requests.filter((each) => each.get('Action') === 'CreateFleet' && tagOf(each, TAG.group) === group);
  const parameters = (each: URLSearchParams) =>
    [...each]
      .map((pair) => pair.join('='))
      .sort()
      .join('&');
  const known = new Map(activities.map((each) => [each.id, each]));
  return [...Map.groupBy(launches, (each) => each.get('ClientToken') ?? '')].flatMap(([token, uses]) => {
    const intent = known.get(tagOf(uses[0], TAG.activity) ?? '')?.intent;
    return [
      ...(new Set(uses.map(parameters)).size > 1 ? [`token ${token} was used with different parameters`] : []),
      ...(intent?.kind === 'launch' && (intent.plan as Ec2Launch | null)?.token === token
        ? []
        : [`token ${token} was written down by no activity`]),
    ];
  });
}

/** Only workers of a group of this stage are ever marked or terminated, and no protected one is terminated. */
function foreignLeftAlone({ instances, requests, stage }: Evidence): string[] {
  const known = new Map(instances.map((each) => [each.id, each]));
  return requests.flatMap((request) => {
    const action = request.get('Action');
    if (action === 'CreateFleet') return [];
    const ids = [...request].flatMap(([name, value]) => (/^(InstanceId|ResourceId)\.\d+$/.test(name) ? [value] : []));
    return ids.flatMap((id) => {
      const tags = known.get(id)?.tags;
      if (tags && (tags.get(TAG.stage) !== stage || !tags.has(TAG.group)))
        return [`${action} of ${id}, which is not ours`];
      const isSpared = action === 'TerminateInstances' && tags?.has(TAG.protected);
      return isSpared ? [`${action} of ${id}, which is protected`] : [];
    });
  });
}

/** The group has the workers it needs, and knows it. */
function converged({ state, needed, ...evidence }: Evidence): string[] {
  if (needed === undefined) return [];
  const serving = workersOf(evidence).filter((worker) => isAlive(worker) && !worker.tags.has(TAG.drainingUntil));
  if (serving.length === needed && state.decision.desired === needed) return [];
  return [`needs ${needed} workers, desires ${state.decision.desired} and has ${serving.length}`];
}

const INVARIANTS = [
  accounted,
  finished,
  tagged,
  cooledDown,
  bounded,
  tokensUsedOnce,
  foreignLeftAlone,
  converged,
] as const;

type Where = Pick<Evidence, 'stage' | 'group' | 'instances'>;

const workersOf = ({ stage, group, instances }: Where): ShownInstance[] =>
  instances.filter(({ tags }) => tags.get(TAG.group) === group && tags.get(TAG.stage) === stage);
/** What is known of an instance that nobody can show any more is what the activities say. */
const belongs = (id: string, where: Where): boolean => workersOf(where).some((worker) => worker.id === id);
const isAlive = ({ endedAt }: ShownInstance): boolean => endedAt === null;
const launchedBy = ({ outcome }: Activity): string[] =>
  outcome?.kind === 'launch' ? outcome.launched.map(({ id }) => id) : [];
const terminatedBy = ({ outcome }: Activity): readonly string[] =>
  outcome?.kind === 'remove' ? outcome.terminated : [];

function outside(count: number, { capacity: { min, max } }: Policy): number {
  return Math.max(0, min - count, count - max);
}
function isForBounds({ version, decision }: Activity, evidence: Evidence): boolean {
  const policy = evidence.policies.get(version);
  if (!policy) return false;
  return outside(decision.current, policy) > 0 || mayBeRetiring(policy, decision.desired, evidence);
}
/** A deleted policy that drains takes its group to zero, but for those that are protected, whatever its bounds and cooldowns. */
function mayBeRetiring({ onDelete }: Policy, desired: number, where: Where): boolean {
  const kept = workersOf(where).filter((worker) => isAlive(worker) && worker.tags.has(TAG.protected));
  return onDelete === 'drain' && desired <= kept.length;
}

/** A tag that a request puts on what it launches. */
function tagOf(request: URLSearchParams | undefined, key: string): string | undefined {
  const [name] = [...(request ?? [])].find(([, value]) => value === key) ?? [];
  return request?.get(name?.replace(/\.Key$/, '.Value') ?? '') ?? undefined;
}
