/** Work that must have been done by each of the coming steps, in steps of one worker. */
export interface Due {
  /** By step from now; 0 is not used. */
  readonly work: Float64Array;
  /** Tasks that run: they are not preempted, and their workers are not free for others. All of each is taken to be left. */
  readonly running: number;
  /** Steps that a task takes, and that it may wait. */
  readonly length: number;
  readonly within: number;
}

export interface DueOptions {
  /** Steps that a task takes, that it may wait, and that a worker boots. */
  readonly length: number;
  readonly within: number;
  readonly boot: number;
  /** Steps that the oldest waiting task has waited, where that is known. */
  readonly age?: number | undefined;
}

/** Arrivals go on as in the last quarter of an hour, until a worker launched now serves. */
const RATE_SECONDS = 900;
export const rateSteps = (step: number): number => Math.max(1, Math.round(RATE_SECONDS / step));

/**
 * What is due when, first in, first out: the waiting tasks are the latest arrivals. If more wait than arrived, the rest has
 * waited since before the first reading. `known`: how many of the arrivals had been seen at that moment.
 */
export function dueAt(
  arrivals: Float64Array,
  known: number,
  waiting: number,
  running: number,
  rate: number,
  { length, within, boot, age = known - 1 }: DueOptions,
): Due {
  const work = new Float64Array(boot + 1 + within + 1);
  const last = work.length - 1;
  const add = (step: number, tasks: number) => {
    const at = Math.max(1, Math.min(last, step));
    work[at] = (work[at] as number) + tasks * length;
  };
  let left = waiting;
  for (let index = known - 1; index >= 0 && left > 1e-9; index -= 1) {
    const tasks = Math.min(left, arrivals[index] as number);
    left -= tasks;
    // Seen at the end of its step: the next step is the first in which it can be served.
    add(within - (known - 1 - index), tasks);
  }
  if (left > 1e-9) add(within - age, left);
  for (let step = 1; step + within <= last; step += 1) add(step + within, rate);
  return { work, running, length, within };
}
