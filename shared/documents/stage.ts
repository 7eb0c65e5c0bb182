import * as z from 'zod';
import { code, count, params, reason, time } from './parts.ts';

/** What concerns the stage, and what happened over time. */
export const audit = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      at: time,
      by: z.string(),
      through: z.string(),
      from: z.string().nullable(),
      action: z.string(),
      group: z.string().nullable().describe('null: it concerns the stage'),
      because: z.string().nullable(),
      params: params.describe('what was asked for'),
      outcome: z.object({ result: z.string().describe('begun, done or failed'), ...reason.shape }),
    }),
  ),
  cursor: z.string().nullable().describe('of the next page; null: there are no more'),
});

const values = z.array(z.object({ at: time, value: z.number() }));
export const series = z.object({
  group: z.string(),
  from: time,
  to: time,
  metrics: z.record(z.string(), values).describe('the values that evaluations used, by metric'),
  workers: z.array(
    z
      .object({ at: time, desired: count })
      .catchall(count)
      .describe('the number of workers by state, and what was decided'),
  ),
});

const sum = {
  usd: z.number().describe('dollars'),
  savedUsd: z.number().describe('what spot workers would have cost more on demand'),
  workerHours: z.number(),
  spotHours: z.number().describe('of them'),
};
export const costs = z.object({
  from: time,
  to: time,
  usd: z.number(),
  groups: z.array(
    z.object({
      group: z.string(),
      ...sum,
      hourlyUsd: z.number().nullable().describe('what the workers cost now; null: not known'),
      monthUsd: z.number().nullable().describe('of the calendar month in UTC'),
      days: z.array(z.object({ day: z.string(), ...sum })),
      hours: z
        .array(
          z.object({
            at: time,
            usd: z.number(),
            savedUsd: z.number(),
            seconds: z.number().describe('of all workers'),
            spotSeconds: z.number(),
          }),
        )
        .optional()
        .describe('of one group that was asked for'),
    }),
  ),
});

const share = z.int().describe('percent of the type');
const cores = z.number();
const estimated = { hours: count.describe('in which a worker was measured'), workers: count };
export const rightsizing = z.object({
  group: z.string(),
  from: time,
  to: time,
  recommended: z.string().nullable().describe('an instance type; null: none, and verdict says why'),
  current: z.string().nullable().describe('the type of which most was measured'),
  verdict: reason,
  notes: z.array(reason).describe('what to know before a change'),
  applies: z.boolean().describe('whether the policy lets launches use what is recommended'),
  launches: z.array(z.string()).describe('the types that launches may use'),
  applied: z
    .object({
      result: z.enum(['written', 'unchanged']),
      from: z.array(z.string()),
      to: z.array(z.string()),
      version: z.int().nullable().describe('null: nothing was written, or nobody waited'),
    })
    .optional()
    .describe('with --apply'),
  margin: z.number().describe('what is added to the measured use, as a share of it'),
  cpu: z.object({ p95Vcpus: cores, peakVcpus: cores, neededVcpus: cores, ...estimated }),
  memory: z
    .object({ p95GiB: z.number(), peakGiB: z.number(), neededGiB: z.number(), ...estimated })
    .nullable()
    .describe('null: not measured for long enough'),
  types: z
    .array(
      z.object({
        type: z.string(),
        vcpus: z.number(),
        memoryGiB: z.number(),
        hourlyUsd: z.number().nullable(),
        monthlyUsd: z.number().nullable().describe('730 hours, on demand'),
        cpuP95Percent: share,
        cpuPeakPercent: share,
        memoryP95Percent: share.nullable(),
        memoryPeakPercent: share.nullable(),
        headroomPercent: z.int().describe('what stays free of CPU or memory at the highest peak'),
        fits: z.boolean(),
        verdict: reason,
      }),
    )
    .describe('the cheapest first'),
  week: z
    .array(
      z.object({
        hour: z.int().min(0).max(167).describe('0 is Monday, 00:00 to 01:00 UTC'),
        p95Vcpus: cores,
        peakVcpus: cores,
        peakGiB: z.number().nullable(),
      }),
    )
    .describe('the highest use of a worker by the hour of the week'),
  workers: z.array(
    z.object({
      worker: z.string(),
      type: z.string(),
      hours: count,
      peakVcpus: cores.nullable(),
      peakGiB: z.number().nullable(),
    }),
  ),
  calls: z.object({ metrics: count.describe('read from CloudWatch'), usd: z.number().describe('what that costs') }),
});

export const pushResult = z.object({
  stored: count,
  groups: z.array(z.string()),
  evaluations: z
    .array(z.object({ group: z.string(), seconds: z.number().describe('when, from now on') }))
    .describe('groups that are evaluated because of it'),
});
export const faultList = z.array(z.object({ code, path: z.string(), message: z.string() }));
