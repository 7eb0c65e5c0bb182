import type { ClusterMember, ClusterRecords } from '../../evaluation/index.ts';
import { clusterKey, DUE_INDEX, dueShard, KEY, SORT } from '../../names/index.ts';
import { batchGet } from './batch-get.ts';
import { clusterOfKey, type Item, type Table } from './table.ts';

/** One item for each cluster with one attribute for each group, so that writers do not conflict. */
export function clusterItems(table: Table): ClusterRecords {
  const { call, name: TableName } = table;

  return {
    async read(clusters) {
      const items = await batchGet(table, [...new Set(clusters)].map(itemKey));
      return new Map(items.map((item) => [clusterOfKey(item[KEY.partition]) ?? '', membersOf(item)]));
    },

    async join(cluster, group, member) {
      await call('UpdateItem', {
        ...{ TableName, Key: itemKey(cluster) },
        // Always due, so that the query for due groups shows which clusters there are.
        UpdateExpression: 'SET #member = :member, #shard = :shard, #due = :always',
        ExpressionAttributeNames: {
          '#member': `${PREFIX}${group}`,
          '#shard': DUE_INDEX.partition,
          '#due': DUE_INDEX.sort,
        },
        ExpressionAttributeValues: { ':member': { ...member }, ':shard': dueShard(cluster), ':always': 0 },
      });
    },

    async leave(cluster, group) {
      await call('UpdateItem', {
        ...{ TableName, Key: itemKey(cluster), UpdateExpression: 'REMOVE #member' },
        ExpressionAttributeNames: { '#member': `${PREFIX}${group}` },
      });
    },
  };
}

const PREFIX = 'member:';
const itemKey = (cluster: string) => ({ [KEY.partition]: clusterKey(cluster), [KEY.sort]: SORT.members });

const membersOf = (item: Item): Map<string, ClusterMember> =>
  new Map(
    Object.entries(item).flatMap(([name, written]): [string, ClusterMember][] =>
      name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), memberOf(Object(written))]] : [],
    ),
  );

function memberOf({ tier, hourlyUsd }: Item): ClusterMember {
  const known = tier === 'application' || tier === 'platform' ? tier : 'worker';
  return { tier: known, ...(typeof hourlyUsd === 'number' && { hourlyUsd }) };
}
