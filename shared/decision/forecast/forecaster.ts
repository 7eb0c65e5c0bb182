import {
  Demand,
  FORECASTS,
  type ForecastName,
  horizonOf,
  INPUTS,
  LEVEL_INPUT,
  Outlook,
  Regression,
  shifted,
  stepsIn,
  type Timing,
} from '../foresight.ts';
import { Calibration, raised } from './calibration.ts';

export interface ForecastOptions {
  readonly timing: Timing;
  /** The share of moments in which demand is to be at most what was forecast. */
  readonly quantile: number;
  /** Seconds after which demand is alike, besides a day and a week. */
  readonly season?: number | undefined;
}

/** What demand will be when a worker launched now serves, in the same unit as the history. */
export interface Forecast {
  readonly value: number;
  /** The forecast that was best lately, and of which season if it is a seasonal one. */
  readonly by: ForecastName;
  readonly season: number;
  readonly because: string;
}

const DAY = 86_400;
const WEEK = 7 * DAY;
const HOUR_AND_MORE = 4200;
const EACH = FORECASTS.length;
/** Until a forecast is calibrated: half as much again as the last five minutes' peak. */
const UNKNOWN = 1.5;
/** The peak of two minutes is for batches of launches; a forecast is of a moment. */
const LEFT_OUT: readonly ForecastName[] = ['learnedPeak'];
const SEASONAL: readonly ForecastName[] = ['season', 'day', 'learned'];

/**
 * Several ways to forecast, each raised so that the wanted share of its past misses would have been covered; the one with
 * the least loss lately speaks. Seasons: a day, a week, and the one written.
 */
export class Forecaster {
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
    this.#horizon = horizonOf(timing);
    this.#seasons = [...new Set([DAY, WEEK, ...(season === undefined ? [] : [season])])];
    this.#seasonSteps = this.#seasons.map((each) => stepsIn(each, timing));
    const longest = Math.max(...this.#seasonSteps);
    this.#demand = new Demand(longest + stepsIn(HOUR_AND_MORE, timing));
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
        // What looks at no season says the same in each of them: once is enough.
        const isOwn = !LEFT_OUT.includes(name) && (index === 0 || SEASONAL.includes(name));
        said[index * EACH + each] = isOwn ? (outlook.forecasts[each] as number) : -1;
      });
      inputs.set(outlook.inputs, index * INPUTS);
    });
  }

  /** Undefined before anything was seen. */
  forecast(): Forecast | undefined {
    const demand = this.#demand;
    if (demand.length === 0) return undefined;
    const said = this.#said[demand.length % this.#said.length] as Float64Array;
    let best = -1;
    this.#calibrations.forEach((each, index) => {
      if ((said[index] as number) < 0 || each.raise === undefined) return;
      if (best < 0 || each.loss < (this.#calibrations[best] as Calibration).loss) best = index;
    });
    if (best < 0) {
      const value = UNKNOWN * demand.max(5);
      return {
        value,
        by: 'last',
        season: DAY,
        because: 'no forecast is calibrated yet: half as much again as the peak',
      };
    }
    const raise = this.#calibrations[best]?.raise ?? 0;
    const value = raised(said[best] as number, raise);
    const by = FORECASTS[best % EACH] as ForecastName;
    const season = this.#seasons[Math.floor(best / EACH)] as number;
    return { value, by, season, because: `forecast by ${by}${SEASONAL.includes(by) ? ` of ${season} s` : ''}` };
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

/** The forecast after a history, the oldest first. */
export function forecast(history: Iterable<number>, options: ForecastOptions): Forecast | undefined {
  const forecaster = new Forecaster(options);
  for (const value of history) forecaster.add(value);
  return forecaster.forecast();
}
