import { randomUUID } from 'node:crypto';
import type { PolicyRecords } from '../../../evaluation/index.ts';
import { KEY, SORT } from '../../../names/index.ts';
import { expression } from '../calls/expression.ts';
import { pagesOf } from '../calls/query.ts';
import { notContended, written } from '../calls/write.ts';
import { groupOf, keyOf, type Table } from '../table.ts';
import { policyAttributes, policyItemOf, unchangedSince } from './policy-item.ts';

/** The policies as they were written, one item for each group. */
export function policyDocuments(table: Table): Pick<PolicyRecords, 'put' | 'remove' | 'item' | 'groups'> {
  const { call, name: TableName } = table;
  return {
    async put(document, change, seen) {
      const attributes = policyAttributes(document, change, randomUUID(), new Date().toISOString());
      const item = { ...attributes, ...keyOf(document.group, SORT.policy) };
      const condition = seen === undefined ? {} : unchangedSince(seen);
      return isDone(() => call('PutItem', { TableName, Item: item, ...condition }));
    },

    async remove(group, seen) {
      const key = { TableName, Key: keyOf(group, SORT.policy) };
      return isDone(() => call('DeleteItem', { ...key, ...unchangedSince(seen) }));
    },

    async item(group) {
      const read = { TableName, Key: keyOf(group, SORT.policy), ConsistentRead: true };
      const { Item: item } = await call('GetItem', read);
      return item ? policyItemOf(item) : null;
    },

    /** Reads the whole table, including its history. Use it only for lists that people ask for, never in a tick. */
    async groups() {
      const request = expression({
        filter: `#${KEY.sort} = :policy`,
        projection: `#${KEY.partition}`,
        values: { policy: SORT.policy },
      });
      const groups: string[] = [];
      for await (const page of pagesOf(table, 'Scan', request)) {
        groups.push(...page.map(groupOf));
      }
      return groups.sort();
    },
  };
}

const isDone = async (write: () => Promise<unknown>): Promise<boolean> =>
  notContended(await written(write)).kind === 'done';
