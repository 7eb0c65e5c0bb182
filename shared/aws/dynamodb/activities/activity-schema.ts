import * as z from 'zod';
import type { Intent, Outcome } from '../../../evaluation/index.ts';
import { reasonSchema, WORKER_STATES, writtenReason } from '../../../model/index.ts';

// Lazy schemas are created when the first activity is read: few evaluations read one.
const moment = z.number();
const ids = z.array(z.string()).readonly();
const count = z.int().min(0);

const seen = z.lazy(() =>
  z.object({
    desired: count,
    workers: z.record(z.enum(WORKER_STATES), count),
    units: z.record(z.enum(WORKER_STATES), count).exactOptional(),
    metrics: z.record(z.string(), z.number().nullable()),
  }),
);

/** The fields of every version. The decision, the intent and the outcome are parsed on their own. */
export const activityFields = z.lazy(() =>
  z.object({
    id: z.string(),
    group: z.string(),
    trigger: z.enum(['schedule', 'interval', 'alarm', 'push', 'worker-event', 'follow-up', 'manual']),
    status: z.enum(['claimed', 'draining', 'done', 'partial', 'failed']),
    holder: z.string(),
    startedAt: moment,
    version: z.int().min(1),
    seen,
    /** Version 1 has none. */
    notes: z.array(reasonSchema).readonly().default([]),
    error: writtenReason.nullable(),
    settledAt: moment.nullable(),
  }),
);

/** What parked members of a warm pool are. */
const rest = z.enum(['stopped', 'hibernated', 'running']);
/** The provider's plan is parsed by its provider. */
const plan = z.unknown();
export const intent: z.ZodType<Intent> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('launch'),
      provider: z.string(),
      plan,
      count,
      inUnits: z.literal(true).exactOptional(),
      cancelDrain: ids,
      replacesLost: count,
      replaces: count,
      replacesForHealth: count.exactOptional(),
      restores: z.boolean().exactOptional(),
      renews: z.literal(true).exactOptional(),
      spec: z.string().exactOptional(),
      deferred: count,
    }),
    z.object({
      kind: z.literal('remove'),
      provider: z.string(),
      plan,
      workers: ids,
      drainUntil: moment,
      waitForBusy: z.boolean().exactOptional(),
      cancelable: z.boolean(),
      replaced: count,
      renews: count.exactOptional(),
      returns: z.object({ workers: ids, most: count, state: rest }).exactOptional(),
    }),
    z.object({ kind: z.literal('pool'), provider: z.string(), plan, count, park: ids, state: rest, drop: ids }),
  ]),
);

const launchedWorker = z.lazy(() =>
  z.object({
    id: z.string(),
    capacityType: z.string().exactOptional(),
    place: z.string().exactOptional(),
    weight: z.number().exactOptional(),
    warm: z.literal(true).exactOptional(),
    details: z.record(z.string(), z.string()),
  }),
);
const launchError = z.lazy(() =>
  z.object({
    code: z.string(),
    message: z.string(),
    offerings: ids,
    capacity: z.boolean(),
    retry: z.enum(['now', 'soon']).optional(),
    leftOutFor: z.number().optional(),
    members: ids.optional(),
    reason: reasonSchema.optional(),
  }),
);

export const outcome: z.ZodType<Outcome> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('launch'),
      launched: z.array(launchedWorker).readonly(),
      ordered: count,
      errors: z.array(launchError).readonly(),
    }),
    z.object({
      kind: z.literal('remove'),
      terminated: ids,
      canceledDrains: count.exactOptional(),
      returned: ids.exactOptional(),
    }),
    z.object({
      kind: z.literal('pool'),
      launched: z.array(launchedWorker).readonly(),
      parked: ids,
      dropped: ids,
      errors: z.array(launchError).readonly(),
    }),
  ]),
);
