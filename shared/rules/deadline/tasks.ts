/** The readings of a queue in tasks, one per step, the newest last. */
export interface Measured {
  readonly waiting: ArrayLike<number>;
  /** Running tasks; null if they are not measured. */
  readonly running: ArrayLike<number> | null;
  /** Seconds that the oldest waiting task has waited; by default, since the first reading. */
  readonly age?: number | undefined;
}

/** The running tasks. If they are not measured, every ready worker counts as busy while tasks wait. */
export function runningAt({ waiting, running }: Measured, index: number, ready: number): number {
  if (running) return running[index] ?? 0;
  return (waiting[index] ?? 0) > 0 ? ready : 0;
}

/**
 * Estimates the arrivals of each step, oldest first. A task that arrived either waits or was started. A task that was
 * started either runs or has ended. Each step, one in `length` running tasks ends (`length`: the duration in steps). Tasks
 * that started together also end together, which makes some estimates negative. These are subtracted from later ones.
 */
export function arrivalsOf(measured: Measured, length: number, ready: number): Float64Array {
  const { waiting } = measured;
  const arrivals = new Float64Array(waiting.length);
  // It is unknown when the tasks of the first reading arrived.
  let owed = 0;
  for (let index = 1; index < waiting.length; index += 1) {
    const before = runningAt(measured, index - 1, ready);
    const now = runningAt(measured, index, ready);
    const started = length > 1 ? now - before + before / length : now / length;
    const arrived = (waiting[index] ?? 0) - (waiting[index - 1] ?? 0) + started - owed;
    arrivals[index] = Math.max(0, arrived);
    owed = Math.min(Math.max(0, -arrived), now);
  }
  return arrivals;
}

/** Readings of a queue whose running tasks are measured, too. */
export interface Counted extends Measured {
  readonly running: ArrayLike<number>;
}

/**
 * The highest possible number of tasks that have waited since the reading `steps` ago. Tasks start in order, so these are
 * the tasks that waited then, less those that have started since: at least the increase in running tasks. Tasks from before
 * the first reading count as arrived at that reading, unless `isOld`.
 */
export function olderThan(steps: number, { waiting, running }: Counted, isOld: boolean): number {
  const newest = waiting.length - 1;
  if (newest < steps && !isOld) return 0;
  const then = Math.max(0, newest - steps);
  const started = Math.max(0, (running[newest] ?? 0) - (running[then] ?? 0));
  return Math.max(0, Math.min(waiting[newest] ?? 0, (waiting[then] ?? 0) - started));
}

/** The highest number of tasks, waiting and running, in the newest reading and the `steps` before it. */
export function mostTasks({ waiting, running }: Counted, steps: number): number {
  const newest = waiting.length - 1;
  let most = 0;
  for (let index = newest; index >= Math.max(0, newest - steps); index -= 1) {
    most = Math.max(most, (waiting[index] ?? 0) + (running[index] ?? 0));
  }
  return most;
}

/**
 * Whether the readings count whole tasks exactly. Means over a period and parts of tasks do not. Some estimates contradict
 * themselves: while tasks wait, a worker that finishes one takes another, so the number of running tasks cannot fall. And a
 * task that no longer waits must be running.
 */
export function isCounted(measured: Measured): measured is Counted {
  const { waiting, running } = measured;
  if (!running) return false;
  for (let index = 0; index < waiting.length; index += 1) {
    const [waits, runs] = [waiting[index] ?? 0, running[index] ?? 0];
    if (!isWhole(waits) || !isWhole(runs)) return false;
    const before = Math.max(0, index - 1);
    if (waits > 0 && runs < (running[before] ?? 0)) return false;
    if ((waiting[before] ?? 0) - waits > runs) return false;
  }
  return true;
}

const isWhole = (count: number): boolean => Math.abs(count - Math.round(count)) < 1e-6;
