import { boundsInForce, type Decision } from '../../decision/index.ts';
import { dueAtOf, dueAtPace, dueFrom, paceOf, STEADY } from '../../names/index.ts';
import { evaluatedEvery, isBeyond, isPaced, type Observation, type Policy } from '../../policy/index.ts';
import { type GroupState, nextEndOf, proposalPoints } from '../../state/index.ts';
import type { Seen, Trigger } from '../model.ts';
import type { Rolled } from '../rollout/rolled.ts';
import { isWatched, type WatchedBound, watchedBounds } from './bound-alarms.ts';
import { isBetweenTicks, passedOver } from './interval.ts';
import { newestAge, nextPace } from './pace.ts';

/** How long a group is not steady after a resize, because another change is likely. */
const UNSTEADY_AFTER_RESIZE_SECONDS = 600;
/** Number of datapoints inside a bound after which its alarm is certainly back in the state OK and can fire again. */
const INSIDE_DATAPOINTS = 3;
const MINUTE_SECONDS = 60;

export interface DueCase {
  readonly policy: Policy;
  readonly state: GroupState;
  readonly observation: Observation;
  readonly decision: Decision;
  readonly seen: Seen;
  readonly trigger: Trigger;
  readonly now: number;
  /** Something is left to do for the warm pool. */
  readonly isPoolOpen?: boolean;
  /** The rollout as it is after this pass; absent: as in the state. */
  readonly rolled?: Pick<Rolled, 'rollout'>;
}

/**
 * When the schedule evaluates the group next. `now` means on every tick; a pace, once a minute just after its metrics have
 * come. Returns the stored value if it has the same effect, so that nothing is written. While workers drain, the group is
 * evaluated on every tick. It is due when something that was set by hand ends, or a request of another region.
 */
export function nextDue(each: DueCase): number | null {
  const stored = dueByItself(each);
  const due = dueAtOf(each.state.group, stored, each.now);
  const requested = Object.values(each.state.requested).flatMap(({ until }) => (until > each.now ? until : []));
  const end = firstOf([nextEndOf(each.state.manual, each.now), ...requested]);
  return end !== null && due !== null && due > end ? end : stored;
}

function firstOf(moments: readonly (number | null)[]): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function dueByItself(each: DueCase): number | null {
  const { now, policy } = each;
  const { dueAt } = each.state.schedule;
  if (isSteady(each)) return STEADY;
  const wait = each.seen.workers.draining > 0 ? 0 : passedOver(policy);
  if (isPaced(evaluatedEvery(policy.evaluateEvery), policy)) {
    const age = newestAge(policy, each.observation);
    const pace = nextPace(paceOf(dueAt), { group: policy.group, trigger: each.trigger, now, age });
    if (pace) return dueAtPace(pace);
  }
  if (wait === 0) return dueFrom(dueAt, now);
  return dueAt !== null && dueAt > now ? dueAt : now + wait * 1000;
}

/** A rollout waits for what no alarm tells. */
const IN_PROGRESS: ReadonlySet<string> = new Set(['starting', 'running', 'rolling-back']);

/**
 * A group is steady if its policy does not ask for more than the ticks, its rules propose no change, no worker is booting,
 * warming up or draining, the last resize is long ago, and an alarm or a push precedes every change.
 */
function isSteady({
  policy,
  state,
  observation,
  decision,
  seen,
  now,
  isPoolOpen = false,
  rolled = state,
}: DueCase): boolean {
  const { pending, warming, draining } = seen.workers;
  const isUnchanged = decision.direction === 'hold' && decision.blockedBy === null && decision.proposal !== null;
  const resizedAt = Math.max(state.decision.lastOutAt ?? 0, state.decision.lastInAt ?? 0);
  return (
    !isBetweenTicks(policy) &&
    !IN_PROGRESS.has(rolled.rollout?.status ?? '') &&
    !isPoolOpen &&
    // No event announces that a worker becomes busy.
    boundsInForce(policy, now).spare === 0 &&
    isUnchanged &&
    pending + warming + draining === 0 &&
    proposalPoints(state.decision.proposals, policy, now).length <= 1 &&
    now - resizedAt >= UNSTEADY_AFTER_RESIZE_SECONDS * 1000 &&
    isWatched(policy) &&
    watchedBounds(policy).every((bound) =>
      bound.isPushed ? isPushedInside(bound, observation, now) : isInside(bound, observation),
    )
  );
}

/**
 * An alarm fires only when its state changes. While it is in ALARM, it does not fire again.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-actions
 */
function isInside(watched: WatchedBound, { metrics }: Observation): boolean {
  const { metric, for: held, period } = watched;
  const points = (metrics[metric] ?? []).slice(-(INSIDE_DATAPOINTS + Math.ceil(held / period)));
  return points.length >= INSIDE_DATAPOINTS && points.every(({ value }) => !isBeyond(watched, value));
}

/**
 * After a value has caused an evaluation, the same value causes the next one only if another value has been noted in
 * between. A process of on-push may skip that note for up to a minute. So values must have been inside for longer than
 * that, and must still come.
 */
function isPushedInside(watched: WatchedBound, { metrics }: Observation, now: number): boolean {
  const { metric, for: held } = watched;
  const points = metrics[metric] ?? [];
  const first = points.findLastIndex(({ at }) => at <= now - (2 * MINUTE_SECONDS + held) * 1000);
  const inside = first < 0 ? [] : points.slice(first);
  const newest = inside.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  return (
    inside.length >= INSIDE_DATAPOINTS &&
    now - newest < MINUTE_SECONDS * 1000 &&
    inside.every(({ value }) => !isBeyond(watched, value))
  );
}
