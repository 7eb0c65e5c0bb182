import type { Datapoint } from '../../model/index.ts';

/** Where an even grid of readings ends, how far apart its places are (seconds), and how many it has at most. */
export interface Grid {
  readonly newest: number;
  readonly step: number;
  readonly most: number;
}

/**
 * Readings on an even grid, the newest last. A missing reading repeats the one before it: filling in zero would show
 * less demand than there was.
 */
export function evenly(points: readonly Datapoint[], { newest, step, most }: Grid): Float64Array {
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
    values[place] = (points[next - 1] ?? first).value;
  }
  return values;
}
