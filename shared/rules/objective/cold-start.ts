import { horizonOf, stepsIn, type Timing } from '../forecasting/index.ts';

/** How fast demand may grow while little of it is known: this share of the peak for each minute. */
const GROWTH_A_MINUTE = 0.15;
const FADES = 1800;
/** Below a twentieth of its first strength, the allowance for unknown demand ends. */
const ENDS = 20;
/** No scale-in before this many seconds of demand have been seen. */
export const LEAST_SEEN = 900;

/**
 * The least capacity while history is short: the highest demand of the last five minutes, and how much it may grow until
 * a worker launched now serves. The allowance is full at first, a fifth after 45 minutes, and gone within a few hours.
 */
export function coldStartFloor(peak: number, seenSeconds: number, timing: Timing): number {
  const doubt = (1 + seenSeconds / FADES) ** -2;
  const minutes = (horizonOf(timing) * timing.step) / 60;
  return peak * Math.min(1, ENDS * doubt) * (1 + GROWTH_A_MINUTE * minutes * doubt);
}

export const peakSteps = (timing: Timing): number => stepsIn(300, timing);
