import {
  anything,
  count,
  either,
  fields,
  list,
  mapOf,
  moment,
  oneOf,
  optional,
  pairOf,
  reason,
  type Shaped,
  text,
} from '../shape.ts';
import { slice } from '../slice.ts';

/** A step of an activity: its events are made from the activity's own record, so that an entry stays small. */
const step = fields({
  at: moment,
  activity: text,
  /** `settled`: its outcome is stored, or that its workers drain. */
  step: oneOf('begun', 'settled'),
  status: optional(oneOf('draining', 'done', 'partial', 'failed')),
  /** When the workers that drain are terminated at the latest. */
  until: optional(moment),
  /** Which of the activity's terminated workers this step terminated: from the first number on, up to the second. */
  ended: optional(pairOf(count)),
  /** Workers that had drained and could not be terminated: they are capacity again. At most a hundred are listed. */
  kept: optional(list(text)),
});

/** Any other event, as it is published: without what all events have. */
const news = fields({
  at: moment,
  type: text,
  reason,
  detail: mapOf(anything),
});

/**
 * Events that are stored with what they report, and not published yet. An entry is removed once it is published, so a
 * death in between publishes it again. Written by evaluations and by whoever accepts or refuses a policy, each entry under
 * its own key, so that no writer removes the entry of another one.
 */
export const outboxSlice = slice({
  name: 'outbox',
  schemaVersion: 1,
  shape: mapOf(either(step, news)),
  empty: {},
});

export type Outbox = Shaped<typeof outboxSlice.shape>;
export type OutboxStep = Readonly<Shaped<typeof step>>;
export type OutboxNews = Readonly<Shaped<typeof news>>;
export type OutboxEntry = OutboxStep | OutboxNews;
/** Entries to add; null removes one. */
export type OutboxChange = Readonly<Record<string, OutboxEntry | null>>;

export function outboxAfter(before: Outbox, change: OutboxChange): Outbox {
  const entries = Object.entries({ ...before, ...change });
  return Object.fromEntries(entries.filter((entry): entry is [string, OutboxEntry] => entry[1] !== null));
}
