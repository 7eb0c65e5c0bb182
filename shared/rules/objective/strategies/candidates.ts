import { WINDOWS } from '../../forecasting/index.ts';
import type { Candidate, Want } from '../learned.ts';
import { SPREADS } from './spreads.ts';

/** Forecasts that strategies follow. The others are inputs of these. */
export const FOLLOWED = ['day', 'learned', 'learnedPeak'] as const;
const TIMES = [-1, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5];
/** Workers stay up to so many usual errors more than those for which a strategy scales out. */
const ABOVE = 1;
const LOADS = [0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
export const HOLDS = [60, 300, 900] as const;
export const COARSE = [0, 0.15, 0.3] as const;
/** A scale-out adds this share of the coarseness to the wanted capacity. */
export const AHEAD = 0.3;

/** The multiples of an error that some strategy needs, in ascending order. */
export const LEVELS: readonly number[] = [...new Set([...TIMES, ...TIMES.map((times) => times + ABOVE)])].sort(
  (one, other) => one - other,
);

/** In the order in which the tournament computes them: forecasts, spreads, levels; then headrooms. */
export const WANTS: readonly Want[] = [
  ...FOLLOWED.flatMap((forecast) =>
    SPREADS.flatMap((spread) => LEVELS.map((times): Want => ({ by: 'forecast', forecast, spread, times }))),
  ),
  ...LOADS.flatMap((load) => WINDOWS.map((window): Want => ({ by: 'headroom', load, window }))),
];

/** Indexes of {@link WANTS}: the capacity to scale out to, and the one to scale in to. */
interface Band {
  readonly out: number;
  readonly in: number;
}
export const BANDS: readonly Band[] = WANTS.flatMap((want, index): Band[] => {
  if (want.by === 'headroom') return [{ out: index, in: index }];
  const above = LEVELS.indexOf(want.times + ABOVE) - LEVELS.indexOf(want.times);
  return TIMES.includes(want.times) ? [{ out: index, in: index + above }] : [];
});

/** Ordered by coarseness, then hold, then band: the order of the arrays in the shadow evaluation. */
export const CANDIDATES: readonly Candidate[] = COARSE.flatMap((coarse) =>
  HOLDS.flatMap((hold) =>
    BANDS.map((band): Candidate => {
      const want = WANTS[band.out] as Want;
      return { want, hold, coarse, ...(want.by === 'forecast' && { above: ABOVE }) };
    }),
  ),
);

/** What a candidate scales in to: the same as what it scales out to, or a forecast plus a larger multiple of its error. */
export const upperOf = ({ want, above = 0 }: Candidate): Want =>
  want.by === 'forecast' && above > 0 ? { ...want, times: want.times + above } : want;

/**
 * The next capacity. It scales out to `wanted`, and in to `held`, the highest capacity within the hold of what it may keep.
 */
export function nextCapacity(capacity: number, wanted: number, held: number, coarse: number): number {
  if (wanted > capacity) return coarse === 0 ? wanted : Math.ceil(wanted * (1 + AHEAD * coarse) - 1e-6);
  return held <= capacity - Math.max(1, coarse * capacity) ? held : capacity;
}

/** The workers for this demand, from one to a million. */
export const workersFor = (demand: number): number =>
  demand <= 1 ? 1 : demand >= MOST ? MOST : Math.ceil(demand - 1e-6);
const MOST = 1e6;
