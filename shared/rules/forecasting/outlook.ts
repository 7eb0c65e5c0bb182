import type { DayBefore, Demand } from './demand.ts';
import { FORECASTS } from './names.ts';
import { weighted } from './regression.ts';
import { horizonOf, stepsIn, type Timing } from './timing.ts';

const LEARNED = FORECASTS.indexOf('learned');

/** Windows whose highest demand a headroom strategy may use, in seconds. */
export const WINDOWS = [15, 60, 300, 900] as const;

export const INPUTS = 10;
/** The mean of the last minute, among the inputs. */
export const LEVEL_INPUT = 2;
/** Kinds of moments: demand falls, is level or rises; and is low, usual or high for the hour. */
export const STATES = 9;
/** What `learnedPeak` looks at, seconds. */
export const PEAK_SECONDS = 60;
/** Added to both sides of a ratio, so that very low demand gives no extreme ratio. */
const FEW = 0.3;
const SOME = 0.5;
/** The learned forecast is limited to this multiple of the peak of the last 15 minutes. */
const MOST_TIMES = 3;
const HOUR = 3600;
const LEAST_HISTORY = 1200;

/** The forecasts and inputs at one moment. One object is reused for all steps. */
export class Outlook {
  /** By {@link FORECASTS}, below 0 where there is none yet. */
  readonly forecasts = new Float64Array(FORECASTS.length);
  /** By {@link WINDOWS}. */
  readonly peaks = new Float64Array(WINDOWS.length);
  readonly inputs = new Float64Array(INPUTS);
  state = 0;
  readonly #timing: Timing;
  readonly #horizon: number;

  constructor(timing: Timing) {
    this.#timing = timing;
    this.#horizon = horizonOf(timing);
  }

  /** `weights`: of `learned` and `learnedPeak`; without one, that forecast is missing. */
  look(
    demand: Demand,
    dayBefore: DayBefore | null,
    weights: readonly [ArrayLike<number> | null, ArrayLike<number> | null],
  ): void {
    const { forecasts, inputs, peaks } = this;
    const steps = (seconds: number) => stepsIn(seconds, this.#timing);
    const minute = steps(60);
    WINDOWS.forEach((seconds, index) => {
      peaks[index] = demand.max(steps(seconds));
    });
    const last = demand.at(0);
    const level = demand.mean(0, minute);
    const recent = demand.mean(0, steps(300));
    const hour = demand.mean(0, steps(HOUR));
    forecasts[0] = last;
    forecasts[1] = level;
    forecasts[2] = this.#trend(demand, steps(300));
    this.#seasonal(dayBefore, level, hour);
    const seasonal = forecasts[3] as number;
    const before = (ago: number, count: number) =>
      demand.length > ago ? demand.mean(ago, count) : demand.at(Math.max(0, demand.length - 1));
    inputs[0] = 1;
    inputs[1] = last;
    inputs[LEVEL_INPUT] = level;
    inputs[3] = before(minute, minute);
    inputs[4] = before(2 * minute, minute);
    inputs[5] = before(3 * minute, minute);
    inputs[6] = before(5 * minute, 2 * minute);
    inputs[7] = recent;
    inputs[8] = hour;
    inputs[9] = seasonal >= 0 ? seasonal : recent;
    const most = MOST_TIMES * (peaks[3] as number) + 1;
    const isKnown = demand.length > steps(LEAST_HISTORY);
    weights.forEach((each, index) => {
      forecasts[LEARNED + index] = each && isKnown ? Math.max(0, Math.min(most, weighted(each, inputs))) : -1;
    });
    const slope = (level + SOME) / (recent + SOME);
    const height = (level + SOME) / (hour + SOME);
    this.state = third(slope, 0.95, 1.05) * 3 + third(height, 0.8, 1.25);
  }

  #trend(demand: Demand, count: number): number {
    const known = Math.min(demand.length, Math.max(3, count));
    return Math.max(0, demand.mean(0, known) + demand.slope(known) * ((known - 1) / 2 + this.#horizon));
  }

  /** As yesterday: the change from now on, and the level relative to the hour. */
  #seasonal(dayBefore: DayBefore | null, level: number, hour: number): void {
    const steps = (seconds: number) => stepsIn(seconds, this.#timing);
    const minute = steps(60);
    this.forecasts[3] = -1;
    this.forecasts[4] = -1;
    if (!dayBefore?.has(steps(HOUR))) return;
    const then = dayBefore.mean(-this.#horizon - minute, 2 * minute + 1);
    this.forecasts[3] = (level * (then + FEW)) / (dayBefore.mean(0, 2 * minute + 1) + FEW);
    this.forecasts[4] = (then * (hour + FEW)) / (dayBefore.mean(0, steps(HOUR)) + FEW);
  }
}

/** How much an example counts for a regression: errors of random demand grow with its square root. */
export const exampleWeight = (inputs: Float64Array): number => 1 / ((inputs[LEVEL_INPUT] as number) + SOME);

const third = (ratio: number, low: number, high: number): number => (ratio < low ? 0 : ratio > high ? 2 : 1);
