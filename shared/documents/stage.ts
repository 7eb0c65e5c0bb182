import * as z from 'zod';
import { code, count, params, reason, time } from './parts.ts';

/** What concerns the stage, and what happened over time. */
export const audit = z.object({
  entries: z.array(
    z.object({
      ...{ id: z.string(), at: time, by: z.string(), through: z.string(), from: z.string().nullable() },
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
  ...{ group: z.string(), from: time, to: time },
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
  ...{ from: time, to: time, usd: z.number() },
  groups: z.array(
    z.object({
      ...{ group: z.string(), ...sum },
      hourlyUsd: z.number().nullable().describe('what the workers cost now; null: not known'),
      monthUsd: z.number().nullable().describe('of the calendar month in UTC'),
      days: z.array(z.object({ day: z.string(), ...sum })),
      hours: z
        .array(
          z.object({
            ...{ at: time, usd: z.number(), savedUsd: z.number() },
            ...{ seconds: z.number().describe('of all workers'), spotSeconds: z.number() },
          }),
        )
        .optional()
        .describe('of one group that was asked for'),
    }),
  ),
});

export const pushResult = z.object({
  stored: count,
  groups: z.array(z.string()),
  evaluations: z
    .array(z.object({ group: z.string(), seconds: z.number().describe('when, from now on') }))
    .describe('groups that are evaluated because of it'),
});
export const faultList = z.array(z.object({ code, path: z.string(), message: z.string() }));
