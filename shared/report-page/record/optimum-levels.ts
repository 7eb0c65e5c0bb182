/**
 * Serving workers by step, with perfect foresight and without loss. A worker stays through a gap that is no longer than the
 * cost of a restart (`overhead` steps). This is a morphological closing of the demand by that length (J. Serra, Image
 * Analysis and Mathematical Morphology, 1982). Reports a step `overhead` steps after it was added.
 */
export class OptimumLevels {
  readonly #overhead: number;
  readonly #min: number;
  readonly #report: (level: number) => void;
  readonly #highest: SlidingMax;
  /** Sliding minimum of `#highest`, computed as the maximum of the negated values. */
  readonly #lowest: SlidingMax;
  /** Number of added steps that are not reported yet. Starts at -1, because the initial value is not a step. */
  #unreported = -1;

  constructor(overhead: number, min: number, report: (level: number) => void) {
    this.#overhead = overhead;
    this.#min = min;
    this.#report = report;
    this.#highest = new SlidingMax(overhead + 1);
    this.#lowest = new SlidingMax(overhead + 1);
    // Initial workers have no starting cost.
    this.#push(Infinity);
  }

  /** Adds a step. `arrived`: its demand in workers. */
  add(arrived: number): void {
    this.#push(Math.max(this.#min, Math.ceil(arrived - 1e-9)));
  }

  end(): void {
    for (let left = this.#overhead; left > 0; left -= 1) this.#push(this.#min);
  }

  #push(needed: number): void {
    const level = -this.#lowest.next(-this.#highest.next(needed));
    this.#unreported += 1;
    if (this.#unreported <= this.#overhead) return;
    this.#unreported -= 1;
    this.#report(level);
  }
}

/** Maximum of the last `width` values. */
class SlidingMax {
  readonly #width: number;
  /** Values that can still become the maximum, in descending order. */
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
