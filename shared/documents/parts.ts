import * as z from 'zod';

/** Parts that the documents of several commands share. */
export const time = z.iso.datetime().describe('a time, ISO 8601 in UTC');
export const code = z.string().describe('a stable code; docs/reference/codes.md lists them');
export const params = z.record(z.string(), z.unknown()).describe('the parameters of the code');
export const reason = z.object({ code, params, text: z.string() });
export const fault = z.object({ path: z.string(), message: z.string(), code, params });
export const count = z.int().min(0);
export const paused = z.union([z.boolean(), z.enum(['out', 'in'])]);

export const error = z.object({
  error: z.object({
    code,
    message: z.string(),
    remedy: z.string().nullable().describe('what to do about it'),
    params,
    faults: z
      .array(fault.extend({ document: z.string().describe('such as "The policy web.yaml"') }))
      .optional()
      .describe('what is wrong with each document; only of errors about documents'),
    stack: z.string().optional().describe('with --debug'),
  }),
});

const entry = z.object({
  stage: z.string(),
  proposed: z.number().nullable(),
  because: z.string(),
  code,
  params,
});

export const decision = z.object({
  group: z.string(),
  direction: z.enum(['out', 'in', 'hold']),
  current: count,
  desired: count,
  change: z.int(),
  reason: z.string(),
  code,
  params,
  blockedBy: z.string().nullable(),
  retire: z.array(z.string()),
  proposal: count.nullable(),
  fired: z.array(z.string()),
  blind: z.array(z.string()),
  trace: z.array(entry),
});

export const seen = z.object({
  desired: count,
  workers: z.record(z.string(), count).describe('the number of workers by state'),
  units: z.record(z.string(), count).optional().describe('their units of capacity, where they have weights'),
  metrics: z.record(z.string(), z.number().nullable()).describe('the newest value of each metric; null without data'),
});

const workers = z.array(z.string()).describe('ids of workers');
const intents = {
  launch: z.looseObject({
    kind: z.literal('launch'),
    provider: z.string(),
    count: count.describe('how many workers, or units of capacity, are launched'),
    inUnits: z.literal(true).optional().describe('workers have weights: amounts are units of capacity'),
    takeBack: workers.describe('workers whose drain is canceled'),
    vanished: count.describe('how many replace workers that ended before they were ready'),
    replaces: count.describe('how many replace unhealthy workers'),
    deferred: count.describe('how many are left for a later activity'),
  }),
  retire: z.looseObject({
    kind: z.literal('retire'),
    provider: z.string(),
    victims: workers.describe('workers to terminate'),
    drainUntil: time.describe('when they are terminated at the latest'),
    healthy: z.boolean().describe('whether the drain can be canceled'),
    replaced: count.describe('how many have a launched replacement'),
  }),
  pool: z.looseObject({
    kind: z.literal('pool'),
    provider: z.string(),
    count: count.describe('how many members of the warm pool are launched'),
    park: workers.describe('members that are stopped or hibernated'),
    drop: workers.describe('members to terminate'),
  }),
};
/** With the fields of the provider's plan. */
const intent = z
  .discriminatedUnion('kind', [intents.launch, intents.retire, intents.pool])
  .describe('what it does; the other fields are the plan of the provider');

const launchError = z.object({
  code: z.string().describe("the provider's own code"),
  message: z.string(),
  pools: z.array(z.string()).describe('the offerings that are left out for a while'),
  capacity: z.boolean().describe('whether capacity is short'),
  retry: z.enum(['now', 'soon']).optional(),
  leftOutFor: z.number().optional().describe('how many seconds the offerings are left out'),
  reason: z.object({ code, params }).optional(),
});
const outcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('launch'),
    launched: z.array(z.object({ id: z.string() }).catchall(z.string())).describe('with details of the provider'),
    ordered: count.describe('workers that were ordered and have no id yet'),
    errors: z.array(launchError),
  }),
  z.object({
    kind: z.literal('retire'),
    terminated: workers,
    takenBack: count.optional().describe('workers whose drain was canceled'),
    returned: workers.optional().describe('workers that returned to the warm pool'),
  }),
  z.object({
    kind: z.literal('pool'),
    launched: z.array(z.object({ id: z.string() }).catchall(z.string())).describe('new members of the warm pool'),
    parked: workers,
    dropped: workers,
    errors: z.array(launchError),
  }),
]);

export const activity = z.object({
  id: z.string(),
  group: z.string(),
  trigger: z.string(),
  status: z.enum(['claimed', 'draining', 'done', 'partial', 'failed']),
  holder: z.string(),
  startedAt: time,
  settledAt: time.nullable(),
  version: z.int(),
  seen,
  decision,
  intent,
  outcome: outcome.nullable(),
  notes: z.array(reason),
  error: z.string().nullable(),
  errorReason: z.object({ code, params }).nullable(),
});

export const claim = z.object({ activity: z.string(), holder: z.string(), leaseUntil: time });
export const backoff = z.object({
  failures: count.describe('launches that failed in a row'),
  until: time.describe('when the next launch is tried'),
  because: z.string(),
  at: time.optional().describe('when the last failure was counted'),
  code,
  params,
});
export const condition = z.object({
  condition: z.string(),
  since: time,
  notified: z.boolean().describe('whether somebody was notified'),
});
export const notice = z.object({ id: z.string(), kind: z.string(), at: time });

/** Who set something by hand. */
const setBy = {
  by: z.string(),
  through: z.string(),
  because: z.string().optional(),
  from: z.string().optional(),
  at: time,
  until: time.nullable().describe('null: until somebody ends it'),
};
/** Requests between regions. */
export const warmPool = z.object({
  members: z.array(
    z.object({
      id: z.string(),
      since: time.describe('its launch, or its return from the group'),
      parkedAt: time.nullable().describe('when it was stopped or hibernated; null while it is prepared'),
    }),
  ),
  failures: count.describe('how many refills failed in a row'),
  auto: z.object({ size: count, because: z.string() }).nullable().describe('what `size: auto` has come to'),
});

export const overflow = z.object({
  asked: z
    .object({
      region: z.string(),
      workers: count,
      at: time.describe('when it asked last'),
      until: time,
      running: z
        .object({ at: time, workers: count, ready: count })
        .nullable()
        .describe('what the other region answered last; null if it is not known'),
      failing: z
        .object({ since: time, because: z.string(), code, params })
        .nullable()
        .describe('why no request arrives'),
    })
    .nullable()
    .describe('what the group asks of another region'),
  requested: z
    .array(z.object({ from: z.string(), workers: count, sentAt: time, until: time }))
    .describe('what other regions ask of the group; a request counts before `until`'),
});

const spec = z.record(z.string(), z.string()).describe('what launches use, such as version and image');
export const rollout = z.object({
  id: z.string(),
  status: z.enum(['starting', 'running', 'paused', 'rolling-back', 'rolled-back', 'done', 'canceled', 'stopped']),
  version: z.string().nullable().describe('the version that somebody named'),
  all: z.boolean().describe('workers that have this version already are replaced, too'),
  back: z.boolean().describe('the workers go back to `from`'),
  to: spec.nullable().describe('what the new workers are; null until it has started'),
  from: spec.nullable().describe('what ran before; null: not known'),
  total: count.describe('how many workers were to be replaced when it started'),
  failed: z.array(z.string()).describe('replacements that failed'),
  passed: count.describe('how many checkpoints it has passed'),
  started: z.object({
    at: time,
    by: z.string().nullable().describe('null: Headcount, because of `why`'),
    through: z.string().nullable(),
    because: z.string().nullable(),
    why: reason.nullable(),
  }),
  reason: reason.nullable().describe('why it rolls back, is paused, or has ended'),
  bakingUntil: time.nullable().describe('until when it waits at a checkpoint'),
  endedAt: time.nullable(),
  progress: z
    .object({
      workers: count.describe('workers that do not drain'),
      replaced: count.describe('how many of them match what the rollout launches, and are running and healthy'),
      outdated: z.array(
        z.object({ worker: z.string(), difference: z.enum(['version', 'image', 'type', 'subnet', 'before']) }),
      ),
    })
    .nullable()
    .describe('null: the rollout has ended, or the workers are not known'),
});

export const manual = z.object({
  pauses: z.array(
    z.object({
      paused: z.union([z.literal(true), z.enum(['out', 'in'])]),
      ofStage: z.literal(true).optional().describe('set for all groups at once'),
      ...setBy,
    }),
  ),
  scale: z.object({ workers: count, beyondBounds: z.literal(true).optional(), ...setBy }).nullable(),
});
