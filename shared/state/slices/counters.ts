import { amount, fields, list, mapOf, number, optional, type Shaped } from '../shape.ts';
import { slice } from '../slice.ts';
import { readyTimes } from './ready-times.ts';

/** Upper bounds of the durations that are counted, in seconds; the last count is of those beyond. */
export const DURATION_BOUNDS = [15, 30, 60, 120, 180, 300, 600, 1200] as const;

const count = amount;
const durations = fields({
  /** How many were within each bound and beyond the one before. */
  counts: list(count),
  sum: number,
});
export type Durations = Shaped<typeof durations>;

const counts = mapOf(count);

/**
 * What has happened to the group since its state exists; every number only grows. Written together with what is counted,
 * so that counting costs no write.
 */
export const countersSlice = slice({
  name: 'counters',
  /** Version 2 added `readyTimes` and `renewed`. */
  schemaVersion: 2,
  shape: fields({
    /** Finished activities, by `<launch or remove> <status>`. */
    activities: counts,
    /** Errors of launches, by their code. */
    launchFailures: counts,
    launched: count,
    terminated: count,
    /** Workers that were replaced because they were unhealthy. */
    replaced: count,
    /** Workers that were replaced by a rollout, or because of their age. */
    renewed: optional(count),
    /** From the launch of a worker to the evaluation that first saw it ready. */
    launchToReady: durations,
    /** The same, from the moment at which the rules began to ask for more. */
    breachToReady: durations,
    /** `launchToReady` of the latest launches, by instance type. Unlike the others, it forgets. */
    readyTimes: optional(readyTimes),
  }),
  empty: {
    activities: {},
    launchFailures: {},
    launched: 0,
    terminated: 0,
    replaced: 0,
    launchToReady: { counts: [], sum: 0 },
    breachToReady: { counts: [], sum: 0 },
  },
});

export type Counters = Shaped<typeof countersSlice.shape>;

/** Codes beyond so many are counted as `other`, so that item and labels stay bounded. */
const MOST_CODES = 20;

/** Counts more of a name. */
export function counted(counts: Counters['activities'], name: string, more = 1): Counters['activities'] {
  const known = name in counts || Object.keys(counts).length < MOST_CODES ? name : 'other';
  return { ...counts, [known]: (counts[known] ?? 0) + more };
}

/** Counts durations; the same object if there are none. */
export function withDurations(before: Durations, seconds: readonly number[]): Durations {
  if (seconds.length === 0) return before;
  const counts = [...DURATION_BOUNDS, Number.POSITIVE_INFINITY].map((_, index) => before.counts[index] ?? 0);
  for (const each of seconds) {
    const index = DURATION_BOUNDS.findIndex((bound) => each <= bound);
    const at = index < 0 ? DURATION_BOUNDS.length : index;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { counts, sum: before.sum + seconds.reduce((sum, each) => sum + each, 0) };
}
