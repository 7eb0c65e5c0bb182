import type { Activity } from '../../../shared/evaluation/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import type { Policy } from '../../../shared/policy/index.ts';
import { type Evidence, GROUP_NAME_TAG, isAlive, workersOf } from './evidence.ts';

/** Every activity is finished. */
function finished({ activities, state }: Evidence): string[] {
  return [
    ...activities
      .filter(({ status }) => status === 'claimed' || status === 'draining')
      .map(({ id, status }) => `activity ${id} is still ${status}`),
    ...(state.claim ? [`activity ${state.claim.activity} still holds the claim`] : []),
    ...state.drains.map(({ activity }) => `activity ${activity} still drains`),
  ];
}

/** Scale-outs are a cooldown apart by their recorded times, and so are scale-ins. A group outside its bounds does not wait. */
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
    // A move into the bounds may be recorded by a clock that is behind the others.
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
  const decided = activities.flatMap(({ id, version, decision: { direction, current, desired } }) => {
    const policy = policies.get(version);
    if (!policy || direction === 'hold' || mayBeRetiring(policy, desired, evidence)) return [];
    if (outside(desired, policy) <= outside(current, policy)) return [];
    const { min, max } = policy.capacity;
    return [`activity ${id} went from ${current} to ${desired}, outside ${min} to ${max}`];
  });
  const inForce = policies.get(state.policy.version ?? 0);
  const isOutside = inForce?.paused === false && outside(state.decision.desired ?? inForce.capacity.min, inForce) > 0;
  return isOutside ? [...decided, `desires ${state.decision.desired}, outside its bounds`] : decided;
}

/** Only workers of this stage are marked or terminated, only its groups are resized, and no protected worker is terminated. */
function foreignLeftAlone({ instances, requests, stage }: Evidence): string[] {
  const known = new Map(instances.map((each) => [each.id, each]));
  return requests.flatMap((request) => {
    const action = request.get('Action') ?? '';
    if (action === 'CreateFleet') return [];
    const named = request.get('AutoScalingGroupName');
    const foreign = named === null || isNameOf(stage, named) ? [] : [`${action} of ${named}, which is not ours`];
    const ids = [...request].flatMap(([name, value]) =>
      /^(InstanceId|ResourceId)(\.\d+)?$/.test(name) ? [value] : [],
    );
    const touched = ids.flatMap((id) => {
      const tags = known.get(id)?.tags;
      if (tags && !isOfStage(stage, tags)) return [`${action} of ${id}, which is not ours`];
      const isSpared = action.startsWith('Terminate') && tags?.has(TAG.protected);
      return isSpared ? [`${action} of ${id}, which is protected`] : [];
    });
    return [...foreign, ...touched];
  });
}

/** The names of Auto Scaling groups begin with their stage. */
const isNameOf = (stage: string, name: string): boolean => name.startsWith(`${stage}-`);
const isOfStage = (stage: string, tags: ReadonlyMap<string, string>): boolean =>
  (tags.get(TAG.stage) === stage && tags.has(TAG.group)) || isNameOf(stage, tags.get(GROUP_NAME_TAG) ?? '');

/** The group has the workers it needs, and knows it. */
function converged(evidence: Evidence): string[] {
  const { state, needed } = evidence;
  if (needed === undefined) return [];
  const serving = workersOf(evidence).filter((worker) => isAlive(worker) && !worker.tags.has(TAG.drainingUntil));
  if (serving.length === needed && state.decision.desired === needed) return [];
  return [`needs ${needed} workers, desires ${state.decision.desired} and has ${serving.length}`];
}

export const ANY_PROVIDER = [finished, cooledDown, bounded, foreignLeftAlone, converged] as const;

function outside(count: number, { capacity: { min, max } }: Policy): number {
  return Math.max(0, min - count, count - max);
}
function isForBounds({ version, decision }: Activity, evidence: Evidence): boolean {
  const policy = evidence.policies.get(version);
  if (!policy) return false;
  return outside(decision.current, policy) > 0 || mayBeRetiring(policy, decision.desired, evidence);
}
/** A deleted policy that drains takes its group to zero, but for those that are protected, whatever its bounds and cooldowns. */
function mayBeRetiring({ onDelete }: Policy, desired: number, evidence: Evidence): boolean {
  const kept = workersOf(evidence).filter((worker) => isAlive(worker) && worker.tags.has(TAG.protected));
  return onDelete === 'drain' && desired <= kept.length;
}
