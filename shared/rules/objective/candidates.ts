import { FORECASTS, WINDOWS } from '../forecasting/index.ts';
import type { Candidate, Want } from './learned.ts';
import { SPREADS } from './spreads.ts';

const TIMES = [-1, -0.5, 0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5];
const LOADS = [0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
export const HOLDS = [60, 300, 900] as const;
export const COARSE = [0, 0.15] as const;
/** A scale-out adds this share of the coarseness to the wanted capacity. */
export const AHEAD = 0.3;

/** In the order in which the tournament computes them: forecasts, spreads, times; then headrooms. */
export const WANTS: readonly Want[] = [
  ...FORECASTS.flatMap((forecast) =>
    SPREADS.flatMap((spread) => TIMES.map((times): Want => ({ by: 'forecast', forecast, spread, times }))),
  ),
  ...LOADS.flatMap((load) => WINDOWS.map((window): Want => ({ by: 'headroom', load, window }))),
];

/** Ordered by coarseness, then hold, then want: the order of the arrays in the shadow evaluation. */
export const CANDIDATES: readonly Candidate[] = COARSE.flatMap((coarse) =>
  HOLDS.flatMap((hold) => WANTS.map((want) => ({ want, hold, coarse }))),
);

/** The next capacity. It scales out to `wanted`, and in to `held`, the highest wanted capacity within the hold. */
export function nextCapacity(capacity: number, wanted: number, held: number, coarse: number): number {
  if (wanted > capacity) return coarse === 0 ? wanted : Math.ceil(wanted * (1 + AHEAD * coarse) - 1e-6);
  return held < capacity && held <= capacity - Math.max(1, coarse * capacity) ? held : capacity;
}

/** The workers for this demand, from one to a million. */
export const workersFor = (demand: number): number =>
  demand <= 1 ? 1 : demand >= MOST ? MOST : Math.ceil(demand - 1e-6);
const MOST = 1e6;
