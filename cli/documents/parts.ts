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
    stack: z.string().optional().describe('with --debug'),
  }),
});

const entry = z.object({
  stage: z.string(),
  proposed: z.number().nullable(),
  because: z.string(),
  ...{ code, params },
});

export const decision = z.object({
  group: z.string(),
  direction: z.enum(['out', 'in', 'hold']),
  ...{ current: count, desired: count, change: z.int() },
  ...{ reason: z.string(), code, params },
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
  metrics: z.record(z.string(), z.number().nullable()).describe('the newest value of each metric; null without data'),
});

export const intent = z.looseObject({
  kind: z.enum(['launch', 'retire']),
  provider: z.string(),
});
export const outcome = z.looseObject({ kind: z.enum(['launch', 'retire']) });

export const activity = z.object({
  id: z.string(),
  group: z.string(),
  trigger: z.string(),
  status: z.enum(['claimed', 'draining', 'done', 'partial', 'failed']),
  holder: z.string(),
  startedAt: time,
  settledAt: time.nullable(),
  version: z.int(),
  ...{ seen, decision, intent },
  outcome: outcome.nullable(),
  notes: z.array(reason),
  error: z.string().nullable(),
  errorReason: z.object({ code, params }).nullable(),
});

export const claim = z.looseObject({ activity: z.string(), holder: z.string(), leaseUntil: time });
export const backoff = z.looseObject({ failures: count, until: time, because: z.string(), code, params });
export const condition = z.looseObject({ condition: z.string(), since: time });
