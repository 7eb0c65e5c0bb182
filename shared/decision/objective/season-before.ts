import type { DayBefore, Demand } from './demand.ts';
import { stepsIn, type Timing } from './timing.ts';

/** Seconds of the season before that are taken along, to either side: an hour for the level, the longest hold, the horizon. */
const AROUND = 5400;

/** Steps of demand that must be kept to look a season back. */
export const keptFor = (season: number, timing: Timing): number => season + stepsIn(2 * AROUND, timing);

/** Readings nearer than a minute are kept as means of minutes: enough of a season, and short to keep. */
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
  const at = (ago: number) => figures[Math.min(figures.length - 1, indexOf(ago))] ?? 0;
  return {
    has: (ago) => indexOf(ago) >= 0,
    mean: (ago, count) => {
      let sum = 0;
      for (let each = 0; each < count; each += 1) sum += at(ago + each);
      return sum / count;
    },
  };
}

/** A thousandth of a worker is near enough, and short to keep. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Nine digits of a figure, and none of dust: short to keep, and within what DynamoDB takes for a number. */
export const short = (value: number): number => (Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(9)));
