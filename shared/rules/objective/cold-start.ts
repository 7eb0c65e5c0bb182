import { horizonOf, stepsIn, type Timing } from '../forecasting/index.ts';

/** A group about which little is known grows by so much a minute, for all one can tell. */
const GROWTH_A_MINUTE = 0.15;
const FADES = 1800;
/** Below a twentieth of its first strength the doubt says nothing more. */
const ENDS = 20;
/** Nothing shrinks before so many seconds were seen. */
export const LEAST_SEEN = 900;

/**
 * The least capacity while history is short: the highest demand of the last five minutes, and what it could grow by until
 * a worker launched now serves. Full at first, a fifth after three quarters of an hour, gone within a few hours.
 */
export function coldStartFloor(peak: number, seenSeconds: number, timing: Timing): number {
  const doubt = (1 + seenSeconds / FADES) ** -2;
  const minutes = (horizonOf(timing) * timing.step) / 60;
  return peak * Math.min(1, ENDS * doubt) * (1 + GROWTH_A_MINUTE * minutes * doubt);
}

export const peakSteps = (timing: Timing): number => stepsIn(300, timing);
