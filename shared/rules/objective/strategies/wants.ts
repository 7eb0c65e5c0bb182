import { FORECASTS, type Outlook, WINDOWS } from '../../forecasting/index.ts';
import type { Want } from '../learned.ts';
import { FOLLOWED, LEVELS, WANTS, workersFor } from './candidates.ts';
import { type Spreads, scaleOf } from './spread.ts';
import { SPREADS } from './spreads.ts';

/** If a forecast or its usual error is unknown, the highest demand of the last five minutes is multiplied by this. */
const UNKNOWN = 2;
/**
 * A usual error counts as at most this share of the forecast where a strategy stays below the forecast. After a surprise
 * the usual error is large, and the strategy would otherwise want hardly any workers.
 */
const MOST_BELOW = 0.15;

/**
 * The capacity that one strategy wants now. `squared`: the usual squared error of its forecast, negative if unknown. A result
 * of another version may have a window that is not among {@link WINDOWS}: it counts as the longest one.
 */
export function wantOf(want: Want, outlook: Outlook, squared: number): number {
  if (want.by === 'headroom') return workersFor((outlook.peaks.at(windowIndex(want.window)) as number) / want.load);
  const forecast = outlook.forecasts[FORECASTS.indexOf(want.forecast)] as number;
  if (forecast < 0 || squared < 0) return unknown(outlook);
  return workersFor(forecast + away(want.times, Math.sqrt(squared) * scaleOf(forecast), forecast));
}

/** How far from the forecast a strategy stays. */
const away = (times: number, miss: number, forecast: number): number =>
  times * (times < 0 ? Math.min(miss, MOST_BELOW * forecast) : miss);

const windowIndex = (window: number): number => WINDOWS.indexOf(window as (typeof WINDOWS)[number]);
const unknown = ({ peaks }: Outlook): number => workersFor(UNKNOWN * (peaks[2] as number));

/** The parameters of all wants as arrays, so that {@link wantAll} needs no lookups. */
const TIMES = Float64Array.from(LEVELS);
const FOLLOWED_INDEXES = FOLLOWED.map((forecast) => FORECASTS.indexOf(forecast));
const HEADROOMS = WANTS.flatMap((want) => (want.by === 'headroom' ? [want] : []));
const LOADS = Float64Array.from(HEADROOMS, ({ load }) => load);
const WINDOW_INDEXES = HEADROOMS.map(({ window }) => windowIndex(window));

/** Computes the wanted capacities of all strategies in order. Gives the same results as {@link wantOf}, but faster. */
export function wantAll(outlook: Outlook, spreads: Spreads, to: Float64Array): void {
  let index = 0;
  for (const each of FOLLOWED_INDEXES) {
    const forecast = outlook.forecasts[each] as number;
    for (const spread of SPREADS) {
      const squared = spreads.of(each, spread, outlook.state);
      const isKnown = forecast >= 0 && squared >= 0;
      const miss = isKnown ? Math.sqrt(squared) * scaleOf(forecast) : 0;
      const otherwise = isKnown ? 0 : unknown(outlook);
      for (let level = 0; level < TIMES.length; level += 1, index += 1) {
        to[index] = isKnown ? workersFor(forecast + away(TIMES[level] as number, miss, forecast)) : otherwise;
      }
    }
  }
  for (let each = 0; each < LOADS.length; each += 1, index += 1) {
    to[index] = workersFor((outlook.peaks[WINDOW_INDEXES[each] as number] as number) / (LOADS[each] as number));
  }
}
