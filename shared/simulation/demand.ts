import { dayWave } from './day.ts';
import { normal, seededRandom } from './random.ts';

/** Arriving work in a step. */
export interface DemandPoint {
  /** ms since the epoch. */
  readonly at: number;
  /** Work units a second. */
  readonly value: number;
}

export interface DiurnalDemand {
  /** Start of the first step, ms since the epoch. */
  readonly start: number;
  readonly steps: number;
  readonly stepSeconds: number;
  /** Work units a second at the quietest moment and at the daily peak, before noise. */
  readonly low: number;
  readonly high: number;
  /** Standard deviation of the noise, as a fraction of the value. */
  readonly noise: number;
  /** A flash crowd: at this fraction of the recording demand is multiplied, for this fraction of its length. */
  readonly flash?: { readonly at: number; readonly lasts: number; readonly times: number };
  readonly seed: number;
}

/** A day's rhythm (lowest at 04:00, highest at 16:00) with noise, and a flash crowd if wished. */
export function diurnalDemand(demand: DiurnalDemand): DemandPoint[] {
  const random = seededRandom(demand.seed);
  const mean = (demand.low + demand.high) / 2;
  const swing = (demand.high - demand.low) / 2;
  return Array.from({ length: demand.steps }, (_, step) => {
    const at = demand.start + step * demand.stepSeconds * 1000;
    const rhythm = mean + swing * dayWave(at);
    const progress = step / demand.steps;
    const { flash } = demand;
    const isFlash = flash && progress >= flash.at && progress < flash.at + flash.lasts;
    const value = rhythm * (isFlash ? flash.times : 1) * (1 + demand.noise * normal(random));
    return { at, value: Math.max(0, Math.round(value * 100) / 100) };
  });
}
