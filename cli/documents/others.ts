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

export const applied = z.array(z.object({ group: z.string(), version: z.int().nullable(), notes: z.array(reason) }));

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

export const findings = z.array(
  z.looseObject({
    ...{ kind: z.string(), group: z.string(), subject: z.string().nullable() },
    ...{ told: z.string(), code, params },
    ...{ remedy: z.string().nullable(), mended: z.boolean() },
  }),
);

export const redriven = z.array(
  z.object({
    ...{ message: z.string(), stays: z.boolean(), told: z.string(), code, params },
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

export const reported = z.object({ worker: z.string(), region: z.string(), report: z.string(), at: time });

export const simulated = z.object({
  policy: z.looseObject({}),
  algorithms: z.array(z.looseObject({ name: z.string() })),
});

export const backtested = z.looseObject({});

export const localUp = z.object({
  ...{ started: z.boolean(), endpoint: z.string(), pid: z.int() },
  environment: z.record(z.string(), z.string()),
});
export const localDown = z.object({ ended: z.boolean() });
export const localStatus = z.object({
  ...{ running: z.boolean(), endpoint: z.string().nullable(), pid: z.int().nullable() },
});
export const localEnvironment = z.record(z.string(), z.string());
