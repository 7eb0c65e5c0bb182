import type { PoolTick } from './pool.ts';

/**
 * One step of a simulation. Work is in worker-ticks, the work that one worker does in a step. `arrived` is therefore also
 * the number of workers that the step's arrivals keep busy. Where workers have weights, one worker is one unit of capacity.
 */
export interface Tick {
  /** Steps since the start, from 0. */
  readonly index: number;
  /** Start of the step, ms since the epoch. */
  readonly at: number;
  readonly arrived: number;
  readonly served: number;
  readonly lost: number;
  /** Work waiting at the end of the step. */
  readonly queued: number;
  /** Busy workers. */
  readonly busy: number;
  /** Age of the oldest waiting work in steps; 0 if none waits. */
  readonly oldest: number;
  /** Work started in this step; null in interactive scenarios, where work does not wait. */
  readonly started: readonly Started[] | null;
  readonly ready: number;
  readonly booting: number;
  /** Removed workers that are still billed. */
  readonly draining: number;
  readonly launched: number;
  readonly retired: number;
  /** Workers interrupted in this step. */
  readonly interrupted: number;
  /** Where workers have weights, how many there are: the other amounts are units of capacity. */
  readonly workers?: { readonly ready: number; readonly billed: number; readonly launched: number };
  /** Dollars that the step costs, and what spot saves of them; absent unless workers are priced one by one. */
  readonly usd?: number;
  readonly savedUsd?: number;
  /** The warm pool; absent without one. */
  readonly pool?: PoolTick;
}

/** The part of a step that describes its work. */
export type Work = Pick<Tick, 'arrived' | 'served' | 'lost' | 'queued' | 'busy' | 'oldest' | 'started'>;

/** Models how workers process work. `now`: index of the step. Work is in worker-ticks. */
export interface Workload {
  /** Ends completed tasks. Call it once at the start of a step. Returns how many workers are still busy. */
  begin(now: number): number;
  /** Returns the tasks of interrupted workers to the queue. `ready`: remaining workers. */
  evict(ready: number): void;
  serve(now: number, arrived: number, ready: number): Work;
}

/** Started work that arrived in the same step; possibly only a part of it. */
export interface Started {
  /** Index of the step in which it arrived. */
  readonly arrival: number;
  readonly work: number;
  /** True if this is the last of the work that arrived in that step. */
  readonly isLast: boolean;
}

/** Units of capacity billed in the step. What a warm pool costs counts as a part of them. */
export const billedIn = ({ ready, booting, draining, pool }: Tick): number =>
  ready + booting + draining + (pool?.costUnits ?? 0);

/** What a controller knows at the start of a step. It excludes the step's own arrivals. */
export interface ControllerInput {
  readonly index: number;
  readonly ready: number;
  readonly booting: number;
  readonly draining: number;
  /** Booting workers by the step in which they become ready, the earliest first. Read it immediately: the array is reused. */
  readonly boots: readonly { readonly launchedAt: number; readonly readyAt: number; readonly count: number }[];
  /** Members of the warm pool that can be started; absent without one. */
  readonly members?: number;
  /** Workers whose task continues from the previous step; 0 unless tasks are whole. */
  readonly busy: number;
  /** Ready and booting workers. */
  readonly capacity: number;
  /** The previous step; null at the start. A controller that needs older steps must store them. */
  readonly last: Tick | null;
}

/**
 * Returns the requested capacity, or null to leave it unchanged. Called once per step, in order. `now`: start of the step,
 * ms since the epoch. A controller is stateful: create a new one for every simulation.
 */
export type Controller = (now: number, input: ControllerInput) => number | null;
