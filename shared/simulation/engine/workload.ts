import type { World } from '../world/world.ts';
import { Cohorts } from './cohorts.ts';
import type { Tick } from './tick.ts';
import { WholeTasks } from './whole-tasks.ts';

/** What became of a step's work. */
export type Work = Pick<Tick, 'arrived' | 'served' | 'lost' | 'queued' | 'busy' | 'oldest' | 'started'>;

/** How workers and work meet. `now` is the index of the step, work in worker-ticks. */
export interface Workload {
  /** Tasks that end before this step do. Called once at the start of each step; returns workers that go on with theirs. */
  begin(now: number): number;
  /** Workers were taken away, and so many are left: tasks of those that are gone wait again. */
  evict(ready: number): void;
  serve(now: number, arrived: number, ready: number): Work;
}

export function workloadOf(world: World): Workload {
  if (world.kind === 'interactive') return interactive;
  return world.tasks === 'whole' ? new WholeTasks(world) : new FluidQueue();
}

/** Work above the ready workers' capacity is lost. */
const interactive: Workload = {
  begin: () => 0,
  evict: () => {},
  serve(_now, arrived, ready) {
    const served = Math.min(arrived, ready);
    return { arrived, served, lost: arrived - served, queued: 0, busy: served, oldest: 0, started: null };
  },
};

/** Work that flows like water, first in, first out. */
class FluidQueue implements Workload {
  readonly #waiting = new Cohorts();

  begin = () => 0;
  evict = () => {};

  serve(now: number, arrived: number, ready: number): Work {
    if (arrived > 0) this.#waiting.add(now, arrived);
    const served = Math.min(this.#waiting.total, ready);
    const started = this.#waiting.take(served);
    const { total: queued, oldest } = this.#waiting;
    const waited = oldest === undefined ? 0 : now - oldest;
    return { arrived, served, lost: 0, queued, busy: served, oldest: waited, started };
  }
}
