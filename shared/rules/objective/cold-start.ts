import { horizonOf, stepsIn, type Timing } from '../forecasting/index.ts';

/** The growth to allow for with little history, as a share of the peak per minute. */
const GROWTH_A_MINUTE = 0.15;
const FADES = 1800;
/** The allowance for unknown demand ends below a twentieth of its initial value. */
const ENDS = 20;
/** The group does not scale in before it has this many seconds of history. */
export const LEAST_SEEN = 900;

/**
 * The lowest capacity with a short history: the highest demand of the last five minutes, plus an allowance for its growth
 * until a worker that is launched now is ready. The allowance falls to a fifth after 45 minutes and to zero within hours.
 */
export function coldStartFloor(peak: number, seenSeconds: number, timing: Timing): number {
  const doubt = (1 + seenSeconds / FADES) ** -2;
  const minutes = (horizonOf(timing) * timing.step) / 60;
  return peak * Math.min(1, ENDS * doubt) * (1 + GROWTH_A_MINUTE * minutes * doubt);
}

export const peakSteps = (timing: Timing): number => stepsIn(300, timing);
