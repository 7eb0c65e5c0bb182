import { GetCommand, PutCommand, paginateScan, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AcceptedVersion, PolicyRecords } from '../../evaluation/ports.ts';
import { DUE_INDEX, dueShard, groupKey, KEY, POLICY_ITEM_EXTRAS, SORT, versionSort } from '../names.ts';
import { EXISTS, IN_FORCE, IS_NEW, OLDER_VERSION, RAISE_REVISION, REVISION_VALUES } from './clauses.ts';
import { assignment, expression } from './expression.ts';
import { policyItemOf } from './policy-item.ts';
import { queryAll } from './query.ts';
import { FORGOTTEN, stateOf } from './state-item.ts';
import { groupOf, type Item, keyOf, stateKey, type Table } from './table.ts';
import { notContended, written } from './write.ts';

export function policyRecords(table: Table): PolicyRecords {
  const { client, name: TableName } = table;
  const updateState = (group: string, update: string, values: Item, condition?: string) => {
    const request = expression({ update, ...(condition && { condition }), values });
    return { TableName, Key: stateKey(group), ...request };
  };
  /**
   * Changes the version in force. A claim is not touched: a resize under way is finished as it was begun. The revision
   * is raised: an evaluation that has not seen the change begins nothing, and remembers nothing, after it.
   */
  const changeVersion = (group: string, change: Item, condition?: string) =>
    updateState(group, assignment(change, [RAISE_REVISION]), { ...change, ...REVISION_VALUES }, condition);

  return {
    async standing(group) {
      const state = client.send(new GetCommand({ TableName, Key: stateKey(group), ConsistentRead: true }));
      const [newest, { Item: item }] = await Promise.all([newestVersion(table, group), state]);
      const { version, faults, retiring } = item ? stateOf(item) : { version: null, faults: [], retiring: false };
      return { newest, inForce: version, faults, retiring };
    },

    async accept(accepted) {
      const { group, version, at } = accepted;
      const transaction = new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: versionItem(accepted), ...expression({ condition: IS_NEW }) } },
          { Update: changeVersion(group, inForce(group, version, at), OLDER_VERSION) },
        ],
      });
      return notContended(await written(() => client.send(transaction))).kind === 'done';
    },

    async reinstate(group, version, now) {
      const update = new UpdateCommand(changeVersion(group, inForce(group, version, now)));
      notContended(await written(() => client.send(update)));
    },

    async refuse(group, faults, now) {
      const change = { faults, refusedAt: now };
      const update = new UpdateCommand(updateState(group, assignment(change), change));
      notContended(await written(() => client.send(update)));
    },

    async retire(group, now, drain = false) {
      // Due at once: what is still under way is finished before the group is let go of.
      const change = drain ? draining(now) : { ...FORGOTTEN, retiredAt: now, [DUE_INDEX.sort]: now };
      const retired = await written(() => client.send(new UpdateCommand(changeVersion(group, change, IN_FORCE))));
      if (notContended(retired).kind === 'done') return;
      // Retired already, or never accepted: its faults are those of a document that is no more. An unknown group stays unknown.
      const cleared = { faults: [], refusedAt: null };
      const update = new UpdateCommand(updateState(group, assignment(cleared), cleared, EXISTS));
      notContended(await written(() => client.send(update)));
    },

    async put(document, { by, because }) {
      // A put that changes nothing writes no stream record: the time makes every put one that is heard.
      const at = new Date().toISOString();
      const extras = {
        [POLICY_ITEM_EXTRAS.by]: by,
        [POLICY_ITEM_EXTRAS.because]: because,
        [POLICY_ITEM_EXTRAS.at]: at,
      };
      const item = { ...document, ...extras, ...keyOf(document.group, SORT.policy) };
      await client.send(new PutCommand({ TableName, Item: item }));
    },

    async item(group) {
      const read = new GetCommand({ TableName, Key: keyOf(group, SORT.policy), ConsistentRead: true });
      const { Item: item } = await client.send(read);
      return item ? policyItemOf(item) : null;
    },

    /** Reads the whole table and so costs with its history: for lists that people ask for, never for a tick. */
    async groups() {
      const request = expression({
        filter: `#${KEY.sort} = :policy`,
        projection: `#${KEY.partition}`,
        values: { policy: SORT.policy },
      });
      const groups: string[] = [];
      for await (const page of paginateScan({ client }, { TableName, ...request })) {
        groups.push(...(page.Items ?? []).map(groupOf));
      }
      return groups.sort();
    },
  };
}

/** What a version in force writes into the state: faults of an earlier document are gone, the group is looked at now. */
const inForce = (group: string, version: number, now: number): Item => ({
  version,
  faults: [],
  refusedAt: null,
  retiring: null,
  breaker: null,
  unavailable: null,
  [DUE_INDEX.partition]: dueShard(group),
  [DUE_INDEX.sort]: now,
});

/** What a deleted policy that drains its group writes: the version stays in force, and the group is looked at now. */
const draining = (now: number): Item => ({
  ...{ retiring: true, faults: [], refusedAt: null, retiredAt: now },
  [DUE_INDEX.sort]: now,
});

const versionItem = (accepted: AcceptedVersion): Item => ({
  ...accepted,
  ...keyOf(accepted.group, versionSort(accepted.version)),
});

async function newestVersion(table: Table, group: string): Promise<AcceptedVersion | null> {
  const query = {
    ...expression({
      key: `#${KEY.partition} = :group AND begins_with(#${KEY.sort}, :prefix)`,
      values: { group: groupKey(group), prefix: SORT.versionPrefix },
    }),
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: 1,
  };
  const [item] = await queryAll(table, query, 1);
  if (!item) return null;
  const { [KEY.partition]: _group, [KEY.sort]: _version, ...accepted } = item;
  return accepted as unknown as AcceptedVersion;
}
