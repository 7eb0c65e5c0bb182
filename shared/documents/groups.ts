import * as z from 'zod';
import * as part from './parts.ts';

/** What `status`, `workers`, `activities`, `explain` and `evaluate` print. */
const { time, count, reason, fault, activity, decision, seen, manual } = part;
const unavailable = z.record(z.string(), time).describe('excluded capacity, and until when');

const membership = {
  cluster: z.string().optional().describe('the cluster that it is in'),
  tier: z.string().optional().describe('its tier in that cluster'),
};

const ofState = {
  group: z.string(),
  version: z.int().nullable().describe('the active version of the policy'),
  desired: count.nullable().describe('what was decided last'),
  capacity: count.optional().describe('units of capacity of its workers, where they have weights'),
  draining: count.nullable().describe('workers that drain; null: the provider cannot describe the group'),
  faults: z.array(fault).describe('why the newest policy was rejected'),
  claim: part.claim.nullable().describe('the resize in progress'),
  breaker: part.backoff.nullable().describe('why launches wait'),
  retiring: z.boolean().describe('the policy is deleted'),
  ...membership,
  paused: part.paused.optional(),
  dryRun: z.boolean().optional(),
  manual: manual.describe('what a person has set by hand'),
  overflow: part.overflow.describe('requests between regions'),
  rollout: part.rollout.nullable().optional().describe('the last rollout'),
  conditions: z.array(part.condition),
  notes: z.array(reason),
};

/** A group among others. */
export const listedGroup = z.object({
  ...ofState,
  workers: count.nullable().describe('workers that do not drain; null: the provider cannot describe the group'),
  error: z.string().optional().describe('the stored state cannot be used'),
  errorReason: z.object({ code: part.code, params: part.params }).optional(),
  undescribed: reason.optional().describe('why the provider cannot describe the group'),
});
export const groups = z.array(listedGroup);

const report = z.object({ code: part.code, params: part.params });
const worker = z
  .object({
    id: z.string(),
    group: z.string(),
    launchedAt: time,
    zone: z.string(),
    drainingUntil: time.nullable().describe('null: it does not drain'),
    drained: z.boolean().describe('it has reported that it is done'),
    protected: z.boolean(),
    busy: z.boolean().nullable().describe('null: it does not report that'),
    unhealthy: z.string().nullable(),
    awaited: z.string().optional().describe('what a running worker waits for before it is in service'),
    serving: z.boolean(),
    weight: count.optional().describe('units of capacity that it counts as; 1 if absent'),
    activity: z.string().nullable().optional().describe('what launched it'),
    reported: z
      .looseObject({ unreadable: z.array(report) })
      .optional()
      .describe('what else it reports'),
  })
  .catchall(z.string())
  .describe('other fields are details of the provider, such as instanceType');

const measured = {
  launches: count.describe('the number of launches measured'),
  p50: z.number().describe('seconds within which half of them were ready'),
  p95: z.number().describe('seconds within which 95 % of them were ready'),
};

export const group = z.object({
  ...ofState,
  at: time,
  live: count.nullable().describe('workers that do not drain'),
  lastOutAt: time.nullable().describe('the last scale-out'),
  lastInAt: time.nullable().describe('the last scale-in'),
  dueAt: time.nullable().describe('when the schedule evaluates it at the latest'),
  failures: count.describe('evaluations in a row that failed'),
  drains: z.array(z.object({ activity: z.string(), until: time, workers: z.array(z.string()) })),
  notices: z.array(part.notice).describe('workers that end soon, or have ended'),
  unavailable,
  workers: z.array(worker).nullable(),
  seen: z.record(z.string(), count).nullable().describe('the number of workers by state'),
  cost: z
    .object({
      hourlyUsd: z.number().describe('of the workers and the warm pool'),
      diskHourlyUsd: z.number().optional().describe('the part of it for disks of stopped members of the warm pool'),
      savedHourlyUsd: z.number(),
      monthUsd: z.number(),
    })
    .nullable()
    .optional()
    .describe('in dollars; null: not known'),
  launchToReady: z
    .object({
      ...measured,
      boot: z
        .number()
        .nullable()
        .describe('the boot time of rules that do not set boot; null until enough is measured'),
      types: z.array(z.object({ type: z.string(), start: z.enum(['cold', 'warm']), ...measured })),
    })
    .nullable()
    .optional()
    .describe('how long the latest launches took until their workers were ready, in seconds; null without one'),
  warmPool: part.warmPool.describe('prepared instances, which are no workers'),
  tuning: z
    .array(z.object({ rule: z.string(), kind: z.string(), foundAt: time.nullable(), dueAt: time.nullable() }))
    .describe('rules that tune themselves'),
  lastActivity: activity.nullable(),
  error: reason.optional().describe('why the provider cannot describe the group'),
});

export const workers = z.object({
  group: z.string(),
  at: time,
  workers: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      zone: z.string().optional(),
      protected: z.boolean().optional(),
      busy: z.boolean().nullish(),
      weight: count.optional().describe('units of capacity that it counts as; 1 if absent'),
      version: z.string().optional().describe('the version of the launch template that it was launched from'),
      outdated: z
        .enum(['version', 'image', 'type', 'subnet', 'before', 'age'])
        .optional()
        .describe(
          'in what it differs from what launches use, or from what a rollout replaces workers by; before: it was there when a rollout of all workers began; age: it has reached maxLifetime',
        ),
      values: z.record(z.string(), z.number()).describe('the newest value of each of its metrics'),
      load: z.number().nullable().describe('its greatest value as a part of the bound; null without one'),
      overloaded: z.boolean(),
      idleSince: time.nullable(),
      launchedAt: time.nullable(),
    }),
  ),
  members: z
    .array(
      z.object({
        id: z.string(),
        state: z.enum(['preparing', 'running', 'stopping', 'stopped', 'hibernating', 'hibernated']),
        zone: z.string().optional(),
        type: z.string().optional(),
        version: z.string().optional().describe('the version of the launch template that it was launched from'),
        since: time.describe('since when it is a member'),
        launchedAt: time,
      }),
    )
    .describe('members of the warm pool, which are not workers'),
});

export const activities = z.array(activity);

const points = z.array(z.object({ at: time, value: z.number() }));
const state = z.object({
  group: z.string(),
  revision: count,
  version: z.int().nullable(),
  faults: z.array(fault),
  desired: count.nullable(),
  lastOutAt: time.nullable(),
  lastInAt: time.nullable(),
  ruleFiredAt: z.record(z.string(), time),
  proposals: points.describe('what the rules asked for; each value until the next'),
  changes: z.array(z.object({ at: time, by: z.int() })),
  missing: z.record(z.string(), count).describe('evaluations in a row without data, by rule'),
  tuned: z.record(z.string(), z.looseObject({ kind: z.string(), at: time })).describe('what rules have learned'),
  readings: z.record(z.string(), points),
  claim: part.claim.nullable(),
  draining: z.array(
    z.object({
      activity: z.string(),
      until: time,
      victims: z.array(z.string()),
      healthy: z.boolean(),
      waitForBusy: z.boolean().optional(),
      retold: z.boolean().optional(),
    }),
  ),
  launched: z
    .array(
      z.object({
        id: z.string(),
        at: time,
        askedAt: time.optional(),
        market: z.string().optional(),
        place: z.string().optional(),
        weight: count.optional(),
        seen: z.literal(true).optional(),
        served: z.literal(true).optional(),
      }),
    )
    .describe('workers launched a moment ago'),
  unfulfilled: count.describe('workers that the last launch left missing'),
  breaker: part.backoff.nullable(),
  warned: z.array(part.notice),
  replacing: count,
  spared: z.array(z.object({ id: z.string(), until: time })).describe('workers that could not be terminated'),
  retiring: z.boolean(),
  manual,
  overflow: part.overflow,
  conditions: z.array(part.condition),
  dueAt: time.nullable(),
  failures: count,
  unavailable,
});
const now = z.object({
  at: time,
  state,
  seen: seen.optional(),
  decision: decision.optional().describe('what an evaluation would decide; absent if it could decide nothing'),
  notes: z.array(reason),
  error: reason.optional().describe('why the provider cannot describe the group'),
});
/** The newest activity, and what an evaluation would decide now. */
export const explainedNow = z.object({ activity: activity.nullable(), now });
export const explanation = z.union([
  explainedNow,
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
  code: part.code,
  params: part.params,
  seen: seen.optional(),
  decision: decision.optional(),
  notes: z.array(reason).optional(),
});

export const top = z.array(
  z.object({
    group: z.string(),
    ...membership,
    desired: count.nullable(),
    capacity: count.optional().describe('units of capacity of its workers, where they have weights'),
    ready: count.nullable(),
    warming: count.nullable(),
    draining: count.nullable(),
    unhealthy: count.nullable(),
    warmPool: z
      .object({ members: count, size: count.describe('how many there should be') })
      .optional()
      .describe('absent for a group without a warm pool'),
    waste: count.nullable().describe('workers beyond what the rules ask for'),
    hourlyUsd: z.number().nullable(),
    monthlyUsd: z.number().nullable(),
    spotPercent: count.nullable(),
    last: z.object({ at: time, text: z.string() }).nullable(),
    heldBy: z.string().nullable(),
  }),
);
