import { Demand, horizonOf, stepsIn, type Timing } from '../../forecasting/index.ts';
import { SlidingMax } from '../peaks/sliding-max.ts';
import { HALF_LIFE } from './shadow-evaluation.ts';

const DAY = 86_400;
/** So much more than the highest demand of the last day could be foreseen. */
const MOST_GROWTH = 1.5;
/** Workers that are always foreseeable. */
const SOME = 1;

/**
 * Demand as far as a strategy could foresee it. A crowd that nothing announced costs every strategy, those with much
 * headroom less: if it counted in full, the group would pay for a day for what happens once. What happens again within a
 * day counts in full, and so does demand to which workers launched after its start could respond.
 */
export class Foreseeable {
  readonly #known: SlidingMax;
  readonly #demand: Demand;
  readonly #horizon: number;
  readonly #value = new Float64Array(1);
  readonly #highest = new Float64Array(1).fill(Infinity);
  readonly #keep: number;
  #demandSum = 0;
  #beyondSum = 0;

  constructor(timing: Timing) {
    this.#horizon = horizonOf(timing);
    this.#keep = 0.5 ** (timing.step / HALF_LIFE);
    this.#demand = new Demand(this.#horizon + 1);
    this.#known = new SlidingMax(stepsIn(DAY, timing), 1);
  }

  /** Takes in the demand of the next step, in busy workers, and returns the foreseeable part. */
  add(demand: number): number {
    this.#demand.add(demand);
    if (this.#demand.has(this.#horizon)) {
      this.#value[0] = this.#demand.at(this.#horizon);
      this.#known.add(this.#value, this.#highest, 0);
    }
    const foreseeable = Math.min(demand, MOST_GROWTH * (this.#highest[0] as number) + SOME);
    this.#demandSum = this.#keep * this.#demandSum + demand;
    this.#beyondSum = this.#keep * this.#beyondSum + demand - foreseeable;
    return foreseeable;
  }

  /** The share of the demand that was not foreseeable. Its weight halves as that of what strategies lose. */
  get shareBeyond(): number {
    return this.#demandSum > 0 ? this.#beyondSum / this.#demandSum : 0;
  }
}
