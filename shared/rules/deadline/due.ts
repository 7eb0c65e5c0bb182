/** The work that is due at each coming step. The unit is one step of one worker. */
export interface Due {
  /** Indexed by steps from now. Index 0 is unused. */
  readonly work: Float64Array;
  /** Running tasks, which are not preempted. The whole duration of each is assumed to remain. */
  readonly running: number;
  /** The duration of a task and the allowed wait, in steps. */
  readonly length: number;
  readonly within: number;
}

export interface DueOptions {
  /** The duration of a task, the allowed wait and the boot time, in steps. */
  readonly length: number;
  readonly within: number;
  readonly boot: number;
  /** How long the oldest waiting task has waited, in steps, if known. */
  readonly age?: number | undefined;
}

/**
 * The work by deadline. Tasks are served in order, so the waiting tasks are the latest arrivals. If more tasks wait than
 * arrived, the others arrived before the first reading.
 */
export function dueAt(
  arrivals: Float64Array,
  waiting: number,
  running: number,
  rate: number,
  { length, within, boot, age = arrivals.length - 1 }: DueOptions,
): Due {
  const work = new Float64Array(boot + 1 + within + 1);
  const last = work.length - 1;
  const add = (step: number, tasks: number) => {
    const at = Math.max(1, Math.min(last, step));
    work[at] = (work[at] as number) + tasks * length;
  };
  let left = waiting;
  const newest = arrivals.length - 1;
  for (let index = newest; index >= 0 && left > 1e-9; index -= 1) {
    const tasks = Math.min(left, arrivals[index] as number);
    left -= tasks;
    // An arrival is read at the end of its step, so the next step is the first that can serve it.
    add(within - (newest - index), tasks);
  }
  if (left > 1e-9) add(within - age, left);
  for (let step = 1; step + within <= last; step += 1) add(step + within, rate);
  return { work, running, length, within };
}
