import type { Demand } from '../../forecasting/index.ts';

/** In shorter steps, in seconds, unevenness is not estimated: requests wait that long without being lost. */
const HIDES = 20;
/** In steps of less than a minute, demand is about so much as uneven as between them. */
const SHORT_STEPS = 0.6;

/** The unevenness within a step, estimated from second differences. It assumes the same variance within and between steps. */
export class Unevenness {
  readonly #step: number;
  /** Second differences of readings, squared. */
  #bends = 0;

  constructor(step: number) {
    this.#step = step;
  }

  /** The standard deviation of demand within the newest step. Call it once after each figure. */
  next(demand: Demand): number {
    if (this.#step < HIDES || demand.length < 5) return 0;
    const bend = (demand.at(0) - 2 * demand.at(1) + demand.at(2)) ** 2;
    // A single burst is not unevenness: extreme values count as nine times the usual one.
    this.#bends = faded(this.#bends, Math.min(bend, 9 * (this.#bends || bend) + 0.01));
    return Math.sqrt(this.#bends / 2) * (this.#step < 60 ? SHORT_STEPS : 1);
  }
}

const faded = (mean: number, value: number): number => mean * 0.995 + value * 0.005;
