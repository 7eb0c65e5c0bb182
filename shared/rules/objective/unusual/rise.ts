import { horizonOf, stepsIn, type Timing } from '../../forecasting/index.ts';
import { highestOf } from '../peaks/highest.ts';

const MINUTE = 60;

export interface Rise {
  /** A reading is compared with the highest of so many seconds, which ended a minute before. */
  readonly beforeSeconds: number;
  /** Up to so many times that, and so many workers, is noise. */
  readonly leastTimes: number;
  readonly some: number;
  /** So much of the rise within a minute is expected in each minute until new workers serve. */
  readonly goesOn: number;
  /** At most so many times the reading is expected. */
  readonly mostTimes: number;
}

/** The demand that is expected when workers launched now serve, while it rises above that before; 0 otherwise. */
export function risingDemand(
  recent: ArrayLike<number>,
  newest: number,
  timing: Timing,
  { beforeSeconds, leastTimes, some, goesOn, mostTimes }: Rise,
): number {
  const now = recent[newest] ?? 0;
  const ago = Math.min(newest, stepsIn(MINUTE, timing));
  const isNoise = (before: number): boolean => now <= leastTimes * before + some;
  // This is nearly always so, and needs no search.
  if (isNoise(recent[newest - ago] ?? 0)) return 0;
  const before = highestOf(recent, newest - ago, stepsIn(beforeSeconds, timing));
  if (isNoise(before)) return 0;
  return Math.min(mostTimes * now, now + furtherRise(now - before, ago, goesOn, timing));
}

/** How much more is expected when workers launched now serve, if a share of a rise within so many steps goes on. */
export const furtherRise = (rise: number, steps: number, goesOn: number, timing: Timing): number =>
  (goesOn * Math.max(0, rise) * horizonOf(timing)) / Math.max(1, steps);
