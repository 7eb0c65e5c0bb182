import type { Decision } from '../decision/index.ts';
import type { Policy } from '../policy/index.ts';
import { isWatched } from './bound-alarms.ts';
import type { GroupState, Seen } from './model.ts';

/** How often a quiet group is looked at. Alarms wake it the moment a bound is passed; this is what a lost alarm costs. */
export const QUIET_SECONDS = 300;

/**
 * When the schedule should look at the group again: `now` means on every tick. A group is quiet when its rules are
 * content, nothing holds them back, no worker is on its way in or out, and an alarm would announce every move.
 * Returned unchanged when it says the same as before, so that nothing needs to be written.
 */
export function nextDue(policy: Policy, state: GroupState, decision: Decision, seen: Seen, now: number): number | null {
  const { pending, warming, draining } = seen.workers;
  const isSettled = decision.direction === 'hold' && decision.blockedBy === null && pending + warming + draining === 0;
  const isQuiet = isSettled && decision.proposal !== null && isWatched(policy) && state.proposals.length <= 1;
  const isDue = state.dueAt !== null && state.dueAt <= now;
  if (isQuiet) return isDue || state.dueAt === null ? now + QUIET_SECONDS * 1000 : state.dueAt;
  return isDue ? state.dueAt : now;
}
