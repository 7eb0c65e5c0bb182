import { type QueueScenario, taskTicksOf } from '../scenario/scenario.ts';
import { Cohorts } from './cohorts.ts';
import type { Started, Work, Workload } from './tick.ts';

/** Tasks that occupy one worker from start to end. */
export class WholeTasks implements Workload {
  /** Duration of a task in steps. */
  readonly #length: number;
  /** Number of waiting tasks by step of arrival. */
  readonly #waiting = new Cohorts();
  /** Ring buffer: number of running tasks by the step in which they end. */
  readonly #ending: Float64Array;
  #running = 0;
  /** Fraction of the next task that has arrived so far. */
  #fraction = 0;
  #now = 0;

  constructor(scenario: QueueScenario) {
    this.#length = taskTicksOf(scenario);
    this.#ending = new Float64Array(this.#length + 1);
  }

  begin(now: number): number {
    this.#now = now;
    const slot = now % this.#ending.length;
    this.#running -= this.#ending[slot] ?? 0;
    this.#ending[slot] = 0;
    return this.#running;
  }

  /** Restarts the most recently started tasks, ahead of the waiting ones. */
  evict(ready: number): void {
    for (let ahead = this.#length; this.#running > ready && ahead > 0; ahead -= 1) {
      const slot = (this.#now + ahead) % this.#ending.length;
      const evicted = Math.min(this.#ending[slot] ?? 0, this.#running - ready);
      if (evicted === 0) continue;
      this.#ending[slot] = (this.#ending[slot] ?? 0) - evicted;
      this.#running -= evicted;
      this.#waiting.putBack(this.#now + ahead - this.#length, evicted);
    }
  }

  serve(now: number, arrived: number, ready: number): Work {
    this.#fraction += arrived / this.#length;
    const tasks = Math.floor(this.#fraction + 1e-9);
    this.#fraction -= tasks;
    if (tasks > 0) this.#waiting.add(now, tasks);
    const starting = Math.min(this.#waiting.total, Math.max(0, ready - this.#running));
    const started = this.#waiting
      .take(starting)
      .map((cohort): Started => ({ ...cohort, work: cohort.work * this.#length }));
    const slot = (now + this.#length) % this.#ending.length;
    this.#ending[slot] = (this.#ending[slot] ?? 0) + starting;
    this.#running += starting;
    const { total, oldest } = this.#waiting;
    return {
      arrived: tasks * this.#length,
      served: this.#running,
      lost: 0,
      queued: total * this.#length,
      busy: this.#running,
      oldest: oldest === undefined ? 0 : now - oldest,
      started,
    };
  }
}
