import type { Datapoint } from '../model/index.ts';

/** What was read of a metric that each worker can have for itself. A worker without datapoints has no data. */
export class WorkerReadout {
  /** Of the group as a whole; empty if only its workers have values. Oldest first. */
  readonly group: readonly Datapoint[];
  /** By the worker's id. Oldest first. */
  readonly workers: ReadonlyMap<string, readonly Datapoint[]>;

  /** Datapoints before this moment are left out, because there are too many. Null if there are none. ms since the epoch. */
  readonly cutAt: number | null;

  constructor(
    group: readonly Datapoint[] = [],
    workers: ReadonlyMap<string, readonly Datapoint[]> = new Map(),
    cutAt: number | null = null,
  ) {
    this.group = group;
    this.workers = workers;
    this.cutAt = cutAt;
  }
}
