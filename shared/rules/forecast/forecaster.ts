import {
  CONTRADICTS,
  Demand,
  FORECASTS,
  type ForecastName,
  horizonOf,
  INPUTS,
  keptFor,
  LEVEL_INPUT,
  Outlook,
  Regression,
  Season,
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
/** Those that repeat the season as it was. */
const FOLLOWS_SEASON: readonly ForecastName[] = ['season', 'day'];
/** Seconds for which an answer is used, and some. */
const AHEAD = 4500;
const isSeasonal = (by: ForecastName): boolean => SEASONAL.includes(by);

/**
 * Several ways to forecast. Each is raised so that the wanted share of past demand would have been covered; the one with
 * the least recent loss is used. Seasons: a day, a week, and the one written.
 */
export class Forecaster {
  readonly #timing: Timing;
  readonly #horizon: number;
  readonly #seasons: readonly number[];
  readonly #before: readonly Season[];
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
    this.#demand = new Demand(keptFor(stepsIn(Math.max(...this.#seasons), timing), timing));
    const day = new Season(this.#demand, stepsIn(DAY, timing), timing);
    this.#before = this.#seasons.map((each) =>
      each === DAY ? day : new Season(this.#demand, stepsIn(each, timing), timing, each > DAY ? day : undefined),
    );
    this.#outlooks = this.#seasons.map(() => new Outlook(timing));
    this.#learned = this.#seasons.map(() => new Regression(INPUTS, LEVEL_INPUT, timing.step));
    const kept = stepsIn(DAY, timing);
    const count = EACH * this.#seasons.length;
    this.#calibrations = Array.from({ length: count }, () => new Calibration(quantile, kept));
    this.#said = Array.from({ length: this.#horizon }, () => new Float64Array(count));
    this.#inputs = Array.from({ length: this.#horizon }, () => new Float64Array(INPUTS * this.#seasons.length));
  }

  add(value: number): void {
    const demand = this.#demand;
    demand.add(value);
    // The forecasts of a horizon ago were for this step. Afterwards, their places store the new ones.
    const slot = demand.length % this.#said.length;
    const said = this.#said[slot] as Float64Array;
    const inputs = this.#inputs[slot] as Float64Array;
    if (demand.length > this.#horizon) this.#settle(value, said, inputs);
    this.#outlooks.forEach((outlook, index) => {
      const season = this.#before[index] as Season;
      season.add();
      outlook.look(demand, season.before(), [(this.#learned[index] as Regression).weights, null]);
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
    const rising = this.#rising();
    let best = -1;
    this.#calibrations.forEach((each, index) => {
      if (demand.length === 0 || (said[index] as number) < 0 || each.raise === undefined) return;
      if (rising >= 0 && !this.#isOfSeason(index, rising)) return;
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
      before: isSeasonal(by) ? (this.#before[season]?.stored() ?? []) : [],
      seen: demand.length * this.#timing.step,
    };
  }

  /**
   * The season in which demand soon rises far, as it did more than once; below 0 if there is none. Recent losses do not show
   * that such a season is the better forecast: they compare hours in which nothing of the kind happened.
   */
  #rising(): number {
    const rises = this.#before.map((season) => season.rise(AHEAD));
    const highest = Math.max(...rises);
    return highest < CONTRADICTS ? -1 : rises.indexOf(highest);
  }

  #isOfSeason(calibration: number, season: number): boolean {
    return (
      Math.floor(calibration / EACH) === season &&
      FOLLOWS_SEASON.includes(FORECASTS[calibration % EACH] as ForecastName)
    );
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
