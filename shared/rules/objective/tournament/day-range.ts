import { type Demand, stepsIn, type Timing } from '../../forecasting/index.ts';
import { SlidingMax } from '../peaks/sliding-max.ts';
import { AFTER_SECONDS, COLLAPSED, LEVEL_SECONDS, MOST_COLLAPSED_SECONDS } from '../unusual/collapse.ts';
import { jumpOf, jumpSteps } from '../unusual/jump.ts';
import { RECENT_SECONDS } from '../unusual/unseen.ts';

const DAY = 86_400;

/**
 * The highest and the lowest demand and the largest jump of a day, up to half an hour ago. Collapses do not count as long as
 * they last for an hour a day in total: demand that stops for a while every hour is usual. A return from a
 * collapse does not count as a jump.
 */
export class DayRange {
  readonly #ago: number;
  readonly #day: number;
  /** Steps that make up for one of a collapse. */
  readonly #rest: number;
  /** The lowest demand is negated. */
  readonly #days: SlidingMax;
  readonly #value = new Float64Array(3);
  readonly #range = new Float64Array(3);
  readonly #timing: Timing;
  #isKnown = false;
  /** Steps until collapses are made up for. */
  #low = 0;
  /** The demand before the last collapse, and the steps since demand was low. */
  #collapsed = 0;
  #since = Infinity;

  constructor(timing: Timing) {
    this.#timing = timing;
    this.#ago = stepsIn(RECENT_SECONDS, timing);
    this.#day = stepsIn(DAY, timing);
    this.#rest = this.#day / stepsIn(MOST_COLLAPSED_SECONDS, timing);
    this.#days = new SlidingMax(this.#day, 3);
  }

  /** Null without half an hour of history. */
  get known(): { readonly highest: number; readonly lowest: number; readonly steepest: number } | null {
    if (!this.#isKnown) return null;
    const [highest = 0, , steepest = 0] = this.#range;
    return { highest, lowest: this.#lowest, steepest };
  }

  /** Call it once after each figure. */
  add(demand: Demand): void {
    if (!demand.has(this.#ago)) return;
    const value = demand.at(this.#ago);
    const isLow = this.#isKnown && value < COLLAPSED * this.#lowest;
    this.#low = isLow ? this.#low + this.#rest : Math.max(0, this.#low - 1);
    this.#value[0] = value;
    this.#value[1] = -(isLow && this.#low <= this.#day ? this.#lowest : value);
    this.#value[2] = this.#jump(demand, isLow);
    this.#days.add(this.#value, this.#range, 0);
    this.#isKnown = true;
  }

  #jump(demand: Demand, isLow: boolean): number {
    const [ago, timing] = [this.#ago, this.#timing];
    const isOver = this.#since > stepsIn(AFTER_SECONDS, timing);
    if (isLow && isOver) this.#collapsed = demand.mean(ago + 1, stepsIn(LEVEL_SECONDS, timing));
    this.#since = isLow ? 0 : this.#since + 1;
    if (!demand.has(ago + jumpSteps(timing))) return 0;
    return jumpOf((back) => demand.at(ago + back), isOver ? 0 : this.#collapsed, timing).size;
  }

  get #lowest(): number {
    return -(this.#range[1] as number);
  }
}
