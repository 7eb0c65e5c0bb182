/** Something that changes at moments and stays as it is between them. Times in ms. */
export class StepFunction {
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  /** Value × ms from the first change up to each. */
  readonly #sums: number[] = [];
  readonly #before: number;

  /** `changes`: in ascending order of time, each with the value from then on; of two at one time the later counts. */
  constructor(before: number, changes: Iterable<{ readonly at: number; readonly value: number }>) {
    this.#before = before;
    for (const { at, value } of changes) {
      const last = this.#times.length - 1;
      const elapsed = at - (this.#times[last] ?? at);
      this.#sums.push((this.#sums[last] ?? 0) + (this.#values[last] ?? before) * elapsed);
      this.#times.push(at);
      this.#values.push(value);
    }
  }

  /** The integral over the time, in value × ms. */
  integral(from: number, to: number): number {
    return this.#sumUpTo(to) - this.#sumUpTo(from);
  }

  mean(from: number, to: number): number {
    return this.integral(from, to) / (to - from);
  }

  #sumUpTo(moment: number): number {
    const index = this.#lastUpTo(moment);
    if (index < 0) return this.#before * (moment - (this.#times[0] ?? 0));
    return (this.#sums[index] ?? 0) + (this.#values[index] ?? 0) * (moment - (this.#times[index] ?? 0));
  }

  /** The last change not after this moment, by bisection; -1 for none. */
  #lastUpTo(moment: number): number {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] as number) <= moment) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
