import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { groupKey, KEY, SORT } from '../../names/index.ts';

/** The table, and the client to access it. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}
export type Item = Record<string, unknown>;

/** Converts a number of any size to the nearest double. The converter's default throws at 1e300, which an author may write. */
const READING = { wrapNumbers: Number } as const;

export function tableOf(client: DynamoDBClient, name: string): Table {
  return {
    name,
    client: DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
      // A copy, because the client writes its defaults into the object that it receives.
      unmarshallOptions: { ...READING },
    }),
  };
}

/** An item in DynamoDB's own notation (a stream record's image, the item in an error) as plain values. Sets and binaries stay unchanged. */
export const plainItem = (image: Record<string, AttributeValue>): Item => unmarshall(image, READING);

export const keyOf = (group: string, sort: string) => ({ [KEY.partition]: groupKey(group), [KEY.sort]: sort });
export const stateKey = (group: string) => keyOf(group, SORT.state);

/** The group of a partition key; `null` when the key does not belong to a group. */
export function groupOfKey(partition: unknown): string | null {
  const prefix = groupKey('');
  return typeof partition === 'string' && partition.startsWith(prefix) ? partition.slice(prefix.length) : null;
}

/** The group that an item belongs to. Throws if the item belongs to no group. */
export function groupOf(item: Item): string {
  const group = groupOfKey(item[KEY.partition]);
  if (group === null) throw new Error(`this item belongs to no group: ${String(item[KEY.partition])}`);
  return group;
}
