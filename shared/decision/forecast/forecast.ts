import { type Calibrated, FORECASTS, type ForecastName } from '../../policy/index.ts';
import { Demand, Outlook, seasonSeen, type Timing } from '../foresight.ts';
import { figure } from '../words.ts';
import { raised } from './calibration.ts';
import { isSeasonal } from './forecaster.ts';

export interface Sight {
  /** Demand by step, the newest last: {@link LOOK_BACK} seconds of it, or as far as it goes. */
  readonly recent: ArrayLike<number>;
  /** How many of the readings the calibration had not seen. */
  readonly since: number;
}

/** What demand will be when a worker launched now serves, in the unit of the readings. */
export interface Forecast {
  readonly value: number;
  readonly because: string;
}

/** Seconds of readings that a forecast looks at: the hour it compares with. */
export const LOOK_BACK = 3900;

const WORDS: Readonly<Record<ForecastName, string>> = {
  last: 'the latest reading',
  minute: 'the mean of a minute',
  fiveMinutes: 'the mean of five minutes',
  trend: 'the trend of five minutes',
  longTrend: 'the trend of ten minutes',
  season: 'the change of a season ago',
  day: 'a season ago at the level of now',
  learned: 'what was learnt from this metric',
  learnedPeak: 'the peak learnt from this metric',
};

/** By the calibrated forecast, on the newest readings. */
export function forecast(
  { by, raise, weights, before, season }: Calibrated,
  { recent, since }: Sight,
  timing: Timing,
): Forecast {
  const demand = new Demand(recent.length);
  for (let index = 0; index < recent.length; index += 1) demand.add(recent[index] ?? 0);
  const outlook = new Outlook(timing);
  outlook.look(demand, seasonSeen(before, -since, timing), [weights.length > 0 ? weights : null, null]);
  const said = outlook.forecasts[FORECASTS.indexOf(by)] as number;
  // Right after a gap some forecasts have nothing to go by yet.
  const value = raised(said < 0 ? demand.at(0) : said, raise);
  const when = isSeasonal(by) ? ` (season ${figure(season / 3600)} h)` : '';
  return { value, because: `by ${WORDS[by]}${when}, raised by ${figure(100 * (Math.exp(raise) - 1))} %` };
}
