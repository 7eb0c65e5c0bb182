import * as z from 'zod';
import {
  workerCount as count,
  faultsOf,
  forms,
  instant,
  isMeasured,
  MOST_WORKERS,
  PARSING,
  type Parsed,
  reasonSchema,
  worker,
  workerCounts,
} from '../model/index.ts';
import { learned } from '../rules/index.ts';
import { policyError } from './reasons.ts';

/**
 * Null: the metric could not be read, or holds nothing usable. Empty: it was read, and there is nothing. A datapoint without
 * a usable number is missing data: it must never become a capacity.
 */
const series = z
  .array(z.object({ at: instant, value: z.unknown() }))
  .max(100_000)
  .nullable()
  .transform((points) => {
    const usable = points?.filter((point): point is { at: number; value: number } => isMeasured(point.value));
    if (!usable || (usable.length === 0 && points?.length !== 0)) return null;
    return usable.sort((earlier, later) => earlier.at - later.at);
  });

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
    /** How many workers served, from each moment on until the next. */
    serving: z
      .array(z.object({ at: instant, workers: count }))
      .max(10_000)
      .transform((known) => known.sort((earlier, later) => earlier.at - later.at))
      .optional(),
    lastOutAt: instant.optional(),
    lastInAt: instant.optional(),
    ruleFiredAt: z.record(z.string(), instant).default({}),
    /** Evaluations in a row, before this one, in which a rule had no data: what `fallback.after` counts. */
    missing: z.record(z.string(), count).default({}),
    /** What rules that tune themselves found out on recorded demand, by rule; without it they tune on the metrics given. */
    tuned: z.record(z.string(), learned).default({}),
  })
  .default({ proposals: [], changes: [], ruleFiredAt: {}, missing: {}, tuned: {} });

/**
 * What the provider and the account can do now, of what the decision without it asks for: workers to be launched (those
 * that are brought back from draining among them) or to be removed.
 */
const admission = z.object({
  asked: count,
  granted: count,
  reasons: z.array(reasonSchema).max(100).default([]),
});

const observation = z.object({
  now: instant,
  desired: count.optional(),
  /** So many of the workers marked `base` stay when the group shrinks, as long as it is that large. */
  base: count.optional(),
  workers: forms([z.array(worker).max(MOST_WORKERS), workerCounts], policyError('', 'invalid-workers', {})).optional(),
  /** The policy is deleted, and is what its group drains to zero by. */
  deleted: z.boolean().optional(),
  metrics: z.record(z.string(), series).default({}),
  history,
  admission: admission.optional(),
});

/** What a decision sees. All times are ms since the epoch. */
export type Observation = z.output<typeof observation>;
/** What was observed, as JSON carries it. */
export type ObservationDocument = z.input<typeof observation>;

/** Reads an observation from outside. Never throws. */
export function parseObservation(written: unknown): Parsed<Observation> {
  const parsed = observation.safeParse(written, PARSING);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, faults: faultsOf(parsed.error) };
}
