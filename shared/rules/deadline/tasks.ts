/** A queue as it was measured, one figure a step, the newest last. In tasks. */
export interface Measured {
  readonly waiting: ArrayLike<number>;
  /** Tasks that workers are at; null when it is not measured. */
  readonly running: ArrayLike<number> | null;
  /** Seconds that the oldest waiting task has waited; where it is not measured, as long as anyone has looked. */
  readonly age?: number;
}

/** Tasks that are running, where that is measured; else every ready worker is taken to be busy as long as tasks wait. */
export function runningAt({ waiting, running }: Measured, index: number, ready: number): number {
  if (running) return running[index] ?? 0;
  return (waiting[index] ?? 0) > 0 ? ready : 0;
}

/**
 * Tasks that arrived in each step, oldest first. What arrived either waits or was started; what was started either runs
 * or has ended, as one task in so many does in each step (`length`: steps that a task takes). Tasks that began
 * together end together: what seemed to start in the steps between is taken from the arrivals after them.
 */
export function arrivalsOf(measured: Measured, length: number, ready: number): Float64Array {
  const { waiting } = measured;
  const arrivals = new Float64Array(waiting.length);
  // The first step's queue came from before: it is known only that it waits.
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
