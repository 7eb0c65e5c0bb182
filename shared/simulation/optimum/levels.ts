/**
 * The least worker-steps that serve every step's demand at once, known in advance, by whole workers. Worker by worker:
 * the k-th is needed whenever demand is above k − 1, and stays through a gap that is not longer than what a stop and a
 * start would cost (`overhead` steps of boot and drain). That is exact, since levels do not touch each other: the demand of
 * a level above is never served by one below. Memory grows with the highest level alone.
 */
export class LevelOptimum {
  #workerTicks = 0;
  readonly #overhead: number;
  readonly #min: number;
  /** The step in which each level was needed last; a level never needed so far has none. */
  readonly #lastNeeded: number[] = [];
  #level: number | undefined;
  #index = 0;

  /** `overhead`: steps that a worker is billed for without serving, each time it is started. `min`: workers always there. */
  constructor(overhead: number, min: number) {
    this.#overhead = overhead;
    this.#min = min;
  }

  /** The next step's demand, in worker-ticks. */
  add(arrived: number): void {
    const needed = Math.max(this.#min, Math.ceil(arrived - 1e-9));
    const before = this.#level ?? needed;
    for (let level = before + 1; level <= needed; level += 1) {
      // The group of the first step costs no start: a level may also have been there from then on.
      const last = this.#lastNeeded[level] ?? -1;
      this.#workerTicks += Math.min(this.#index - last - 1, this.#overhead);
    }
    for (let level = needed + 1; level <= before; level += 1) this.#lastNeeded[level] = this.#index - 1;
    this.#workerTicks += needed;
    this.#level = needed;
    this.#index += 1;
  }

  get workerTicks(): number {
    return this.#workerTicks;
  }
}
