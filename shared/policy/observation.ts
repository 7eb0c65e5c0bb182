import * as z from 'zod';
import { isFigure } from '../model/index.ts';
import { faultsOf, issueMessage } from './faults.ts';
import { instant } from './instant.ts';
import type { Parsed } from './policy.ts';
import { tuned } from './tuned.ts';
import { workerCount as count, MOST_WORKERS } from './worker-count.ts';

/** A worker's state as the decision knows it; `draining` workers are on their way out and no longer capacity. */
export const WORKER_STATES = ['pending', 'warming', 'ready', 'draining', 'unhealthy'] as const;
export type WorkerState = (typeof WORKER_STATES)[number];

const worker = z.object({
  id: z.string().min(1).max(200),
  state: z.enum(WORKER_STATES),
  launchedAt: instant.optional(),
  protected: z.boolean().default(false),
  busy: z.boolean().optional(),
  /** Since when every idle bound of the policy's `workers` rule has held. */
  idleSince: instant.optional(),
  zone: z.string().max(100).optional(),
  hourlyUsd: z.number().min(0).max(1e6).optional(),
  metrics: z.record(z.string(), z.unknown()).default({}).transform(finiteFigures),
});

const counts = z.strictObject({
  pending: count.default(0),
  warming: count.default(0),
  ready: count.default(0),
  draining: count.default(0),
  unhealthy: count.default(0),
});

/** A datapoint that is no number, or no sensible one, is no data: it must never become a capacity. */
const series = z
  .array(z.object({ at: instant, value: z.unknown() }))
  .max(100_000)
  .nullable()
  .transform((points) =>
    (points ?? [])
      .filter((point): point is { at: number; value: number } => isFigure(point.value))
      .sort((earlier, later) => earlier.at - later.at),
  );

const history = z
  .object({
    proposals: z
      .array(z.object({ at: instant, value: count }))
      .max(10_000)
      .default([]),
    changes: z
      .array(z.object({ at: instant, by: z.int().min(-MOST_WORKERS).max(MOST_WORKERS) }))
      .max(10_000)
      .default([]),
    lastOutAt: instant.optional(),
    lastInAt: instant.optional(),
    ruleFiredAt: z.record(z.string(), instant).default({}),
    /** Evaluations in a row, before this one, in which a rule had no data: what `fallback.after` counts. */
    missing: z.record(z.string(), count).default({}),
    /** What rules that tune themselves found out on recorded demand, by rule; without it they tune on the metrics given. */
    tuned: z.record(z.string(), tuned).default({}),
  })
  .default({ proposals: [], changes: [], ruleFiredAt: {}, missing: {}, tuned: {} });

const observation = z.object({
  now: instant,
  desired: count.optional(),
  workers: z
    .union([z.array(worker).max(MOST_WORKERS), counts], { error: 'must be a list of workers, or counts by state' })
    .optional(),
  metrics: z.record(z.string(), series).default({}),
  history,
});

export type Worker = z.output<typeof worker>;
export type WorkerCounts = z.output<typeof counts>;
/** What a decision sees. All times are ms since the epoch. */
export type Observation = z.output<typeof observation>;
/** What was observed, as JSON carries it. */
export type ObservationDocument = z.input<typeof observation>;

/** Reads an observation from outside. Never throws. */
export function parseObservation(written: unknown): Parsed<Observation> {
  const parsed = observation.safeParse(written, { error: issueMessage });
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, faults: faultsOf(parsed.error) };
}

function finiteFigures(metrics: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter((entry): entry is [string, number] => isFigure(entry[1])));
}
