import { bootSteps, type PoolTiming, startSteps, stepsIn, type Timing } from '../../forecasting/index.ts';
import { SlidingMax } from '../peaks/sliding-max.ts';

/**
 * The cost of a change of capacity with a warm pool, in worker-seconds. Members come and go for little more than the time
 * that they start and drain, so a group need not keep workers through a gap.
 */
export const CHANGE_WITH_POOL = 30;

/**
 * The ready workers of many strategies that have a warm pool. The pool is full where the capacity has not grown for `back`.
 * Of what was added within a boot time, so many serve already as the pool had members then.
 */
export class PoolShadow {
  readonly #size: number;
  readonly #starting: SlidingMax;
  readonly #refilling: SlidingMax;
  readonly #lately: Float64Array;
  readonly #before: Float64Array;

  constructor(pool: PoolTiming, timing: Timing, count: number) {
    this.#size = pool.size;
    this.#starting = new SlidingMax(startSteps(timing) + 1, count);
    this.#refilling = new SlidingMax(bootSteps(timing) + stepsIn(pool.back, timing) + 1, count);
    this.#lately = new Float64Array(count);
    this.#before = new Float64Array(count);
  }

  /**
   * Of the newest decisions: `booted` has the lowest capacity within a boot time, and gets the ready workers, which are at
   * least as many. All negated.
   */
  add(negated: Float64Array, booted: Float64Array): void {
    this.#starting.add(negated, this.#lately, 0);
    this.#refilling.add(negated, this.#before, 0);
    for (let i = 0; i < booted.length; i += 1) {
      const cold = -(booted[i] as number);
      const members = this.#size - (cold + (this.#before[i] as number));
      booted[i] = Math.min(-cold, Math.max(this.#lately[i] as number, -(cold + members)));
    }
  }
}
