import { FORECASTS, type Outlook, WINDOWS } from '../forecasting/index.ts';
import { WANTS, workersFor } from './candidates.ts';
import type { Want } from './learned.ts';
import { type Spreads, scaleOf } from './spread.ts';
import { SPREADS } from './spreads.ts';

/** If a forecast or its usual error is unknown, the highest demand of the last five minutes is multiplied by this. */
const UNKNOWN = 2;

/** The capacity that one strategy wants now. `squared`: the usual squared error of its forecast, negative if unknown. */
export function wantOf(want: Want, outlook: Outlook, squared: number): number {
  if (want.by === 'headroom') return workersFor((outlook.peaks[windowIndex(want.window)] as number) / want.load);
  const forecast = outlook.forecasts[FORECASTS.indexOf(want.forecast)] as number;
  if (forecast < 0 || squared < 0) return unknown(outlook);
  return workersFor(forecast + want.times * Math.sqrt(squared) * scaleOf(forecast));
}

const windowIndex = (window: number): number => WINDOWS.indexOf(window as (typeof WINDOWS)[number]);
const unknown = ({ peaks }: Outlook): number => workersFor(UNKNOWN * (peaks[2] as number));

/** The parameters of all wants as arrays, so that {@link wantAll} needs no lookups. */
const FORECAST_WANTS = WANTS.flatMap((want) => (want.by === 'forecast' ? [want] : []));
const TIMES = Float64Array.from(FORECAST_WANTS, ({ times }) => times);
const HEADROOMS = WANTS.flatMap((want) => (want.by === 'headroom' ? [want] : []));
const LOADS = Float64Array.from(HEADROOMS, ({ load }) => load);
const WINDOW_INDEXES = HEADROOMS.map(({ window }) => windowIndex(window));
const PER_SPREAD = TIMES.length / (FORECASTS.length * SPREADS.length);

/** Computes the wanted capacities of all strategies in order. Gives the same results as {@link wantOf}, but faster. */
export function wantAll(outlook: Outlook, spreads: Spreads, to: Float64Array): void {
  let index = 0;
  for (let each = 0; each < FORECASTS.length; each += 1) {
    const forecast = outlook.forecasts[each] as number;
    for (const spread of SPREADS) {
      const squared = spreads.of(each, spread, outlook.state);
      const isKnown = forecast >= 0 && squared >= 0;
      const miss = isKnown ? Math.sqrt(squared) * scaleOf(forecast) : 0;
      const otherwise = isKnown ? 0 : unknown(outlook);
      for (const end = index + PER_SPREAD; index < end; index += 1) {
        to[index] = isKnown ? workersFor(forecast + (TIMES[index] as number) * miss) : otherwise;
      }
    }
  }
  for (let each = 0; each < LOADS.length; each += 1, index += 1) {
    to[index] = workersFor((outlook.peaks[WINDOW_INDEXES[each] as number] as number) / (LOADS[each] as number));
  }
}
