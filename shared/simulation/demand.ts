import { dayWave } from './day.ts';
import { normal, seededRandom } from './random.ts';

/** Work that arrives in a step. */
export interface DemandPoint {
  /** ms since the epoch. */
  readonly at: number;
  /** Work units per second. */
  readonly value: number;
}

export interface DiurnalDemand {
  /** Start of the first step, ms since the epoch. */
  readonly start: number;
  readonly steps: number;
  readonly stepSeconds: number;
  /** Work units per second at the daily minimum and maximum, before noise. */
  readonly low: number;
  readonly high: number;
  /** Standard deviation of the noise, as a fraction of the value. */
  readonly noise: number;
  /** A flash crowd that multiplies demand by `times`. Its start and length are fractions of the recording's length. */
  readonly flash?: { readonly at: number; readonly lasts: number; readonly times: number };
  readonly seed: number;
}

/** Demand with a daily cycle (minimum at 04:00 UTC, maximum at 16:00), noise, and optionally a flash crowd. */
export function diurnalDemand(demand: DiurnalDemand): DemandPoint[] {
  const random = seededRandom(demand.seed);
  const mean = (demand.low + demand.high) / 2;
  const swing = (demand.high - demand.low) / 2;
  return Array.from({ length: demand.steps }, (_, step) => {
    const at = demand.start + step * demand.stepSeconds * 1000;
    const cycle = mean + swing * dayWave(at);
    const progress = step / demand.steps;
    const { flash } = demand;
    const isFlash = flash && progress >= flash.at && progress < flash.at + flash.lasts;
    const value = cycle * (isFlash ? flash.times : 1) * (1 + demand.noise * normal(random));
    return { at, value: Math.max(0, Math.round(value * 100) / 100) };
  });
}
