import { type Demand, horizonOf, stepsIn, type Timing } from '../../forecasting/index.ts';

const MINUTE = 60;
const HOUR = 3600;
const MEMORY = 172_800;
/** A rise to more than so many times what it was when workers for it had to be launched. */
const TIMES = 1.5;
const SOME = 1;

/** Whether demand rose suddenly at least twice within two days. What happens once may not happen again. */
export class SuddenRises {
  readonly #minute: number;
  readonly #hour: number;
  readonly #horizon: number;
  readonly #memory: number;
  /** The steps of the last two sudden rises. Those within an hour after one belong to it. */
  #last = -Infinity;
  #before = -Infinity;
  #steps = 0;

  constructor(timing: Timing) {
    this.#minute = stepsIn(MINUTE, timing);
    this.#hour = stepsIn(HOUR, timing);
    this.#horizon = horizonOf(timing);
    this.#memory = stepsIn(MEMORY, timing);
  }

  get areUsual(): boolean {
    return this.#steps - this.#before <= this.#memory;
  }

  /** Call it once after each figure. */
  add(demand: Demand): void {
    this.#steps += 1;
    if (!demand.has(this.#horizon + this.#minute - 1)) return;
    const before = demand.mean(this.#horizon, this.#minute);
    if (demand.mean(0, this.#minute) + SOME <= TIMES * (before + SOME)) return;
    if (this.#steps - this.#last <= this.#hour) return;
    this.#before = this.#last;
    this.#last = this.#steps;
  }
}
