import * as z from 'zod';
import { part, stage } from '../../shared/documents/index.ts';

const { code, fault, params, reason, time } = part;

/** What the other commands print. */
export const validated = z.array(
  z.object({
    file: z.string(),
    group: z.string().nullable(),
    valid: z.boolean(),
    faults: z.array(fault),
    warnings: z.array(fault),
    notes: z.array(fault),
    deployable: z.boolean(),
    deploymentFaults: z.array(fault),
  }),
);

const remark = reason.extend({
  verdict: z.enum(['warning', 'blocker']).optional().describe('only of problems that `preflight` finds'),
  remedy: reason.nullable(),
});

export const applied = z.array(
  z.object({
    group: z.string(),
    version: z.int().nullable(),
    warnings: z.array(fault),
    notes: z.array(remark).describe('what the provider reports, and the problems that `preflight` finds'),
  }),
);

export const policies = z.array(
  z.looseObject({
    group: z.string(),
    version: z.int().nullable(),
    acceptedAt: time.nullable(),
    by: z.string().nullable(),
    because: z.string().nullable(),
    faults: z.array(fault),
  }),
);

export const launchTypes = z.object({
  group: z.string(),
  by: z.enum(['instanceTypes', 'requirements']).describe('how the policy chooses types'),
  image: z
    .object({ id: z.string(), architecture: z.string() })
    .nullable()
    .describe('of the launch template; null: not known'),
  types: z.array(
    z.object({
      type: z.string(),
      vcpus: z.int().nullable().describe('null: the region does not have the type'),
      memoryGiB: z.number().nullable(),
      architectures: z.array(z.string()),
      launchable: z.boolean().describe('whether it exists and can run the image'),
      onDemandUsd: z.number().nullable().describe('dollars per hour; null: not known'),
      spotUsd: z.record(z.string(), z.number()).describe('dollars per hour by zone; empty: not known'),
    }),
  ),
  notes: z.array(reason.extend({ remedy: reason.nullable() })),
});

export const findings = z.array(
  z.looseObject({
    kind: z.string(),
    group: z.string(),
    subject: z.string().nullable(),
    told: z.string(),
    code,
    params,
    remedy: z.string().nullable(),
    mended: z.boolean(),
  }),
);

export const redriven = z.array(
  z.object({
    message: z.string(),
    stays: z.boolean(),
    told: z.string(),
    code,
    params,
    queue: z.enum(['failures', 'dead-letters']),
    body: z.string(),
  }),
);

export const checks = z.array(
  z.object({
    verdict: z.enum(['ok', 'warning', 'blocker']),
    group: z.string().nullable(),
    ...reason.shape,
    remedy: reason.nullable(),
  }),
);

export const adopted = z.object({
  policy: z.looseObject({ group: z.string() }),
  notes: z.array(reason),
  nextSteps: z.array(z.object({ what: z.string(), command: z.string() })),
  file: z.string().optional(),
});

export const pushResult = stage.pushResult.extend({ faults: stage.faultList });

export const writtenReport = z.object({
  groups: z.array(z.string()),
  from: time,
  to: time,
  html: z.string().nullable().describe('the file of the page; null if no page was written'),
  cases: z
    .object({ file: z.string(), count: z.number() })
    .nullable()
    .describe('the file of the recorded cases; null if no cases were written'),
});

export const reported = z.object({ worker: z.string(), region: z.string(), report: z.string(), at: time });

/** One line of the comparison of policies. */
const played = z.object({
  name: z.string().describe('policy, policy without its warm pool, new, today, or an algorithm of --compare'),
  workerHours: z.number(),
  unitHours: z.number().optional().describe('hours of units of capacity; absent unless workers have weights'),
  optimumWorkerHours: z.number().describe('with perfect foresight; unit-hours where workers have weights'),
  costRatio: z.number().describe('worker-hours, or unit-hours, divided by those of the optimum'),
  equalLossPercent: z
    .number()
    .optional()
    .describe(
      'the percentage that the policy may lose, or that was lost if it is more; this field and the next two are absent for a queue',
    ),
  equalLossWorkerHours: z.number().optional().describe('with perfect foresight that may lose this percentage'),
  equalLossRatio: z.number().optional().describe('worker-hours, or unit-hours, divided by those'),
  lostPercent: z.number().optional().describe('the share of the demand that was lost; absent for a queue'),
  latePercent: z
    .number()
    .describe('for a queue, the share of tasks that started late; otherwise the same as lostPercent'),
  p95WaitSeconds: z.number().describe('of tasks of a queue, otherwise 0'),
  underPercent: z.number().describe('the share of time with fewer ready workers than needed'),
  overPercent: z.number().describe('the share of time with more ready workers than needed'),
  actions: z.int().describe('changes of the number of workers'),
  launches: z.int().describe('launched workers'),
  usd: z.number().describe('0 without prices'),
  savedUsd: z.number().optional().describe('what spot workers would have cost more on demand; absent if nothing'),
  pool: z
    .object({
      workerHours: z.number().describe('what it costs; part of the hours above'),
      memberHours: z.number().describe('hours of members that wait'),
      started: z.int().describe('launches that started a member'),
      refilled: z.int().describe('members launched to fill the pool'),
    })
    .optional()
    .describe('the warm pool; absent if the policy has none'),
});
const policyDocument = z.looseObject({}).describe('the policy as it is written');

export const simulated = z.object({
  policy: policyDocument,
  algorithms: z.array(played).describe('the policy first'),
  notes: z.array(z.string()).describe('what makes the figures less meaningful'),
  rollout: z
    .object({
      startedAt: time,
      seconds: z.number().nullable().describe('null: it does not end within the demand'),
      workers: z.int().describe('at its start'),
      replaced: z.int(),
      removed: z.int().describe('outdated workers that scale-ins and interruptions removed'),
      extraWorkerHours: z.number().describe('billed in addition to the replay'),
      missingWorkerHours: z.number().describe('missing while replacements boot; 0 with surge'),
      mostAtOnce: z.int().describe('replacements'),
      bakeSeconds: z.number(),
      delaySeconds: z.number(),
      usd: z.number().describe('of the extra hours; 0 without prices'),
    })
    .optional()
    .describe('with --rollout'),
});

const why = z.looseObject({ code: z.string() }).describe('why it is recommended, or why not');

export const recommendedRule = z.object({
  recommended: z.string().describe('the name of the rule, or of the rules that are used together'),
  because: why,
  rules: z
    .array(z.looseObject({ kind: z.string() }))
    .describe('as you write them in a policy, in the units of the recording'),
  policy: policyDocument.describe('a policy with these rules; its names are examples'),
  workerRate: z.number().describe('work units of the recording that one worker serves in a second'),
  allowedPercent: z.number(),
  hours: z.number().describe('that were scored'),
  played: z.array(played.extend({ because: why })).describe('the recommended one first'),
  notPlayed: z.array(z.object({ name: z.string(), because: why })).describe('rules that do not fit the scenario'),
  notes: z.array(z.string()).describe('what makes the figures less meaningful'),
});

export const backtested = z.object({
  group: z.string(),
  days: z.number(),
  start: time,
  end: time,
  demand: z.object({
    from: z.enum(['demand', 'demandPerWorker', 'utilization', 'queue']),
    metrics: z.array(z.string()),
    periodSeconds: z.number(),
    missingPercent: z.number(),
    missingHours: z.number(),
    saturatedPercent: z.number(),
    saturatedHours: z.number(),
  }),
  world: z.looseObject({}).describe('the scenario: docs/reference/simulation.md'),
  taken: z.record(z.string(), z.string()).describe('where fields of the scenario come from'),
  recorded: z
    .object({
      workerHours: z.number(),
      usd: z.number(),
      actions: z.int().nullable(),
      launches: z.int().nullable(),
    })
    .nullable()
    .describe('what the recorded workers were; null without their number'),
  policies: z.object({ today: policyDocument.nullable(), new: policyDocument.nullable() }),
  algorithms: z.array(played),
  notes: z.array(z.string()),
  failIf: z
    .array(
      z.object({
        condition: z.string(),
        result: z.enum(['kept', 'failed', 'unknown']),
        because: z.string(),
      }),
    )
    .optional()
    .describe('the conditions of --fail-if'),
});

export const localUp = z.object({
  started: z.boolean(),
  endpoint: z.string(),
  pid: z.int(),
  environment: z.record(z.string(), z.string()),
});
export const localDown = z.object({ ended: z.boolean() });
export const localStatus = z.object({
  running: z.boolean(),
  endpoint: z.string().nullable(),
  pid: z.int().nullable(),
});
export const localEnvironment = z.record(z.string(), z.string());
