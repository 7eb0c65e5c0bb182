import type { Decision } from '../../decision/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import { type GroupState, proposalPoints } from '../../state/index.ts';
import type { Seen } from '../model.ts';
import { isWatched, type WatchedBound, watchedBounds } from './bound-alarms.ts';

/** How often a quiet group is looked at. Alarms wake it the moment a bound is passed; this is what a lost alarm costs. */
export const QUIET_SECONDS = 300;
/** A group that was resized lately is busy: what moved it may move it again. */
const BUSY_AFTER_RESIZE_SECONDS = 600;
/** Datapoints inside a bound after which its alarm is surely back in OK, so that passing the bound fires it again. */
const INSIDE_DATAPOINTS = 3;

export interface DueCase {
  readonly policy: Policy;
  readonly state: GroupState;
  readonly observation: Observation;
  readonly decision: Decision;
  readonly seen: Seen;
  readonly now: number;
}

/**
 * When the schedule should look at the group again: `now` means on every tick. Returned unchanged when it says the same
 * as before, so that nothing needs to be written.
 */
export function nextDue(each: DueCase): number | null {
  const { now } = each;
  const { dueAt } = each.state.schedule;
  const isDue = dueAt !== null && dueAt <= now;
  if (isQuiet(each)) return isDue || dueAt === null ? now + QUIET_SECONDS * 1000 : dueAt;
  return isDue ? dueAt : now;
}

/**
 * Quiet: the rules are content and nothing holds them back, no worker is on its way in or out, the last resize is long
 * past, and an alarm would announce every move.
 */
function isQuiet({ policy, state, observation, decision, seen, now }: DueCase): boolean {
  const { pending, warming, draining } = seen.workers;
  const isContent = decision.direction === 'hold' && decision.blockedBy === null && decision.proposal !== null;
  const resizedAt = Math.max(state.decision.lastOutAt ?? 0, state.decision.lastInAt ?? 0);
  return (
    isContent &&
    pending + warming + draining === 0 &&
    proposalPoints(state.decision.proposals, policy, now).length <= 1 &&
    now - resizedAt >= BUSY_AFTER_RESIZE_SECONDS * 1000 &&
    isWatched(policy) &&
    watchedBounds(policy).every((bound) => isInside(bound, observation))
  );
}

/**
 * An alarm fires only when it changes its state: while it stands in ALARM, passing the bound further fires nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-actions
 */
function isInside(watched: WatchedBound, { metrics }: Observation): boolean {
  const { metric, side, bound, for: held, period, inclusive = false } = watched;
  const wanted = INSIDE_DATAPOINTS + Math.ceil(held / period);
  const points = (metrics[metric] ?? []).slice(-wanted);
  return (
    points.length >= INSIDE_DATAPOINTS &&
    points.every(({ value }) => (value === bound ? !inclusive : side === 'high' ? value < bound : value > bound))
  );
}
