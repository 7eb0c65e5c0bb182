/** The readings of a queue in tasks, one per step, the newest last. */
export interface Measured {
  readonly waiting: ArrayLike<number>;
  /** Running tasks; null if they are not measured. */
  readonly running: ArrayLike<number> | null;
  /** Seconds that the oldest waiting task has waited; by default, since the first reading. */
  readonly age?: number;
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
