import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { GroupStates } from '../../evaluation/ports.ts';
import { DUE_INDEX, DUE_SHARD_KEYS, KEY } from '../names.ts';
import { batchGet } from './batch-get.ts';
import {
  asSeen,
  DELETED,
  IN_FORCE,
  RAISE_REVISION,
  REVISION_VALUES,
  ROOM_FOR_A_WARNING,
  UNCLAIMED,
} from './clauses.ts';
import { allOf, assignment, expression } from './expression.ts';
import { queryAll } from './query.ts';
import { OUT_OF_FORCE, stateOf } from './state-item.ts';
import { groupOf, stateKey, type Table } from './table.ts';
import { notContended, written } from './write.ts';

/** More workers than a group loses at once. An item has room for them; a flood of events is not kept. */
const MOST_WARNED = 200;

export function groupStates(table: Table): GroupStates {
  return {
    async read(groups) {
      const items = await batchGet(table, [...new Set(groups)].map(stateKey));
      return new Map(items.map((item) => [groupOf(item), stateOf(item)]));
    },

    async due(now) {
      const shards = DUE_SHARD_KEYS.map((shard) => dueInShard(table, shard, now));
      return (await Promise.all(shards)).flat();
    },

    async remember(group, seen, now, learned) {
      const request = expression({
        update: assignment({ ...learned, revision: seen + 1 }),
        condition: allOf(asSeen(seen), UNCLAIMED),
        values: { ...learned, revision: seen + 1, seen, now },
      });
      const update = new UpdateCommand({ TableName: table.name, Key: stateKey(group), ...request });
      return notContended(await written(() => table.client.send(update))).kind === 'done';
    },

    async warn(group, worker) {
      const request = expression({
        update: `SET #warned = list_append(if_not_exists(#warned, :nobody), :worker), #dueAt = :at, ${RAISE_REVISION}`,
        condition: allOf(IN_FORCE, ROOM_FOR_A_WARNING),
        values: { nobody: [], worker: [worker], at: worker.at, most: MOST_WARNED, ...REVISION_VALUES },
      });
      const update = new UpdateCommand({ TableName: table.name, Key: stateKey(group), ...request });
      notContended(await written(() => table.client.send(update)));
    },

    async letGo(group, seen, now) {
      const change = { ...OUT_OF_FORCE, revision: seen + 1 };
      const request = expression({
        update: assignment(change),
        condition: allOf(asSeen(seen), UNCLAIMED, DELETED),
        values: { ...change, seen, now, retiring: true },
      });
      const update = new UpdateCommand({ TableName: table.name, Key: stateKey(group), ...request });
      return notContended(await written(() => table.client.send(update))).kind === 'done';
    },
  };
}

async function dueInShard(table: Table, shard: string, now: number): Promise<string[]> {
  const items = await queryAll(table, {
    IndexName: DUE_INDEX.name,
    ...expression({
      key: `#${DUE_INDEX.partition} = :shard AND #${DUE_INDEX.sort} <= :now`,
      projection: `#${KEY.partition}`,
      values: { shard, now },
    }),
  });
  return items.map(groupOf);
}
