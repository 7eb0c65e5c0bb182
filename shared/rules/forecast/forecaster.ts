import {
  Demand,
  FORECASTS,
  type ForecastName,
  horizonOf,
  INPUTS,
  keptFor,
  LEVEL_INPUT,
  Outlook,
  Regression,
  seasonBefore,
  shifted,
  short,
  stepsIn,
  type Timing,
} from '../forecasting/index.ts';
import { Calibration } from './calibration.ts';
import type { Calibrated } from './learned.ts';

export interface ForecastOptions {
  readonly timing: Timing;
  /** The share of moments in which demand is to be at most what was forecast. */
  readonly quantile: number;
  /** Seconds after which demand is alike, besides a day and a week. */
  readonly season?: number | undefined;
}

const DAY = 86_400;
const WEEK = 7 * DAY;
const EACH = FORECASTS.length;
/** The peak of two minutes is for batches of launches; a forecast is of a moment. */
const LEFT_OUT: readonly ForecastName[] = ['learnedPeak'];
const SEASONAL: readonly ForecastName[] = ['season', 'day', 'learned'];
const isSeasonal = (by: ForecastName): boolean => SEASONAL.includes(by);

/**
 * Several ways to forecast. Each is raised so that the wanted share of past demand would have been covered; the one with
 * the least recent loss is used. Seasons: a day, a week, and the one written.
 */
export class Forecaster {
  readonly #timing: Timing;
  readonly #horizon: number;
  readonly #seasons: readonly number[];
  readonly #seasonSteps: readonly number[];
  readonly #demand: Demand;
  readonly #outlooks: readonly Outlook[];
  readonly #learned: readonly Regression[];
  readonly #calibrations: readonly Calibration[];
  /** What was said of the steps to come, and on which inputs, round a ring. */
  readonly #said: readonly Float64Array[];
  readonly #inputs: readonly Float64Array[];

  constructor({ timing, quantile, season }: ForecastOptions) {
    this.#timing = timing;
    this.#horizon = horizonOf(timing);
    this.#seasons = [...new Set([DAY, WEEK, ...(season === undefined ? [] : [season])])];
    this.#seasonSteps = this.#seasons.map((each) => stepsIn(each, timing));
    const longest = Math.max(...this.#seasonSteps);
    this.#demand = new Demand(keptFor(longest, timing));
    this.#outlooks = this.#seasons.map(() => new Outlook(timing));
    this.#learned = this.#seasons.map(() => new Regression(INPUTS, LEVEL_INPUT, timing.step));
    const kept = stepsIn(DAY, timing);
    const count = EACH * this.#seasons.length;
    this.#calibrations = Array.from({ length: count }, () => new Calibration(quantile, kept));
    this.#said = Array.from({ length: this.#horizon + 1 }, () => new Float64Array(count).fill(-1));
    this.#inputs = Array.from({ length: this.#horizon + 1 }, () => new Float64Array(INPUTS * this.#seasons.length));
  }

  add(value: number): void {
    const demand = this.#demand;
    demand.add(value);
    // The oldest place of the rings is that of the step which has now come, and is then the newest.
    const slot = demand.length % this.#said.length;
    const said = this.#said[slot] as Float64Array;
    const inputs = this.#inputs[slot] as Float64Array;
    if (demand.length > this.#horizon) this.#settle(value, said, inputs);
    this.#outlooks.forEach((outlook, index) => {
      const dayBefore = shifted(demand, this.#seasonSteps[index] as number);
      outlook.look(demand, dayBefore, [(this.#learned[index] as Regression).weights, null]);
      FORECASTS.forEach((name, each) => {
        // Forecasts without a season are the same for every season: one is enough.
        const isOwn = !LEFT_OUT.includes(name) && (index === 0 || isSeasonal(name));
        said[index * EACH + each] = isOwn ? (outlook.forecasts[each] as number) : -1;
      });
      inputs.set(outlook.inputs, index * INPUTS);
    });
  }

  /** The one that was best lately, for the forecasts of the next hour; null as long as none is calibrated. */
  calibrated(): Calibrated | null {
    const demand = this.#demand;
    const said = this.#said[demand.length % this.#said.length] as Float64Array;
    let best = -1;
    this.#calibrations.forEach((each, index) => {
      if (demand.length === 0 || (said[index] as number) < 0 || each.raise === undefined) return;
      if (best < 0 || each.loss < (this.#calibrations[best] as Calibration).loss) best = index;
    });
    if (best < 0) return null;
    const season = Math.floor(best / EACH);
    const by = FORECASTS[best % EACH] as ForecastName;
    return {
      by,
      season: this.#seasons[season] as number,
      raise: this.#calibrations[best]?.raise ?? 0,
      weights: by === 'learned' ? Array.from(this.#learned[season]?.weights ?? [], short) : [],
      before: isSeasonal(by) ? seasonBefore(demand, this.#seasonSteps[season] as number, this.#timing) : [],
      seen: demand.length * this.#timing.step,
    };
  }

  #settle(came: number, said: Float64Array, inputs: Float64Array): void {
    this.#calibrations.forEach((each, index) => {
      if ((said[index] as number) >= 0) each.add(said[index] as number, came);
    });
    this.#learned.forEach((each, index) => {
      const own = inputs.subarray(index * INPUTS, (index + 1) * INPUTS);
      each.learn(own, came, 1 / ((own[LEVEL_INPUT] as number) + 0.5));
    });
  }
}
