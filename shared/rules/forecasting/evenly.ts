import type { Datapoint } from '../../model/index.ts';
import { busyWorkers } from '../common/busy-workers.ts';

/** Where an even grid of readings ends, how far apart its places are (seconds), and how many it has at most. */
export interface Grid {
  readonly newest: number;
  readonly step: number;
  readonly most: number;
}

/**
 * Readings on an even grid, the newest last. A missing reading repeats the one before it: filling in zero would show
 * less than there was, and a count of tasks stays whole.
 */
export const evenly = (points: readonly Datapoint[], grid: Grid): Float64Array =>
  laid(points, grid, (before) => before.value);

/**
 * Readings of demand on an even grid, in busy workers, the newest last; `perWorker`: what keeps one busy. Within a gap,
 * demand rises steadily: otherwise the end of the gap would look like a sudden rise, now and a day later. For demand that
 * is lower afterwards, see {@link fallenTo}.
 */
export function evenDemand(points: readonly Datapoint[], grid: Grid, perWorker: number): Float64Array {
  // Found once a gap, because a gap may have thousands of places.
  let [gap, level] = [0, 0];
  return laid(points, grid, (before, next, at) => {
    const after = points[next] as Datapoint;
    if (next !== gap) {
      gap = next;
      level = after.value < before.value ? fallenTo(before, points, next, grid.newest) : after.value;
    }
    return before.value + ((level - before.value) * (at - before.at)) / (after.at - before.at);
  }).map((value) => busyWorkers(value, perWorker));
}

const SHORT_GAP_MS = 600_000;
const HOUR_MS = 3_600_000;

/**
 * What demand fell to in a long gap: the highest reading of the hour after it. Until this hour is over, demand counts as
 * unchanged: the first readings after an outage may show only a part of it, and the return of the rest is no sudden rise.
 * In a short gap, demand counts as unchanged for good, so what a rule has learned from it stays right.
 */
function fallenTo(before: Datapoint, points: readonly Datapoint[], next: number, newest: number): number {
  const { at } = points[next] as Datapoint;
  const until = at + HOUR_MS;
  if (at - before.at <= SHORT_GAP_MS || newest < until) return before.value;
  let highest = 0;
  for (let each = next; (points[each]?.at ?? Infinity) < until; each += 1) {
    highest = Math.max(highest, (points[each] as Datapoint).value);
  }
  return Math.min(before.value, highest);
}

/** `missing`: the value at a moment without a reading, from the reading before it and the index of the one after it. */
function laid(
  points: readonly Datapoint[],
  { newest, step, most }: Grid,
  missing: (before: Datapoint, next: number, at: number) => number,
): Float64Array {
  const [first] = points;
  if (!first || first.at > newest) return new Float64Array();
  const pace = step * 1000;
  const count = Math.max(1, Math.min(most, Math.round((newest - first.at) / pace) + 1));
  const values = new Float64Array(count);
  // Readings come a little early or late: a place takes the readings that are nearer to it than to the next place.
  const slack = pace / 2;
  let next = 0;
  for (let place = 0; place < count; place += 1) {
    const at = newest - (count - 1 - place) * pace;
    while ((points[next]?.at ?? Infinity) < at + slack && (points[next]?.at ?? Infinity) <= newest) next += 1;
    const before = points[next - 1] ?? first;
    const isMissing = before.at < at - slack && (points[next]?.at ?? Infinity) <= newest;
    values[place] = isMissing ? missing(before, next, at) : before.value;
  }
  return values;
}
