import { horizonOf, stepsIn, type Timing } from '../../forecasting/index.ts';
import { SlidingMax } from '../peaks/sliding-max.ts';

const HOUR = 3600;
/** So much of the demand of the last hour may have been lost, besides that of the worst minutes. */
const LOST = 0.005;
const WORST_SECONDS = 300;
const MOST_TIMES = 2;
const HALVINGS = 10;

/**
 * The multiple of the peak of the last steps with which few of the last hour would have been lost, if workers launched for
 * each reading served one horizon later. What happened once doesn't count: the minutes that lost most are left out.
 * `peakSteps`: the steps of a peak. `newest`: index of the newest reading.
 */
export function timesThePeak(recent: ArrayLike<number>, newest: number, peakSteps: number, timing: Timing): number {
  const horizon = horizonOf(timing);
  const first = Math.max(horizon, newest + 1 - stepsIn(HOUR, timing));
  const came = Array.from({ length: Math.max(0, newest + 1 - first) }, (_, index) => recent[first + index] ?? 0);
  const peaks = peaksOf(recent, newest - horizon, peakSteps).slice(first - horizon);
  const allowed = LOST * came.reduce((sum, each) => sum + each, 0);
  const worst = Math.max(stepsIn(WORST_SECONDS, timing), 2 * horizon);
  const isEnough = (times: number): boolean => lossOf(came, peaks, times, worst) <= allowed;
  if (isEnough(1)) return 1;
  let [low, high] = [1, MOST_TIMES];
  for (let each = 0; each < HALVINGS; each += 1) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The highest demand of so many steps, of each step up to the newest one. */
function peaksOf(recent: ArrayLike<number>, newest: number, steps: number): Float64Array {
  const peaks = new Float64Array(Math.max(0, newest + 1));
  const sliding = new SlidingMax(steps, 1);
  const value = new Float64Array(1);
  peaks.forEach((_, index) => {
    value[0] = recent[index] ?? 0;
    sliding.add(value, peaks, index);
  });
  return peaks;
}

/** The demand above so many times the peaks, without the `worst` steps in a row that have most of it. */
function lossOf(came: readonly number[], peaks: ArrayLike<number>, times: number, worst: number): number {
  const lost = came.map((each, index) => Math.max(0, each - times * (peaks[index] as number)));
  let [total, within, most] = [0, 0, 0];
  lost.forEach((each, index) => {
    total += each;
    within += each - (lost[index - worst] ?? 0);
    most = Math.max(most, within);
  });
  return total - most;
}
