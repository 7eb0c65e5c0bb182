import type { ClusterMember, ClusterRecord, ClusterRecords } from '../../evaluation/index.ts';
import { inChunks } from '../../model/index.ts';
import { clusterKey, DUE_INDEX, dueShard, KEY, SORT } from '../../names/index.ts';
import { batchGet } from './calls/batch-get.ts';
import { written } from './calls/write.ts';
import { clusterOfKey, type Item, type Table } from './table.ts';

/** One item for each cluster with one attribute for each group, and for each closed machine, so that writers do not conflict. */
export function clusterItems(table: Table): ClusterRecords {
  const { call, name: TableName } = table;

  /** Sets or removes one attribute for each machine. */
  async function mark(cluster: string, machines: readonly string[], isClosed: boolean): Promise<void> {
    for (const some of inChunks(machines, MARKS_PER_CALL)) {
      const names = some.map((machine, index) => [`#${index}`, `${CLOSED}${machine}`] as const);
      const marks = names.map(([name]) => (isClosed ? `${name} = :true` : name)).join(', ');
      await call('UpdateItem', {
        TableName,
        Key: itemKey(cluster),
        UpdateExpression: `${isClosed ? 'SET' : 'REMOVE'} ${marks}`,
        ExpressionAttributeNames: Object.fromEntries(names),
        ...(isClosed && { ExpressionAttributeValues: { ':true': true } }),
      });
    }
  }

  return {
    async read(clusters) {
      const items = await batchGet(table, [...new Set(clusters)].map(itemKey));
      const records = items.map((item) => [clusterOfKey(item[KEY.partition]) ?? '', recordOf(item)] as const);
      return new Map(records.filter(([, { members }]) => members.size > 0));
    },

    async join(cluster, group, member) {
      await call('UpdateItem', {
        TableName,
        Key: itemKey(cluster),
        // Always due, so that the query for due groups shows which clusters there are.
        UpdateExpression: 'SET #member = :member, #shard = :shard, #due = :always ADD #joins :one',
        ExpressionAttributeNames: { ...INDEXED, '#member': `${MEMBER}${group}`, '#joins': JOINS },
        ExpressionAttributeValues: {
          ':member': { ...member },
          ':shard': dueShard(cluster),
          ':always': 0,
          ':one': 1,
        },
      });
    },

    async leave(cluster, group) {
      const { Attributes: left = {} } = await call('UpdateItem', {
        TableName,
        Key: itemKey(cluster),
        UpdateExpression: 'REMOVE #member',
        ReturnValues: 'ALL_NEW',
        ExpressionAttributeNames: { '#member': `${MEMBER}${group}` },
      });
      if (recordOf(left).members.size > 0) return;
      // It is no longer due, unless a group has joined meanwhile.
      const joins = left[JOINS];
      const unchanged = joins === undefined ? 'attribute_not_exists(#joins)' : '#joins = :joins';
      const outOfIndex = {
        TableName,
        Key: itemKey(cluster),
        UpdateExpression: 'REMOVE #shard, #due',
        ConditionExpression: unchanged,
        ExpressionAttributeNames: { ...INDEXED, '#joins': JOINS },
        ...(joins !== undefined && { ExpressionAttributeValues: { ':joins': joins } }),
      };
      await written(() => call('UpdateItem', outOfIndex));
    },

    closing: (cluster, machines) => mark(cluster, machines, true),
    forgetClosed: (cluster, machines) => mark(cluster, machines, false),
  };
}

const MEMBER = 'member:';
const CLOSED = 'closed:';
/** How often a group has joined. */
const JOINS = 'joins';
const INDEXED = { '#shard': DUE_INDEX.partition, '#due': DUE_INDEX.sort };
/** An expression has at most 4 KB. */
const MARKS_PER_CALL = 100;
const itemKey = (cluster: string) => ({ [KEY.partition]: clusterKey(cluster), [KEY.sort]: SORT.members });

function recordOf(item: Item): ClusterRecord {
  const named = (prefix: string) =>
    Object.entries(item).flatMap(([name, value]): [string, unknown][] =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    );
  return {
    members: new Map(named(MEMBER).map(([group, member]) => [group, memberOf(Object(member))])),
    closed: new Set(named(CLOSED).map(([machine]) => machine)),
  };
}

function memberOf({ tier, hourlyUsd }: Item): ClusterMember {
  const known = tier === 'application' || tier === 'platform' ? tier : 'worker';
  return { tier: known, ...(typeof hourlyUsd === 'number' && { hourlyUsd }) };
}
