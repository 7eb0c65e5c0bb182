import { warmSize } from '../../rightsize/index.ts';
import type { PoolSizer } from '../engine/pool.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';

interface Sizing {
  readonly scenario: Scenario;
  /** Price of a member that waits, relative to a worker. */
  readonly share: number;
  /** Seconds. */
  readonly start: number;
  readonly maxAge: number;
  readonly reuse: boolean;
  /** Units of capacity of a member. */
  readonly weight: number;
  /** In units of capacity. */
  readonly most: number;
}

const HOUR = 3600;
const MOST_HOURS = 14 * 24;

/** The size of a pool with `size: auto`, chosen every hour from how the group grew before. */
export class AutoSize implements PoolSizer {
  size = 0;
  readonly #sizing: Sizing;
  readonly #hour: number;
  /** Capacity added in the steps of a launch time, in a ring buffer. */
  readonly #grown: Float64Array;
  #within = 0;
  #largest = 0;
  readonly #steps: number[] = [];

  constructor(sizing: Sizing) {
    this.#sizing = sizing;
    this.#hour = ticksIn(HOUR, sizing.scenario);
    this.#grown = new Float64Array(Math.max(1, ticksIn(sizing.scenario.boot, sizing.scenario)));
  }

  sizeAt(now: number, grown: number): number {
    const slot = now % this.#grown.length;
    this.#within += grown - (this.#grown[slot] ?? 0);
    this.#grown[slot] = grown;
    this.#largest = Math.max(this.#largest, this.#within);
    if (now > 0 && now % this.#hour === 0) this.#choose();
    return this.size;
  }

  #choose(): void {
    const { scenario, share, start, maxAge, reuse, weight, most } = this.#sizing;
    this.#steps.push(Math.ceil(this.#largest / weight));
    this.#largest = 0;
    if (this.#steps.length > MOST_HOURS) this.#steps.shift();
    const { size } = warmSize({
      steps: this.#steps,
      launchToReady: scenario.boot,
      startToReady: start,
      maxAge,
      reuse,
      workerUsd: 1,
      memberUsd: share,
      most: Math.floor(most / weight),
    });
    this.size = size;
  }
}
