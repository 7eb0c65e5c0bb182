import { Demand, FORECASTS, Outlook, seasonSeen, type Timing } from '../forecasting/index.ts';
import { raised } from './calibration.ts';
import type { Calibrated } from './learned.ts';

export interface Sight {
  /** Demand by step, the newest last: {@link LOOK_BACK} seconds of it, or as far as it goes. */
  readonly recent: ArrayLike<number>;
  /** How many of the readings the calibration had not seen. */
  readonly since: number;
}

/** Seconds of readings that a forecast looks at: the hour it compares with. */
export const LOOK_BACK = 3900;

/** What demand will be when a worker launched now serves, in the unit of the readings: by the calibrated forecast. */
export function forecast({ by, raise, weights, before }: Calibrated, { recent, since }: Sight, timing: Timing): number {
  const demand = new Demand(recent.length);
  for (let index = 0; index < recent.length; index += 1) demand.add(recent[index] ?? 0);
  const outlook = new Outlook(timing);
  outlook.look(demand, seasonSeen(before, -since, timing), [weights.length > 0 ? weights : null, null]);
  const said = outlook.forecasts[FORECASTS.indexOf(by)] as number;
  // Right after a gap some forecasts are not available yet.
  return raised(said < 0 ? demand.at(0) : said, raise);
}
