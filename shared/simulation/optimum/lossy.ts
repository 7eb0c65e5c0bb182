import { leastCost } from './by-cost.ts';
import { LevelOptimum } from './levels.ts';
import { type Outlay, PricedLevels } from './priced-levels.ts';

export interface LossyOptions {
  /** Steps for which a started worker is billed without serving: boot and drain. */
  readonly overhead: number;
  /** Minimum number of workers. */
  readonly min: number;
}

/** Relative precision of the search for the price. */
const PRECISION = 1e-6;
/** The largest error that is accepted, as a share of the optimum. */
const ACCURACY = 0.01;
const MOST_PRICES = 60;
/** Levels of the schedules of a price. Each takes time in every step, for every price. */
const MOST_LEVELS = 2000;

/**
 * The minimum worker-steps that lose no more than a share of the demand, with perfect foresight and whole workers. A price
 * for lost demand makes the levels independent; the price is searched at which as much is lost as is allowed. Where the
 * allowed loss lies between two schedules of one price, the result is on the line between them. This is a lower bound
 * (Lagrangian duality), and at most 2 × `overhead` + 1 worker-steps below the least cost, however long the demand is: of two
 * best schedules of one price, the first part of one and the second part of the other make a schedule that costs at most one
 * start more, and the step at which one is left for the other can be chosen so that the loss is as allowed, up to what one
 * worker does in a step. Of more than `MOST_LEVELS` workers, several make a level. In a step, this loses
 * at most an eight thousandth of the highest demand more than levels of one worker. If 2 × `overhead` + 1 is more than 1 % of
 * the result, the demand is small, and the least cost is computed exactly.
 */
export class LossyOptimum {
  readonly #loads: Iterable<number>;
  readonly #options: LossyOptions;
  /** Best schedules of some price, from the one that loses most to the one that loses nothing. */
  readonly #best: Outlay[];
  readonly #demand: number;
  /** Workers of a level. */
  readonly #quantum: number;

  /** Iterates over the loads, in worker-ticks, once for each price. */
  constructor(loads: Iterable<number>, options: LossyOptions) {
    this.#loads = loads;
    this.#options = options;
    const { overhead, min } = options;
    const lossless = new LevelOptimum(overhead, min);
    let [demand, lost, steps, highest] = [0, 0, 0, 0];
    for (const load of loads) {
      lossless.add(load);
      demand += load;
      lost += Math.max(0, load - min);
      steps += 1;
      highest = Math.max(highest, load);
    }
    this.#demand = demand;
    this.#quantum = Math.max(1, Math.ceil((highest - min) / MOST_LEVELS));
    this.#best = [
      { cost: min * steps, lost },
      { cost: lossless.workerTicks, lost: 0 },
    ];
  }

  /** Worker-ticks without loss. */
  get lossless(): number {
    return (this.#best.at(-1) as Outlay).cost;
  }

  /** Worker-ticks if at most this share of the demand is lost, from 0 to 1. */
  losing(share: number): number {
    const allowed = share * this.#demand;
    const [empty] = this.#best as [Outlay];
    if (share <= 0 || this.#demand === 0) return this.lossless;
    if (allowed >= empty.lost) return empty.cost;
    const { low, high } = this.#bracket(allowed);
    const { overhead, min } = this.#options;
    if (2 * overhead + 1 <= ACCURACY * low || high.lost === allowed) return low;
    return leastCost(this.#loads, { overhead, min, allowed, most: high.cost }) ?? low;
  }

  /** A lower bound of the cost, and a schedule that loses no more than is allowed. */
  #bracket(allowed: number): { low: number; high: Outlay } {
    for (let tried = 0; ; tried += 1) {
      const at = this.#best.findIndex(({ lost }) => lost <= allowed);
      const [more, high] = [this.#best[at - 1] as Outlay, this.#best[at] as Outlay];
      // At this price the two cost the same; only a schedule between them can be better.
      const price = (high.cost - more.cost) / (more.lost - high.lost);
      const between = high.cost - price * (allowed - high.lost);
      const found = this.#bestAt(price);
      const better = high.cost + price * high.lost - (found.cost + price * found.lost);
      const isNew = found.lost < more.lost && found.lost > high.lost;
      if (better <= PRECISION * between || !isNew || tried === MOST_PRICES) {
        return { low: between - Math.max(0, better), high };
      }
      this.#best.splice(at, 0, found);
    }
  }

  #bestAt(price: number): Outlay {
    const levels = new PricedLevels(this.#options.overhead, this.#options.min, price, this.#quantum);
    for (const load of this.#loads) levels.add(load);
    return levels.outlay;
  }
}
