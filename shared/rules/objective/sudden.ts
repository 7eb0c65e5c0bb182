import { type Demand, horizonOf, stepsIn, type Timing } from '../forecasting/index.ts';

const MINUTE = 60;
const HOUR = 3600;
const MEMORY = 172_800;
/** A rise to more than so many times what it was when workers for it had to be launched. */
const TIMES = 1.5;
const SOME = 1;

/** Whether demand rose suddenly at least twice within two days. What happens once may not happen again. */
export class SuddenRises {
  readonly #timing: Timing;
  /** The steps of the last two sudden rises. Those within an hour after one belong to it. */
  #last = -Infinity;
  #before = -Infinity;
  #steps = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  get areUsual(): boolean {
    return this.#steps - this.#before <= stepsIn(MEMORY, this.#timing);
  }

  /** Call it once after each figure. */
  add(demand: Demand): void {
    this.#steps += 1;
    const [minute, horizon] = [stepsIn(MINUTE, this.#timing), horizonOf(this.#timing)];
    if (!demand.has(horizon + minute - 1)) return;
    if (demand.mean(0, minute) + SOME <= TIMES * (demand.mean(horizon, minute) + SOME)) return;
    if (this.#steps - this.#last <= stepsIn(HOUR, this.#timing)) return;
    this.#before = this.#last;
    this.#last = this.#steps;
  }
}
