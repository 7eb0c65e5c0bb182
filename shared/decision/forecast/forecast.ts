import { type Calibrated, FORECASTS, type ForecastName } from '../../policy/index.ts';
import { Demand, Outlook, seasonSeen, type Timing } from '../foresight.ts';
import { figure } from '../words.ts';
import { raised } from './calibration.ts';

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

const WORDS: Readonly<Record<ForecastName, (season: string) => string>> = {
  last: () => 'the latest reading',
  minute: () => "the last minute's mean",
  trend: () => 'the trend of five minutes',
  season: (season) => `the change that followed ${season} ago`,
  day: (season) => `the reading of ${season} ago at the present level`,
  learned: (season) => `what was learnt from this metric and its reading of ${season} ago`,
  learnedPeak: () => 'the peak learnt from this metric',
};

function seasonText(seconds: number): string {
  if (seconds === 86_400) return 'a day';
  return seconds === 604_800 ? 'a week' : `${figure(seconds / 3600)} h`;
}

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
  const percent = figure(100 * Math.abs(Math.exp(raise) - 1));
  const change = percent === '0' ? '' : ` ${raise < 0 ? '−' : '+'} ${percent} %`;
  return { value, because: `${WORDS[by](seasonText(season))}${change}` };
}
