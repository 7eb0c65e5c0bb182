/** Waits above this number of steps are rounded to two digits, which limits the number of entries. */
const EXACT = 4096;

/** Amounts of work by their wait in steps. */
export class Waits {
  readonly #work = new Map<number, number>();
  #total = 0;

  add(wait: number, work: number): void {
    const kept = wait <= EXACT ? wait : Number(wait.toPrecision(2));
    this.#work.set(kept, (this.#work.get(kept) ?? 0) + work);
    this.#total += work;
  }

  /** The wait that this share of the work did not exceed; 0 without work. */
  quantile(share: number): number {
    let sum = 0;
    for (const wait of [...this.#work.keys()].sort((one, other) => one - other)) {
      sum += this.#work.get(wait) ?? 0;
      if (sum >= share * this.#total - 1e-9) return wait;
    }
    return 0;
  }
}
