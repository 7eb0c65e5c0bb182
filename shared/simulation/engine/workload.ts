import type { Scenario } from '../scenario/scenario.ts';
import { Cohorts } from './cohorts.ts';
import type { Work, Workload } from './tick.ts';
import { WholeTasks } from './whole-tasks.ts';

export function workloadOf(scenario: Scenario): Workload {
  if (scenario.kind === 'interactive') return interactive;
  return scenario.tasks === 'whole' ? new WholeTasks(scenario) : new FluidQueue();
}

/** Work beyond the capacity of the ready workers is lost. */
const interactive: Workload = {
  begin: () => 0,
  evict: () => {},
  serve(_now, arrived, ready) {
    const served = Math.min(arrived, ready);
    return { arrived, served, lost: arrived - served, queued: 0, busy: served, oldest: 0, started: null };
  },
};

/** Work that any number of workers can share, in arbitrary fractions; first in, first out. */
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
