/**
 * The minimum worker-steps that serve every step's demand immediately, with perfect foresight and whole workers. The k-th
 * worker is needed when demand is above k − 1. It stays through a gap that is no longer than the `overhead` of a restart
 * (steps of boot and drain). The result is exact, because levels are independent: a lower level never serves the demand of
 * a higher one. Memory grows only with the highest level.
 */
export class LevelOptimum {
  #workerTicks = 0;
  readonly #overhead: number;
  readonly #min: number;
  /** The last step in which a level was needed, by level; undefined for levels never needed. */
  readonly #lastNeeded: number[] = [];
  #level: number | undefined;
  #index = 0;

  /** `overhead`: steps for which a started worker is billed without serving. `min`: minimum number of workers. */
  constructor(overhead: number, min: number) {
    this.#overhead = overhead;
    this.#min = min;
  }

  /** Adds a step. `arrived`: its demand in worker-ticks. */
  add(arrived: number): void {
    const needed = Math.max(this.#min, Math.ceil(arrived - 1e-9));
    const before = this.#level ?? needed;
    for (let level = before + 1; level <= needed; level += 1) {
      // Initial workers have no starting cost, so a level may also have existed from the first step.
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
