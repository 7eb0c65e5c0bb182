import { clusterKey, groupKey, KEY, SORT } from '../../names/index.ts';
import type { DocumentCalls } from './calls/document-calls.ts';

/** The table, and the calls that access it. */
export interface Table {
  readonly call: DocumentCalls;
  readonly name: string;
}
export type Item = Record<string, unknown>;

export const keyOf = (group: string, sort: string) => ({ [KEY.partition]: groupKey(group), [KEY.sort]: sort });
export const stateKey = (group: string) => keyOf(group, SORT.state);

/** The group of a partition key; `null` when the key does not belong to a group. */
export const groupOfKey = (partition: unknown): string | null => nameIn(groupKey(''), partition);

/** The cluster of a partition key; `null` for any other key. */
export const clusterOfKey = (partition: unknown): string | null => nameIn(clusterKey(''), partition);

const nameIn = (prefix: string, partition: unknown): string | null =>
  typeof partition === 'string' && partition.startsWith(prefix) ? partition.slice(prefix.length) : null;

/** The group that an item belongs to. Throws if the item belongs to no group. */
export function groupOf(item: Item): string {
  const group = groupOfKey(item[KEY.partition]);
  if (group === null) throw new Error(`this item belongs to no group: ${String(item[KEY.partition])}`);
  return group;
}
