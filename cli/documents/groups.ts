import * as z from 'zod';
import * as part from './parts.ts';

/** What `status`, `workers`, `activities`, `explain` and `evaluate` print. */
const { time, count, reason, fault, activity, decision, seen } = part;

const ofState = {
  group: z.string(),
  version: z.int().nullable().describe('the active version of the policy'),
  desired: count.nullable(),
  draining: count.nullable(),
  faults: z.array(fault).describe('why the newest policy was rejected'),
  claim: part.claim.nullable().describe('the resize in progress'),
  breaker: part.backoff.nullable().describe('why launches wait'),
  retiring: z.boolean().describe('the policy is deleted'),
  paused: part.paused.optional(),
  dryRun: z.boolean().optional(),
  manual: z.looseObject({}).nullable().describe('what a person has set by hand'),
  conditions: z.array(part.condition),
  notes: z.array(reason),
};

export const groups = z.array(
  z.looseObject({
    ...ofState,
    workers: count.nullable().describe('null: the provider cannot describe the group'),
    error: z.string().optional().describe('the stored state cannot be used'),
    errorReason: z.object({ code: part.code, params: part.params }).optional(),
    undescribed: reason.optional(),
  }),
);

const worker = z.looseObject({
  id: z.string(),
  group: z.string(),
  launchedAt: time,
  zone: z.string(),
  drainingUntil: time.nullable(),
  protected: z.boolean(),
  busy: z.boolean().nullable(),
  unhealthy: z.string().nullable(),
  serving: z.boolean(),
});

export const group = z.looseObject({
  ...ofState,
  at: time,
  live: count.nullable(),
  lastOutAt: time.nullable(),
  lastInAt: time.nullable(),
  dueAt: time.nullable().describe('when the schedule evaluates it at the latest'),
  failures: count.describe('evaluations in a row that failed'),
  drains: z.array(z.object({ activity: z.string(), until: time, workers: z.array(z.string()) })),
  notices: z.array(z.looseObject({ id: z.string(), kind: z.string(), at: time })),
  unavailable: z.record(z.string(), time).describe('excluded capacity, and until when'),
  workers: z.array(worker).nullable(),
  seen: z.record(z.string(), count).nullable(),
  tuning: z.array(z.looseObject({ rule: z.string(), kind: z.string() })),
  lastActivity: activity.nullable(),
  error: reason.optional(),
});

export const workers = z.object({
  group: z.string(),
  at: time,
  workers: z.array(
    z.looseObject({
      id: z.string(),
      state: z.string(),
      values: z.record(z.string(), z.number()),
      load: z.number().nullable(),
      overloaded: z.boolean(),
      idleSince: time.nullable(),
      launchedAt: time.nullable(),
    }),
  ),
});

export const activities = z.array(activity);

const now = z.looseObject({
  at: time,
  state: z.looseObject({ group: z.string(), desired: count.nullable() }),
  seen: seen.optional(),
  decision: decision.optional(),
  notes: z.array(reason),
  error: reason.optional(),
});
export const explanation = z.union([
  z.object({ activity: activity.nullable(), now }),
  z.object({ activity }).describe('with the id of an activity'),
  z.object({ activity: activity.nullable(), evaluation: z.looseObject({ at: time }) }).describe('with --at'),
  decision.describe('with --decision'),
]);

export const evaluation = z.looseObject({
  group: z.string(),
  trigger: z.string(),
  at: time,
  result: z.enum(['held', 'resized', 'lost', 'dry-run', 'skipped', 'failed']),
  told: z.string(),
  ...{ code: part.code, params: part.params },
  seen: seen.optional(),
  decision: decision.optional(),
  notes: z.array(reason).optional(),
});

export const top = z.array(
  z.object({
    group: z.string(),
    desired: count.nullable(),
    ready: count.nullable(),
    warming: count.nullable(),
    draining: count.nullable(),
    unhealthy: count.nullable(),
    waste: count.nullable().describe('workers beyond what the rules ask for'),
    hourlyUsd: z.number().nullable(),
    monthlyUsd: z.number().nullable(),
    spotPercent: count.nullable(),
    last: z.object({ at: time, text: z.string() }).nullable(),
    heldBy: z.string().nullable(),
  }),
);
