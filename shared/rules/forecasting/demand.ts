/** Demand, one figure for each step, the newest last, of which the last `kept` are remembered. In busy workers. */
export class Demand {
  /** Figures so far, those forgotten among them. */
  length = 0;
  readonly #size: number;
  readonly #values: Float64Array;
  /** Sums up to and with each figure, so that a mean costs the same however long. */
  readonly #sums: Float64Array;
  #sum = 0;

  constructor(kept: number) {
    this.#size = kept + 1;
    this.#values = new Float64Array(this.#size);
    this.#sums = new Float64Array(this.#size);
  }

  add(value: number): void {
    this.#sum += value;
    const slot = this.length % this.#size;
    this.#values[slot] = value;
    this.#sums[slot] = this.#sum;
    this.length += 1;
  }

  /** Whether the figure so many steps before the newest is still known. */
  has(ago: number): boolean {
    return ago >= 0 && ago < this.length && ago < this.#size - 1;
  }

  at(ago: number): number {
    return this.#values[(this.length - 1 - ago) % this.#size] ?? 0;
  }

  /** The mean of `count` figures, the last of them `ago` steps before the newest; of as many as are known. */
  mean(ago: number, count: number): number {
    const known = Math.min(count, this.length - ago, this.#size - 1 - ago);
    if (known <= 0) return 0;
    const last = this.length - 1 - ago;
    const before = last - known;
    const sum = (this.#sums[last % this.#size] ?? 0) - (before < 0 ? 0 : (this.#sums[before % this.#size] ?? 0));
    return Math.max(0, sum / known);
  }

  /** The highest of the last `count`. */
  max(count: number): number {
    let highest = 0;
    let slot = this.#newest;
    for (let left = Math.min(count, this.length, this.#size); left > 0; left -= 1) {
      const value = this.#values[slot] as number;
      if (value > highest) highest = value;
      slot = slot === 0 ? this.#size - 1 : slot - 1;
    }
    return highest;
  }

  /** By how much the last `count` rise a step: the slope of the straight line that fits them best. */
  slope(count: number): number {
    const known = Math.min(count, this.length, this.#size);
    if (known < 3) return 0;
    const middle = (known - 1) / 2;
    let product = 0;
    let slot = this.#newest;
    for (let ago = 0; ago < known; ago += 1) {
      product += (middle - ago) * (this.#values[slot] as number);
      slot = slot === 0 ? this.#size - 1 : slot - 1;
    }
    return product / ((known * (known * known - 1)) / 12);
  }

  get #newest(): number {
    return (this.length - 1) % this.#size;
  }
}

/** Demand as it was a day before: `ago` counts from a day before the newest figure, and is below 0 for what came after. */
export interface DayBefore {
  has(ago: number): boolean;
  mean(ago: number, count: number): number;
}

export const shifted = (demand: Demand, steps: number): DayBefore => ({
  has: (ago) => demand.has(ago + steps),
  mean: (ago, count) => demand.mean(ago + steps, count),
});
