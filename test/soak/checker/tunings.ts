import { isDeepStrictEqual } from 'node:util';
import type { GroupState } from '../../../shared/state/index.ts';
import type { Evidence } from './evidence.ts';

/** A result must be younger. An hour passes between tunings, and a lost message is sent again after 80 minutes at most. */
const OLDEST = 3 * 3_600_000;

/**
 * A tuning is the only write that changes results and keeps the revision. It never replaces a newer result, and changes nothing
 * else. An evaluation may replace a result by the one that it has read, because the group is tuned again then.
 */
export const replacedTunings = ({ writes }: Evidence): string[] =>
  writes.flatMap(({ call, group, before, after }) => {
    if (!before || before.revision !== after.revision) return [];
    const [old, found] = [before.decision.tuned, after.decision.tuned];
    if (old === found) return [];
    const faults = Object.keys(old).filter((rule) => (found[rule]?.at ?? 0) < (old[rule]?.at ?? 0));
    return [
      ...faults.map((rule) => `${call} of ${group} replaced a newer tuning of ${rule}`),
      ...(isDeepStrictEqual(untuned(before), untuned(after)) ? [] : [`a tuning of ${group} changed more than results`]),
    ];
  });

const untuned = ({ decision: { tuned: _, ...decision }, ...state }: GroupState) => ({ ...state, decision });

/** What is left to tune for a group. */
export function untunedRules(state: GroupState, isTuned: boolean | undefined, now: number): string[] {
  if (!isTuned) return [];
  const results = Object.values(state.decision.tuned);
  return results.length > 0 && results.every(({ at }) => now - at < OLDEST) ? [] : [`${state.group} is not tuned`];
}
