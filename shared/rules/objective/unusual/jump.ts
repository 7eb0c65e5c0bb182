import { horizonOf, stepsIn, type Timing } from '../../forecasting/index.ts';
import { scaleOf } from '../strategies/spread.ts';

const MINUTE = 60;
const BEFORE_SECONDS = 300;
/** A jump that is so many times as large as the largest of the day before is of a kind that no strategy was chosen for. */
const BEYOND = 1.5;
const MOST_TIMES = 3;
/** With less history, nothing is known to be unusual. */
const LEAST_SEEN = 7200;

/**
 * How far a reading is above the highest of five minutes that ended a minute before. `size`: relative to random noise.
 * `collapsed`: the demand before a collapse that is not over, or has just ended; a return to it is no jump.
 */
export function jumpOf(
  at: (ago: number) => number,
  collapsed: number,
  timing: Timing,
): { readonly by: number; readonly size: number } {
  const minute = stepsIn(MINUTE, timing);
  const end = minute + stepsIn(BEFORE_SECONDS, timing);
  let before = collapsed;
  for (let ago = minute; ago < end; ago += 1) before = Math.max(before, at(ago));
  const by = Math.max(0, at(0) - before);
  return { by, size: by / scaleOf(before) };
}

/** The steps that {@link jumpOf} needs, besides the newest. */
export const jumpSteps = (timing: Timing): number => stepsIn(MINUTE, timing) + stepsIn(BEFORE_SECONDS, timing) - 1;

/**
 * The demand that is expected when workers launched now serve, if it jumped as never in the day before; 0 otherwise. It
 * assumes a steady rise that began within the last minute, or step: a mean over it then shows half of what came in it.
 * `steepest`: the size of the largest jump of that day, where known. `collapsed`: see {@link jumpOf}.
 */
export function jumpingDemand(
  recent: ArrayLike<number>,
  newest: number,
  {
    steepest,
    collapsed,
    seen,
    timing,
  }: {
    readonly steepest: number | undefined;
    readonly collapsed: number;
    readonly seen: number;
    readonly timing: Timing;
  },
): number {
  if (steepest === undefined || seen < LEAST_SEEN || newest < jumpSteps(timing)) return 0;
  const { by, size } = jumpOf((ago) => recent[newest - ago] ?? 0, collapsed, timing);
  if (size <= BEYOND * steepest) return 0;
  const now = recent[newest] ?? 0;
  return Math.min(MOST_TIMES * now, now + (by * horizonOf(timing)) / (stepsIn(MINUTE, timing) - 0.5));
}
