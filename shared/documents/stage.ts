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

export const pushResult = z.object({
  stored: count,
  groups: z.array(z.string()),
  evaluations: z
    .array(z.object({ group: z.string(), seconds: z.number().describe('when, from now on') }))
    .describe('groups that are evaluated because of it'),
});
export const faultList = z.array(z.object({ code, path: z.string(), message: z.string() }));
