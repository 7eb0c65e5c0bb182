import { ceilUncapped } from '../../model/index.ts';
import { type Scenario, taskTicksOf } from './scenario.ts';

/**
 * Whole workers that the work of a step needs. For whole tasks these are the tasks in progress, if each starts when it arrives: a
 * task occupies its worker for all its time, so its work isn't done within the step in which it arrives.
 */
export class NeededWorkers {
  /** Ring buffer of the tasks that arrived within the duration of a task; null unless tasks are whole. */
  readonly #recent: Float64Array | null;
  #inProgress = 0;
  #index = 0;

  constructor(scenario: Scenario) {
    const isWhole = scenario.kind === 'queue' && scenario.tasks === 'whole';
    this.#recent = isWhole ? new Float64Array(taskTicksOf(scenario)) : null;
  }

  /** Call it for every step, in order. `arrived`: its work in worker-steps. */
  of(arrived: number): number {
    const recent = this.#recent;
    if (!recent) return ceilUncapped(arrived);
    const slot = this.#index % recent.length;
    this.#inProgress += arrived - (recent[slot] ?? 0);
    recent[slot] = arrived;
    this.#index += 1;
    return ceilUncapped(this.#inProgress / recent.length);
  }
}
