import * as z from 'zod';
import { reasonSchema } from '../model/index.ts';
import { moment, slice } from './slice.ts';

/** A step of an activity: its events are made from the activity's own record, so that an entry stays small. */
const step = z.strictObject({
  at: moment,
  activity: z.string(),
  /** `settled`: its outcome is stored, or that its workers drain. */
  step: z.enum(['begun', 'settled']),
  status: z.enum(['draining', 'done', 'partial', 'failed']).optional(),
  /** When the workers that drain are terminated at the latest. */
  until: moment.optional(),
  /** Which of the activity's terminated workers this step terminated: from the first number on, up to the second. */
  ended: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
  /** Workers that had drained and could not be terminated: they are capacity again. At most a hundred are listed. */
  kept: z.array(z.string()).readonly().optional(),
});

/** Any other event, as it is published: without what all events have. */
const news = z.strictObject({
  at: moment,
  type: z.string(),
  reason: reasonSchema,
  detail: z.record(z.string(), z.json()),
});

/**
 * Events that are stored with what they report, and not published yet. An entry is removed once it is published, so a
 * death in between publishes it again. Written by evaluations and by whoever accepts or refuses a policy, each entry under
 * its own key, so that no writer removes the entry of another one.
 */
export const outboxSlice = slice({
  name: 'outbox',
  schemaVersion: 1,
  schema: z.record(z.string(), z.union([step, news])).readonly(),
  empty: {},
});

export type Outbox = z.output<typeof outboxSlice.schema>;
export type OutboxStep = Readonly<z.output<typeof step>>;
export type OutboxNews = Readonly<z.output<typeof news>>;
export type OutboxEntry = OutboxStep | OutboxNews;
/** Entries to add; null removes one. */
export type OutboxChange = Readonly<Record<string, OutboxEntry | null>>;

export function outboxAfter(before: Outbox, change: OutboxChange): Outbox {
  const entries = Object.entries({ ...before, ...change });
  return Object.fromEntries(entries.filter((entry): entry is [string, OutboxEntry] => entry[1] !== null));
}
