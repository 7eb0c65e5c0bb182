/** Waits longer than so many steps are kept to two digits, so that their number stays small. */
const EXACT = 4096;

/** Work by how long it waited, in steps. */
export class Waits {
  readonly #work = new Map<number, number>();
  #total = 0;

  add(wait: number, work: number): void {
    const kept = wait <= EXACT ? wait : Number(wait.toPrecision(2));
    this.#work.set(kept, (this.#work.get(kept) ?? 0) + work);
    this.#total += work;
  }

  /** The wait that this share of the work did not exceed; 0 without any. */
  quantile(share: number): number {
    let sum = 0;
    for (const wait of [...this.#work.keys()].sort((one, other) => one - other)) {
      sum += this.#work.get(wait) ?? 0;
      if (sum >= share * this.#total - 1e-9) return wait;
    }
    return 0;
  }
}
