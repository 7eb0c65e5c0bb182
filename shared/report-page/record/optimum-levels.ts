/**
 * Workers in service, step by step, of whoever knew the demand in advance and lost none of it: each stays through a gap that
 * is not longer than what a stop and a start would cost (`overhead` steps), which is a closing of the demand by that length
 * (J. Serra, Image Analysis and Mathematical Morphology, 1982). Tells a step `overhead` later than it is given.
 */
export class OptimumLevels {
  readonly #overhead: number;
  readonly #min: number;
  readonly #told: (level: number) => void;
  readonly #highest: SlidingMax;
  /** The lowest of the highest, as the highest of what they are below zero. */
  readonly #lowest: SlidingMax;
  /** Steps that were given and not told. The first moment, before the first step, is told to nobody. */
  #untold = -1;

  constructor(overhead: number, min: number, told: (level: number) => void) {
    this.#overhead = overhead;
    this.#min = min;
    this.#told = told;
    this.#highest = new SlidingMax(overhead + 1);
    this.#lowest = new SlidingMax(overhead + 1);
    // Whoever was there from the start costs no start.
    this.#push(Infinity);
  }

  /** The next step's demand, in workers. */
  add(arrived: number): void {
    this.#push(Math.max(this.#min, Math.ceil(arrived - 1e-9)));
  }

  end(): void {
    for (let left = this.#overhead; left > 0; left -= 1) this.#push(this.#min);
  }

  #push(needed: number): void {
    const level = -this.#lowest.next(-this.#highest.next(needed));
    this.#untold += 1;
    if (this.#untold <= this.#overhead) return;
    this.#untold -= 1;
    this.#told(level);
  }
}

/** The highest of the last `width` values. */
class SlidingMax {
  readonly #width: number;
  /** Values that may yet be the highest, in falling order, with their place. */
  #candidates: { readonly at: number; readonly value: number }[] = [];
  #count = 0;

  constructor(width: number) {
    this.#width = width;
  }

  next(value: number): number {
    const candidates = this.#candidates;
    while (candidates.length > 0 && (candidates.at(-1)?.value ?? 0) <= value) candidates.pop();
    candidates.push({ at: this.#count, value });
    this.#count += 1;
    if ((candidates[0]?.at ?? 0) < this.#count - this.#width) candidates.shift();
    return candidates[0]?.value ?? value;
  }
}
