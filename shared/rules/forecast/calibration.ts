/** Misses of a day are remembered; fewer than these say nothing about a quantile. */
const LEAST = 40;
/** A quantile is read afresh after so many misses. */
const EVERY = 15;
const RECENT = 0.998;
const SOME = 0.5;

/** One forecast's past misses, as ratios, and the factor that the quantile of them asks for. */
export class Calibration {
  /** What a forecast is to be raised by, in logarithms of (demand + ½); undefined while too little is known. */
  raise: number | undefined;
  /** How well the raised forecast did lately: the mean pinball loss, fading. */
  loss = 0;
  readonly #quantile: number;
  readonly #misses: Float64Array;
  #count = 0;

  constructor(quantile: number, kept: number) {
    this.#quantile = quantile;
    this.#misses = new Float64Array(Math.max(LEAST, kept));
  }

  add(said: number, came: number): void {
    if (this.raise !== undefined) {
      const over = came - raised(said, this.raise);
      this.loss = this.loss * RECENT + Math.max(this.#quantile * over, (this.#quantile - 1) * over);
    }
    this.#misses[this.#count % this.#misses.length] = Math.log((came + SOME) / (said + SOME));
    this.#count += 1;
    if (this.#count >= LEAST && (this.raise === undefined || this.#count % EVERY === 0)) this.raise = this.#read();
  }

  /** The quantile of a finite sample that holds for the next one too: split conformal prediction. */
  #read(): number {
    const known = Math.min(this.#count, this.#misses.length);
    const sorted = this.#misses.slice(0, known).sort();
    return sorted[Math.max(0, Math.min(known, Math.ceil(this.#quantile * (known + 1))) - 1)] ?? 0;
  }
}

export const raised = (said: number, raise: number): number => Math.max(0, (said + SOME) * Math.exp(raise) - SOME);
