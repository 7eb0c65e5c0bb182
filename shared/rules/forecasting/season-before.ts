import type { DayBefore, Demand } from './demand.ts';
import { horizonOf, stepsIn, type Timing } from './timing.ts';

/** Seconds of the season before that are kept on both sides of the moment: for the level, the longest hold and the horizon. */
const AROUND = 5400;

/** Steps of demand that must be kept to look a season back. */
export const keptFor = (season: number, timing: Timing): number => season + stepsIn(2 * AROUND, timing);

/** Readings less than a minute apart are kept as means of minutes, which is precise enough and short. */
const strideOf = (timing: Timing): number => stepsIn(60, timing);

/** Demand a season (in steps) before the newest reading and around it, the oldest first; empty where it is not known. */
export function seasonBefore(demand: Demand, season: number, timing: Timing): number[] {
  const stride = strideOf(timing);
  const around = Math.floor(stepsIn(AROUND, timing) / stride);
  if (!demand.has(season + (around + 1) * stride)) return [];
  return Array.from({ length: 2 * around + 1 }, (_, index) =>
    rounded(demand.mean(season + (around - index) * stride, stride)),
  );
}

/** As it was seen `before` steps before its newest reading; below 0 is after. Null where there is none. */
export function seasonSeen(figures: readonly number[], before: number, timing: Timing): DayBefore | null {
  if (figures.length === 0) return null;
  const stride = strideOf(timing);
  const newest = (figures.length - 1) / 2;
  const indexOf = (ago: number) => newest - Math.floor((before + ago) / stride);
  // If it was learned long ago, the kept season does not reach as far ahead as the horizon.
  if (indexOf(-(horizonOf(timing) + 2 * stepsIn(60, timing))) >= figures.length) return null;
  const sums = sumsOf(figures);
  // Of all steps from the furthest ahead up to this one: whole minutes, and a part of the next.
  const upTo = (ago: number) => {
    const steps = Math.max(0, before + ago + newest * stride);
    const whole = Math.min(figures.length, Math.floor(steps / stride));
    return stride * (sums[whole] as number) + (steps - whole * stride) * (figures[figures.length - 1 - whole] ?? 0);
  };
  return { has: (ago) => indexOf(ago) >= 0, mean: (ago, count) => (upTo(ago + count) - upTo(ago)) / count };
}

/** Sums of the figures from the newest on, so that a mean costs the same however long. Kept as long as the figures are. */
function sumsOf(figures: readonly number[]): Float64Array {
  const known = SUMS.get(figures);
  if (known) return known;
  const sums = new Float64Array(figures.length + 1);
  for (let each = 0; each < figures.length; each += 1) {
    sums[each + 1] = (sums[each] as number) + (figures[figures.length - 1 - each] as number);
  }
  SUMS.set(figures, sums);
  return sums;
}
const SUMS = new WeakMap<readonly number[], Float64Array>();

/** Rounded to a thousandth of a worker, which is precise enough and short. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Nine digits; tiny values become 0. Short, and within the range of numbers in DynamoDB. */
export const short = (value: number): number => (Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(9)));
