import type { Description, ManagedWorker, WorkerReports } from '../../../providers/index.ts';

/** Beyond this many different ones, all are forgotten, and the next ones are kept anew. */
const MOST_KEPT = 10_000;

/** Keeps one object of those that are equal: the workers of a stage have few different details and reports. */
export class Compact {
  readonly #kept = new Map<string, object>();

  description(description: Description): Description {
    return { ...description, workers: description.workers.map((worker) => this.#worker(worker)) };
  }

  #worker(worker: ManagedWorker): ManagedWorker {
    const reported: { reported?: WorkerReports } = worker.reported ? { reported: this.#one(worker.reported) } : {};
    return { ...worker, details: this.#one(worker.details), ...reported };
  }

  #one<T extends object>(value: T): T {
    const key = JSON.stringify(value);
    const known = this.#kept.get(key);
    if (known) return known as T;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, value);
    return value;
  }
}
