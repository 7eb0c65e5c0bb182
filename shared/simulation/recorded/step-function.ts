/** A piecewise constant function of time. Times in ms. */
export class StepFunction {
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  /** Integral from the first change up to a change, by change. */
  readonly #sums: number[] = [];
  readonly #before: number;

  /** `changes`: new values in ascending order of time; of two changes at the same time, the later one counts. */
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

  /** The integral over the time range, in value × ms. */
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

  /** Index of the last change up to this moment, by binary search; -1 if there is none. */
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
