import * as z from 'zod';
import { instant } from '../fields/instant.ts';
import { weight, workerCount } from '../fields/worker-count.ts';
import { MOST_WORKERS } from '../figures/arithmetic.ts';
import { isFigure } from '../figures/datapoint.ts';
import { always, noneTwice } from '../validation/refinements.ts';

/** A worker's state as the decision knows it; `draining` workers are on their way out and no longer capacity. */
export const WORKER_STATES = ['pending', 'warming', 'ready', 'draining', 'unhealthy'] as const;
export type WorkerState = (typeof WORKER_STATES)[number];

/** One worker of an observation. */
export const worker = z.object({
  id: z.string().min(1).max(200),
  state: z.enum(WORKER_STATES),
  launchedAt: instant.optional(),
  protected: z.boolean().default(false),
  busy: z.boolean().optional(),
  /** Since when every idle bound of the policy's `workers` rule has held. */
  idleSince: instant.optional(),
  /** Until when those bounds are known to hold: the end of its newest datapoints; `now` if absent. */
  measuredUntil: instant.optional(),
  zone: z.string().max(100).optional(),
  /** One of the workers of which the observation's `base` stay. */
  base: z.boolean().optional(),
  /** In the place of a worker that was not to be had: removed first. */
  substitute: z.boolean().optional(),
  /** Launched from an older version than the policy's: removed before others of its kind. */
  outdated: z.boolean().optional(),
  /** Started from the warm pool. */
  warm: z.boolean().optional(),
  /** The worker of another group on which it runs. */
  host: z.string().max(200).optional(),
  /** What runs on it: how many workers of which groups. */
  runs: z.record(z.string(), workerCount).optional(),
  hourlyUsd: z.number().min(0).max(1e6).optional(),
  /** Units of capacity that it counts as; 1 if absent. */
  weight: weight.optional(),
  metrics: z.record(z.string(), z.unknown()).default({}).transform(finiteFigures),
});

/** A list of workers. An id that is listed twice would count one worker as two. */
export const workerList = z
  .array(worker)
  .max(MOST_WORKERS)
  .superRefine((workers, context) => {
    const ids = workers.map((each: unknown) => Object(each).id);
    noneTwice(ids, context, ['id']);
  }, always);

/** Workers as counts by state. */
export const workerCounts = z.strictObject({
  pending: workerCount.default(0),
  warming: workerCount.default(0),
  ready: workerCount.default(0),
  draining: workerCount.default(0),
  unhealthy: workerCount.default(0),
});

export type Worker = z.output<typeof worker>;
export type WorkerCounts = z.output<typeof workerCounts>;

function finiteFigures(metrics: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter((entry): entry is [string, number] => isFigure(entry[1])));
}
