import { isMap } from '../../../model/index.ts';
import { DUE_INDEX } from '../../../names/index.ts';
import {
  type GroupState,
  newerVersion,
  noNumber,
  noticesSlice,
  readSlice,
  SLICES,
  type Slice,
  type SliceName,
  type StateChange,
  StateError,
} from '../../../state/index.ts';
import { groupOf, type Item } from '../table.ts';
import { earlierFields, earlierSlices } from './state-item-earlier.ts';

/** Version of the item's layout: which attributes it has. Version 1 has no version attribute and stores every field separately. */
const LAYOUT_VERSION = 2;
const LAYOUT = 'schemaVersion';

/** Slices stored as a map under their own name; the map includes their schema version. */
const MAP_SLICES = [
  'policy',
  'decision',
  'claim',
  'provider',
  'watch',
  'announced',
  'outbox',
  'counters',
  'manual',
  'spending',
  'overflow',
  'requested',
  'rollout',
  'pool',
] as const;
type MapSlice = (typeof MAP_SLICES)[number];

/**
 * The state that a STATE item holds. Fields that no write has set yet have their empty values. Throws a `StateError` for
 * an item or slice with a newer schema version or with invalid content.
 */
export function stateOf(item: Item): GroupState {
  const group = groupOf(item);
  const layout = item[LAYOUT] ?? 1;
  if (typeof layout === 'number' && layout > LAYOUT_VERSION) throw newerVersion(group, 'item', layout, LAYOUT_VERSION);
  const earlier = earlierSlices(item);
  const drains = item['drains'];
  return {
    group,
    revision: revisionOf(group, item['revision'] ?? 0),
    failures: typeof item['failures'] === 'number' ? item['failures'] : 0,
    policy: sliceOf(group, SLICES.policy, item['policy'] ?? earlier.policy),
    decision: sliceOf(group, SLICES.decision, item['decision'] ?? earlier.decision),
    claim: sliceOf(group, SLICES.claim, item['claim'] ?? null),
    drains: isMap(drains)
      ? readSlice(group, SLICES.drains, drains['entries'], drains['schemaVersion'])
      : readSlice(group, SLICES.drains, drains ?? earlier.drains),
    notices: noticesOf(group, [earlier.notices, item['notices'] ?? []].flat()),
    provider: sliceOf(group, SLICES.provider, item['provider'] ?? earlier.provider),
    schedule: readSlice(group, SLICES.schedule, { dueAt: item[DUE_INDEX.sort] ?? null }),
    watch: sliceOf(group, SLICES.watch, item['watch'] ?? SLICES.watch.empty),
    announced: sliceOf(group, SLICES.announced, item['announced'] ?? SLICES.announced.empty),
    outbox: sliceOf(group, SLICES.outbox, item['outbox'] ?? SLICES.outbox.empty),
    counters: sliceOf(group, SLICES.counters, item['counters'] ?? SLICES.counters.empty),
    spending: sliceOf(group, SLICES.spending, item['spending'] ?? SLICES.spending.empty),
    overflow: sliceOf(group, SLICES.overflow, item['overflow'] ?? null),
    requested: sliceOf(group, SLICES.requested, item['requested'] ?? SLICES.requested.empty),
    rollout: sliceOf(group, SLICES.rollout, item['rollout'] ?? null),
    pool: sliceOf(group, SLICES.pool, item['pool'] ?? SLICES.pool.empty),
    manual: sliceOf(group, SLICES.manual, item['manual'] ?? SLICES.manual.empty),
  };
}

/** Reads a slice that is stored as a map with its schema version. Absent fields have their empty values. */
function sliceOf<T>(group: string, slice: Slice<T>, written: unknown): T {
  if (!isMap(written)) return readSlice(group, slice, written);
  const { schemaVersion = 1, ...fields } = written;
  return readSlice(group, slice, { ...(slice.empty as object | null), ...fields }, schemaVersion);
}

/** `stateOf` for many items: an unusable state is replaced by its error. */
export function stateOrError(item: Item): readonly [string, GroupState | StateError] {
  try {
    return [groupOf(item), stateOf(item)];
  } catch (error) {
    if (error instanceof StateError) return [error.group, error];
    throw error;
  }
}

/** Attributes that write whole slices; null removes one. They also remove the slices' attributes of the earlier layout. */
export function attributesOf(state: Partial<GroupState>): Item {
  const maps = MAP_SLICES.flatMap((name) =>
    state[name] === undefined ? [] : [[name, state[name] && versioned(name, state[name])]],
  );
  const { drains, notices, schedule } = state;
  return {
    [LAYOUT]: LAYOUT_VERSION,
    ...Object.fromEntries(maps),
    ...(drains && { drains: { schemaVersion: SLICES.drains.schemaVersion, entries: drains } }),
    ...(notices && { notices: notices.map(noticeEntry) }),
    ...(schedule && { [DUE_INDEX.sort]: schedule.dueAt }),
    ...Object.fromEntries(earlierFields(Object.keys(state)).map((field) => [field, null])),
  };
}

/** A notice as it is appended, with the schema version that it was written in. */
export const noticeEntry = (notice: object): Item => ({ schemaVersion: noticesSlice.schemaVersion, ...notice });

/** The whole slices that a change modifies, based on a state that was read. */
export const changedSlices = (after: GroupState, change: StateChange): Partial<GroupState> =>
  Object.fromEntries(
    Object.entries(change).flatMap(([name, part]) => (part === undefined ? [] : [[name, after[name as SliceName]]])),
  );

/** Omits null fields: an absent field reads as null, and conditions check whether an attribute exists. */
const versioned = (name: MapSlice, fields: object): Item => ({
  schemaVersion: SLICES[name].schemaVersion,
  ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
});

function noticesOf(group: string, written: readonly unknown[]): GroupState['notices'] {
  return written.flatMap((entry) => {
    const { schemaVersion = 1, ...notice } = (isMap(entry) ? entry : {}) as Item;
    return readSlice(group, noticesSlice, [notice], schemaVersion);
  });
}

function revisionOf(group: string, written: unknown): number {
  if (typeof written === 'number') return written;
  throw noNumber(group, 'item', 'revision');
}
