/**
 * The highest of the last `width` values of many series, with two comparisons per value. The window is the current block
 * and the rest of the previous block. For the previous block, the maximum from each position to its end is stored.
 */
export class SlidingMax {
  readonly #width: number;
  readonly #count: number;
  readonly #block: Float64Array;
  /** One position longer than the block: nothing follows the last one, so its maximum is −∞. */
  readonly #rest: Float64Array;
  readonly #highest: Float64Array;
  #place = 0;

  constructor(width: number, count: number) {
    this.#width = width;
    this.#count = count;
    this.#block = new Float64Array(width * count);
    this.#rest = new Float64Array((width + 1) * count).fill(-Infinity);
    this.#highest = new Float64Array(count).fill(-Infinity);
  }

  /** Adds a value to each series, and writes the maximum of each series to `to`, starting at `offset`. */
  add(values: Float64Array, to: Float64Array, offset: number): void {
    if (this.#place === this.#width) this.#turn();
    const count = this.#count;
    const highest = this.#highest;
    const block = this.#block;
    const rest = this.#rest;
    const own = this.#place * count;
    const older = own + count;
    for (let i = 0; i < count; i += 1) {
      const value = values[i] as number;
      block[own + i] = value;
      if (value > (highest[i] as number)) highest[i] = value;
      const here = highest[i] as number;
      const there = rest[older + i] as number;
      to[offset + i] = here > there ? here : there;
    }
    this.#place += 1;
  }

  #turn(): void {
    const count = this.#count;
    for (let i = this.#width * count - 1; i >= 0; i -= 1) {
      const later = this.#rest[i + count] as number;
      const own = this.#block[i] as number;
      this.#rest[i] = own > later ? own : later;
    }
    this.#highest.fill(-Infinity);
    this.#place = 0;
  }
}
