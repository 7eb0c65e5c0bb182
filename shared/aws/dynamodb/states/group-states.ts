import type { GroupStates, RememberOptions } from '../../../evaluation/index.ts';
import { DUE_INDEX, DUE_SHARD_KEYS, isDue, KEY } from '../../../names/index.ts';
import { changed, forgotten, type GroupState, StatesRead } from '../../../state/index.ts';
import { batchGet } from '../calls/batch-get.ts';
import { allOf, assignment, expression } from '../calls/expression.ts';
import { queryAll } from '../calls/query.ts';
import { notContended, written } from '../calls/write.ts';
import {
  asSeen,
  EXISTS,
  HAS_OUTBOX,
  IN_FORCE,
  IS_SCHEDULED,
  RAISE_REVISION,
  REVISION_VALUES,
  ROOM_FOR_A_NOTICE,
  tunedAsSeen,
  UNCLAIMED,
} from '../clauses.ts';
import { clusterOfKey, groupOfKey, type Item, stateKey, type Table } from '../table.ts';
import { knownWorkers } from './known-workers.ts';
import { attributesOf, changedSlices, noticeEntry, stateOrError } from './state-item.ts';

/** More workers than a group loses at once. The item has room for this many; notices beyond it are dropped. */
const MOST_NOTICES = 200;

export function groupStates(table: Table): GroupStates {
  /** Writes only if the state is unchanged since it was read and has no active claim. */
  const write = async (
    { group, revision: seen }: GroupState,
    now: number,
    attributes: Item,
    { keepsRevision = false, tunedAt = {} }: RememberOptions = {},
  ): Promise<boolean> => {
    const fields = keepsRevision ? attributes : { ...attributes, revision: seen + 1 };
    const tunings = Object.entries(tunedAt);
    const request = expression({
      update: assignment(fields),
      condition: allOf(asSeen(seen), UNCLAIMED, ...tunings.map(([, at], index) => tunedAsSeen(index, at))),
      values: { ...fields, seen, now, ...Object.fromEntries(tunings.map(([, at], index) => [`tunedAt${index}`, at])) },
      names: Object.fromEntries(tunings.map(([rule], index) => [`rule${index}`, rule])),
    });
    const update = { TableName: table.name, Key: stateKey(group), ...request };
    return notContended(await written(() => table.call('UpdateItem', update))).kind === 'done';
  };

  /** Writes also during a claim. */
  const setByHand = async ({ group, revision: seen }: GroupState, slices: Partial<GroupState>): Promise<boolean> => {
    const fields = { ...attributesOf(slices), revision: seen + 1 };
    const request = expression({ update: assignment(fields), condition: asSeen(seen), values: { ...fields, seen } });
    const update = { TableName: table.name, Key: stateKey(group), ...request };
    return notContended(await written(() => table.call('UpdateItem', update))).kind === 'done';
  };

  return {
    ...knownWorkers(table),

    async read(groups) {
      const items = await batchGet(table, [...new Set(groups)].map(stateKey));
      return new StatesRead(items.map(stateOrError));
    },

    due: async (now, since) => [...groupsIn(await dueItems(table, now, since)).keys()],

    async dueWithClusters(now, since) {
      const items = await dueItems(table, now, since);
      return {
        groups: groupsIn(items),
        clusters: items.flatMap(({ [KEY.partition]: key }) => clusterOfKey(key) ?? []),
      };
    },

    async remember(state, now, change, options) {
      return write(state, now, attributesOf(changedSlices(changed(state, change), change)), options);
    },

    async notice(group, notice) {
      const request = expression({
        update: `SET #notices = list_append(if_not_exists(#notices, :empty), :added), #dueAt = :at, ${RAISE_REVISION}`,
        condition: allOf(IN_FORCE, ROOM_FOR_A_NOTICE),
        values: { empty: [], added: [noticeEntry(notice)], at: notice.at, most: MOST_NOTICES, ...REVISION_VALUES },
      });
      const update = { TableName: table.name, Key: stateKey(group), ...request };
      notContended(await written(() => table.call('UpdateItem', update)));
    },

    setManual: (state, manual, now) => setByHand(state, { manual, schedule: { dueAt: now } }),

    setRollout: (state, rollout, now) => setByHand(state, { rollout, schedule: { dueAt: now } }),

    async failed(group, dueAt) {
      const request = expression({
        update: 'SET #failures = if_not_exists(#failures, :none) + :one, #dueAt = :dueAt',
        condition: IS_SCHEDULED,
        values: { dueAt, none: 0, one: 1 },
      });
      const update = {
        TableName: table.name,
        Key: stateKey(group),
        ...request,
        ReturnValues: 'UPDATED_NEW' as const,
      };
      let failures: unknown = 0;
      const result = await written(async () => {
        failures = (await table.call('UpdateItem', update)).Attributes?.['failures'];
      });
      return notContended(result).kind === 'done' && typeof failures === 'number' ? failures : 0;
    },

    async published(group, entries) {
      const removed = Object.fromEntries(entries.map((key) => [`outbox.${key}`, null]));
      const request = expression({ update: assignment(removed), condition: HAS_OUTBOX });
      const update = { TableName: table.name, Key: stateKey(group), ...request };
      notContended(await written(() => table.call('UpdateItem', update)));
    },

    async recovered(group) {
      const request = expression({ update: 'REMOVE #failures', condition: EXISTS });
      const update = { TableName: table.name, Key: stateKey(group), ...request };
      notContended(await written(() => table.call('UpdateItem', update)));
    },

    async finalizeDeletion(state, now) {
      const { version, deleting } = state.policy;
      if (version !== null && !deleting) return false;
      const { policy, decision, provider, schedule, watch, spending, overflow, requested, rollout } = forgotten(state);
      const slices = attributesOf({
        policy,
        decision,
        provider,
        schedule,
        watch,
        spending,
        overflow,
        requested,
        rollout,
      });
      return write(state, now, { ...slices, [DUE_INDEX.partition]: null });
    },
  };
}

/** The items of what is due: groups, and every cluster. */
async function dueItems(table: Table, now: number, since: number): Promise<Item[]> {
  const shards = DUE_SHARD_KEYS.map((shard) =>
    queryAll(table, {
      IndexName: DUE_INDEX.name,
      ...expression({
        key: `#${DUE_INDEX.partition} = :shard AND #${DUE_INDEX.sort} <= :now`,
        projection: `#${KEY.partition}, #${DUE_INDEX.sort}`,
        values: { shard, now },
      }),
    }),
  );
  const found = (await Promise.all(shards)).flat();
  const isDueNow = ({ [KEY.partition]: key, [DUE_INDEX.sort]: dueAt }: Item) => {
    const group = groupOfKey(key);
    return group === null || isDue(group, Number(dueAt), since, now);
  };
  return found.filter(isDueNow);
}

/** Each group with its stored `dueAt`. */
const groupsIn = (items: readonly Item[]): Map<string, number> =>
  new Map(
    items.flatMap(({ [KEY.partition]: key, [DUE_INDEX.sort]: dueAt }): [string, number][] => {
      const group = groupOfKey(key);
      return group === null ? [] : [[group, Number(dueAt)]];
    }),
  );
