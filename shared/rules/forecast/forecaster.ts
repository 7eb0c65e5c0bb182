import {
  CONTRADICTS,
  Demand,
  exampleWeight,
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
const SEASONAL: readonly ForecastName[] = ['season', 'day', 'learned'];
/** Forecasts without a season are the same for every season: they belong to the first. */
const OF_FIRST: readonly ForecastName[] = ['last', 'minute', 'trend', ...SEASONAL];
/** Those that repeat the season as it was. */
const FOLLOWS_SEASON: readonly ForecastName[] = ['season', 'day'];
/** Seconds for which an answer is used, and some. */
const AHEAD = 4500;

/** What belongs to one season. */
interface OwnSeason {
  readonly seconds: number;
  readonly before: Season;
  readonly outlook: Outlook;
  readonly learned: Regression;
}

/** One way to forecast. */
interface Forecast {
  readonly by: ForecastName;
  readonly season: OwnSeason;
  readonly calibration: Calibration;
}

/** What was forecast at one moment, by forecast, and the inputs by season. */
interface Pending {
  readonly said: Float64Array;
  readonly inputs: readonly Float64Array[];
}

/**
 * Several ways to forecast. Each is raised so that the wanted share of past demand would have been covered; the one with
 * the least recent loss is used. Seasons: a day, a week, and the one written.
 */
export class Forecaster {
  readonly #timing: Timing;
  readonly #demand: Demand;
  readonly #seasons: readonly OwnSeason[];
  readonly #forecasts: readonly Forecast[];
  /** One entry for each step of the horizon, in a ring buffer. */
  readonly #pending: readonly Pending[];

  constructor({ timing, quantile, season }: ForecastOptions) {
    this.#timing = timing;
    const seasons = [...new Set([DAY, WEEK, ...(season === undefined ? [] : [season])])];
    this.#demand = new Demand(keptFor(stepsIn(Math.max(...seasons), timing), timing));
    const kept = stepsIn(DAY, timing);
    const day = new Season(this.#demand, kept, timing);
    this.#seasons = seasons.map((seconds) => ({
      seconds,
      before: seconds === DAY ? day : new Season(this.#demand, stepsIn(seconds, timing), timing, day),
      outlook: new Outlook(timing),
      learned: new Regression(INPUTS, LEVEL_INPUT, timing.step),
    }));
    this.#forecasts = this.#seasons.flatMap((own, index) =>
      (index === 0 ? OF_FIRST : SEASONAL).map(
        (by): Forecast => ({ by, season: own, calibration: new Calibration(quantile, kept) }),
      ),
    );
    this.#pending = Array.from({ length: horizonOf(timing) }, () => ({
      said: new Float64Array(this.#forecasts.length),
      inputs: seasons.map(() => new Float64Array(INPUTS)),
    }));
  }

  add(value: number): void {
    const demand = this.#demand;
    demand.add(value);
    // The forecasts of a horizon ago were for this step. Afterwards, their places store the new ones.
    const pending = this.#pending[demand.length % this.#pending.length] as Pending;
    if (demand.length > this.#pending.length) this.#settle(value, pending);
    this.#seasons.forEach(({ before, outlook, learned }, index) => {
      before.add();
      outlook.look(demand, before.before(), [learned.weights, null]);
      pending.inputs[index]?.set(outlook.inputs);
    });
    this.#forecasts.forEach(({ by, season: { outlook } }, index) => {
      pending.said[index] = outlook.forecasts[FORECASTS.indexOf(by)] as number;
    });
  }

  /** The one that was best lately, for the forecasts of the next hour; null as long as none is calibrated. */
  calibrated(): Calibrated | null {
    const rising = this.#rising();
    const [best] = this.#forecasts
      .filter(({ calibration }) => calibration.raise !== undefined)
      .filter(({ season, by }) => rising === null || (season === rising && FOLLOWS_SEASON.includes(by)))
      .sort((one, other) => one.calibration.loss - other.calibration.loss);
    if (!best) return null;
    const { by, season, calibration } = best;
    return {
      by,
      season: season.seconds,
      raise: calibration.raise ?? 0,
      weights: by === 'learned' ? Array.from(season.learned.weights, short) : [],
      before: SEASONAL.includes(by) ? season.before.stored() : [],
      seen: this.#demand.length * this.#timing.step,
    };
  }

  /**
   * The season in which demand soon rises far, as it did more than once; null if there is none. Recent losses do not show
   * that such a season is the better forecast: they compare hours in which nothing of the kind happened.
   */
  #rising(): OwnSeason | null {
    const rises = this.#seasons.map(({ before }) => before.rise(AHEAD));
    const highest = Math.max(...rises);
    return highest < CONTRADICTS ? null : (this.#seasons[rises.indexOf(highest)] ?? null);
  }

  #settle(came: number, { said, inputs }: Pending): void {
    this.#forecasts.forEach(({ calibration }, index) => {
      const own = said[index] as number;
      if (own >= 0) calibration.add(own, came);
    });
    this.#seasons.forEach(({ learned }, index) => {
      const own = inputs[index] as Float64Array;
      learned.learn(own, came, exampleWeight(own));
    });
  }
}
