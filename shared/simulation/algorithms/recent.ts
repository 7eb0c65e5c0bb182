/** A ring buffer of the last `size` numbers. */
export class Recent {
  readonly #ring: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.#ring = new Float64Array(Math.max(1, size));
  }

  add(value: number): void {
    this.#ring[this.#count % this.#ring.length] = value;
    this.#count += 1;
  }

  max(): number {
    let highest = -Infinity;
    for (let index = 0; index < this.#kept; index += 1) highest = Math.max(highest, this.#ring[index] ?? -Infinity);
    return highest;
  }

  mean(): number {
    let sum = 0;
    for (let index = 0; index < this.#kept; index += 1) sum += this.#ring[index] ?? 0;
    return sum / this.#kept;
  }

  get #kept(): number {
    return Math.min(this.#count, this.#ring.length);
  }
}
