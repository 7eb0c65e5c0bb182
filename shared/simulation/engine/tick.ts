/**
 * One step of a simulation. Work is in worker-ticks: what one worker does in a step is 1, so that `arrived` is also the
 * number of workers which the step's arrivals keep busy.
 */
export interface Tick {
  /** Steps since the start, from 0. */
  readonly index: number;
  /** Start of the step, ms since the epoch. */
  readonly at: number;
  readonly arrived: number;
  readonly served: number;
  readonly lost: number;
  /** Work that waits at the step's end. */
  readonly queued: number;
  /** Workers at work. */
  readonly busy: number;
  /** Steps that the oldest waiting work has waited; 0 when none waits. */
  readonly oldest: number;
  /** Work that has started in this step; null where work does not wait. */
  readonly started: readonly Started[] | null;
  readonly ready: number;
  readonly booting: number;
  /** Workers retired, and still billed. */
  readonly draining: number;
  readonly launched: number;
  readonly retired: number;
  /** Workers that were taken away. */
  readonly interrupted: number;
}

/** What happened to the work of a step. */
export type Work = Pick<Tick, 'arrived' | 'served' | 'lost' | 'queued' | 'busy' | 'oldest' | 'started'>;

/** How workers process work. `now` is the index of the step; work is in worker-ticks. */
export interface Workload {
  /** Ends the tasks that are complete. Called once at the start of each step; returns how many workers are still busy. */
  begin(now: number): number;
  /** After an interruption left `ready` workers: tasks of the interrupted ones wait again. */
  evict(ready: number): void;
  serve(now: number, arrived: number, ready: number): Work;
}

/** Work of one arrival step, or a part of it. */
export interface Started {
  /** Index of the step in which it arrived. */
  readonly arrival: number;
  readonly work: number;
  /** Nothing of that arrival waits any longer. */
  readonly isLast: boolean;
}

/** Every worker that is paid for in the step. */
export const billedIn = ({ ready, booting, draining }: Tick): number => ready + booting + draining;

/** What can be known at the start of a step: nothing of that step's arrivals, nor of anything later. */
export interface Seen {
  readonly index: number;
  readonly ready: number;
  readonly booting: number;
  readonly draining: number;
  /** The booting ones: how many become ready at which step, the next first. To be read at once: it changes. */
  readonly boots: readonly { readonly readyAt: number; readonly count: number }[];
  /** Workers with a task that goes on from the step before; only where tasks are whole. */
  readonly busy: number;
  /** Workers that are capacity or soon will be: ready and booting. */
  readonly capacity: number;
  /** The step before; null at the start. Who needs more of the past keeps it. */
  readonly last: Tick | null;
}

/**
 * Asked once a step, in order: the capacity wanted, or null to leave it as it is. `now`: start of the step, ms since the
 * epoch. One controller plays one simulation: it may remember what it saw.
 */
export type Controller = (now: number, seen: Seen) => number | null;
