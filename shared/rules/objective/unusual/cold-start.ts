import { horizonOf, stepsIn, type Timing } from '../../forecasting/index.ts';
import { type Rise, risingDemand } from './rise.ts';
import { timesThePeak } from './surprises.ts';

/** The growth to allow for with little history, as a share of the peak per minute. */
const GROWTH_A_MINUTE = 0.15;
const FADES = 1800;
/** The allowance for unknown demand ends below a twentieth of its initial value. */
const ENDS = 20;
/** The group does not scale in before it has this many seconds of history. */
export const LEAST_SEEN = 900;
/** Seconds. A history of this length is never short, however large the group is. */
export const ENOUGH_SEEN = 172_800;
const LATER_RISE: Rise = { beforeSeconds: 900, leastTimes: 1.1, some: 0, goesOn: 0.7, mostTimes: 2 };
/** Without a strategy, the group keeps what it has launched. */
const FIRST_RISE: Rise = { ...LATER_RISE, mostTimes: 1.5 };
/** With more history, in seconds, strategies know how demand rises. */
const FIRST_HOURS = 7200;

/**
 * The lowest capacity with a short history: the highest demand of the last five minutes, plus an allowance for its growth
 * until a worker that is launched now is ready. The allowance falls to a fifth after 45 minutes and to zero within hours.
 */
export function coldStartFloor(peak: number, seenSeconds: number, timing: Timing): number {
  const minutes = (horizonOf(timing) * timing.step) / 60;
  return peak * shareOf(seenSeconds) * (1 + GROWTH_A_MINUTE * minutes * doubtOf(seenSeconds));
}

const doubtOf = (seenSeconds: number): number => (1 + seenSeconds / FADES) ** -2;
const shareOf = (seenSeconds: number): number => Math.min(1, ENDS * doubtOf(seenSeconds));

/**
 * The demand to have workers for with a short history: the peak and its allowance, more while demand rises, and more if
 * demand often surprised in the last hour. `newest`: index of the reading. `peak`: the highest demand of its last
 * `peakSteps`.
 */
export function demandAtStart(
  recent: ArrayLike<number>,
  newest: number,
  { peak, seen, timing }: { readonly peak: number; readonly seen: number; readonly timing: Timing },
): number {
  const floor = coldStartFloor(peak, seen, timing);
  if (seen > FIRST_HOURS) return floor;
  const surprising = peak * timesThePeak(recent, newest, peakSteps(timing), timing);
  const rising = risingDemand(recent, newest, timing, seen < LEAST_SEEN ? FIRST_RISE : LATER_RISE);
  return Math.max(floor, shareOf(seen) * surprising, rising);
}

export const peakSteps = (timing: Timing): number => stepsIn(300, timing);
