import type { Reason } from '../../model/index.ts';
import { CONDITION_EVENT, EVENT, type EventType } from '../../names/index.ts';
import type { GroupState, Outbox, OutboxChange, OutboxEntry, OutboxNews, WatchEntry } from '../../state/index.ts';
import { type Activity, terminatedBy } from '../model.ts';
import type { SettledChange } from '../ports.ts';
import { becauseOfEvent } from './because.ts';

/**
 * The most that unpublished events of a group take in its state, in bytes. They are more only while the bus refuses events
 * for long; then the oldest are dropped, because every write of the state is billed by its size.
 */
const MOST_BYTES = 16_384;
/** Of these, what says how many were dropped takes less. */
const NOTICE_BYTES = 400;

export type Entries = Readonly<Record<string, OutboxEntry>>;

/** `type` as part of an id or of a key. */
export const slugOf = (type: EventType, separator: '-' | '_' = '-'): string =>
  type.toLowerCase().replaceAll(' ', separator);

/** A key that an expression of DynamoDB can name. */
const keyed = (...parts: readonly (string | number)[]): string => parts.join('_').replaceAll(/\W/g, '_');

export function newsEntry(
  type: EventType,
  at: number,
  reason: Reason,
  detail: OutboxNews['detail'] = {},
): readonly [string, OutboxNews] {
  return [keyed(at, slugOf(type)), { at, type, reason, detail }];
}

/** The news that a condition has lasted, or that it is over. */
export const conditionEntry = (
  { condition, kind, since, reason }: Lasting,
  at: number,
): readonly [string, OutboxNews] =>
  newsEntry(CONDITION_EVENT[condition], at, reason, {
    condition,
    status: kind,
    since: new Date(since).toISOString(),
  });

interface Lasting extends Pick<WatchEntry, 'condition' | 'since'> {
  readonly kind: 'started' | 'ended';
  readonly reason: Reason;
}

export const begunEntry = ({ id, startedAt }: Activity): Entries => ({
  [keyed(id, 0)]: { at: startedAt, activity: id, step: 'begun' },
});

/** Workers that stay after their drain are few. The group's next evaluations show them as well. */
const MOST_KEPT = 100;

interface Reported {
  readonly change: SettledChange;
  readonly kept?: readonly string[];
}

/** What settling an activity reports; empty if nothing has happened to its workers. `before`: the activity as it was claimed. */
export function settledEntry(
  before: Activity,
  settled: Activity,
  { drains }: GroupState,
  { change, kept = [] }: Reported,
): Entries {
  const { id, status, settledAt } = settled;
  if (status === 'claimed') return {};
  const wasDraining = drains.some(({ activity }) => activity === id);
  const [from, to] = [terminatedBy(before.outcome), terminatedBy(settled.outcome)];
  if (wasDraining && status === 'draining' && from === to) return {};
  const until = wasDraining ? undefined : change.drains?.find(({ activity }) => activity === id)?.until;
  const key = wasDraining ? keyed(id, 2, from) : keyed(id, 1);
  return {
    [key]: {
      at: settledAt ?? settled.startedAt,
      activity: id,
      step: 'settled' as const,
      status,
      ...(until !== undefined && { until }),
      ...(to > from && { ended: [from, to] as [number, number] }),
      ...(wasDraining && kept.length > 0 && { kept: kept.slice(0, MOST_KEPT) }),
    },
  };
}

/**
 * The outbox's change that adds entries and keeps it within its bound. An entry in place of the dropped ones says how many
 * they were. It is the oldest then, so that the next ones to be dropped are counted with it.
 */
export function adding(before: Outbox, added: Entries): OutboxChange {
  let bytes = JSON.stringify({ ...before, ...added }).length;
  if (bytes <= MOST_BYTES) return added;
  const change: Record<string, OutboxEntry | null> = { ...added };
  let [entries, since, last] = [0, '', 0];
  for (const [key, entry] of inOrder({ ...before, ...added })) {
    if (bytes <= MOST_BYTES - NOTICE_BYTES) break;
    const earlier = droppedIn(entry);
    entries += earlier?.entries ?? 1;
    since ||= earlier?.since ?? new Date(entry.at).toISOString();
    last = entry.at;
    change[key] = null;
    bytes -= JSON.stringify([key, entry]).length;
  }
  const params = { entries, since };
  const [key, notice] = newsEntry(EVENT.dropped, last, becauseOfEvent['events-dropped'](params), params);
  return { ...change, [key]: notice };
}

/** How many entries were dropped, if an entry says that, and when the oldest of them was written. */
export const droppedIn = (entry: OutboxEntry): { readonly entries: number; readonly since: string } | undefined =>
  'type' in entry && entry.type === EVENT.dropped ? (entry.detail as never) : undefined;

/** Oldest first; the steps of an activity in their order. */
export const inOrder = (outbox: Outbox): [string, OutboxEntry][] =>
  Object.entries(outbox).toSorted(([one, { at }], [other, { at: otherAt }]) => at - otherAt || (one < other ? -1 : 1));
