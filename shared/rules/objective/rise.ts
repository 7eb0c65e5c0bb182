import { horizonOf, stepsIn, type Timing } from '../forecasting/index.ts';
import { highestOf } from './highest.ts';

const MINUTE = 60;
/** A reading is compared with the highest of so many seconds, which ended a minute before. */
const BEFORE = 900;
/** Less is noise. */
const LEAST_TIMES = 1.1;
/** So much of the rise within a minute is expected in each minute until new workers serve. */
const GOES_ON = 0.7;

/**
 * The demand that is expected when workers launched now serve, while the newest reading is above all of the last quarter
 * of an hour; 0 otherwise. `newest`: its index. `mostTimes`: at most so many times the reading.
 */
export function risingDemand(recent: ArrayLike<number>, newest: number, timing: Timing, mostTimes: number): number {
  const minute = stepsIn(MINUTE, timing);
  const now = recent[newest] ?? 0;
  const ago = Math.min(newest, minute);
  const before = highestOf(recent, newest - ago, stepsIn(BEFORE, timing));
  if (now <= LEAST_TIMES * before) return 0;
  return Math.min(mostTimes * now, now + (GOES_ON * (now - before) * horizonOf(timing)) / Math.max(1, ago));
}
