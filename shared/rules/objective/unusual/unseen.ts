import { stepsIn, type Timing } from '../../forecasting/index.ts';
import { furtherRise, type Rise, risingDemand } from './rise.ts';

/** What is compared with the demand of the day before ends so many seconds ago: a crowd does not announce itself. */
export const RECENT_SECONDS = 1800;
/** With less history, nothing is known to be unusual. */
const LEAST_SEEN = 7200;
/** Demand beyond so many times the highest of the day before is of a kind that no strategy was chosen for. */
const BEYOND = 1.25;
const SOME = 1;
const MINUTE = 60;
/** So much of the rise of the last minute is expected to go on until new workers serve. */
const GOES_ON = 0.5;
const MOST_TIMES = 2;
const OF_AN_HOUR: Rise = {
  beforeSeconds: 3600,
  leastTimes: BEYOND,
  some: SOME,
  goesOn: GOES_ON,
  mostTimes: MOST_TIMES,
};

/**
 * The lowest demand to have workers for while demand is higher than it was for a day: its peak of the last five minutes,
 * and more while it rises; 0 otherwise. Strategies are chosen on the past, and may take such a rise for a short spike.
 * `highest`: of the day before the last half hour, where known. `seen`: seconds of history. `newest`: index of the reading.
 */
export function unseenDemand(
  recent: ArrayLike<number>,
  peak: number,
  { highest, seen, timing }: { readonly highest: number | undefined; readonly seen: number; readonly timing: Timing },
  newest = recent.length - 1,
): number {
  if (highest === undefined || seen < LEAST_SEEN) return 0;
  const isUsual = (known: number): boolean => peak <= BEYOND * known + SOME;
  // This is nearly always so. An evaluation asks for every reading since the tuning, so it does not search the readings first.
  if (isUsual(highest)) return 0;
  const last = newest + 1 - stepsIn(RECENT_SECONDS, timing);
  for (let index = 0; index < last; index += 1) if (isUsual(recent[index] ?? 0)) return 0;
  const minute = stepsIn(MINUTE, timing);
  const [now, before] = [recent[newest] ?? 0, recent[newest - minute] ?? 0];
  return Math.min(MOST_TIMES * peak, peak + furtherRise(now - before, minute, GOES_ON, timing));
}

/**
 * The demand that is expected while it rises above all of the last hour, even if it was as high within the day; 0 otherwise.
 * A crowd at night is lower than a usual noon.
 */
export const steepDemand = (recent: ArrayLike<number>, newest: number, seen: number, timing: Timing): number =>
  seen < LEAST_SEEN ? 0 : risingDemand(recent, newest, timing, OF_AN_HOUR);
