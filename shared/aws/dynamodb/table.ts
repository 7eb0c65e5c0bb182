import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { groupKey, KEY, SORT } from '../../names/index.ts';

/** The one table, and the client that reaches it. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}
export type Item = Record<string, unknown>;

/** A number of any size becomes the nearest double: the converter's own default throws at 1e300, which an author may well put. */
const READING = { wrapNumbers: Number } as const;

export function tableOf(client: DynamoDBClient, name: string): Table {
  return {
    name,
    client: DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
      // A copy: the client writes its own defaults into what it is given.
      unmarshallOptions: { ...READING },
    }),
  };
}

/** An item in DynamoDB's own notation (a stream record's image, the item in an error) as plain values. Sets and binaries stay what they are. */
export const plainItem = (image: Record<string, AttributeValue>): Item => unmarshall(image, READING);

export const keyOf = (group: string, sort: string) => ({ [KEY.partition]: groupKey(group), [KEY.sort]: sort });
export const stateKey = (group: string) => keyOf(group, SORT.state);

/** The group whose partition key this is; `null` for the key of anything else. */
export function groupOfKey(partition: unknown): string | null {
  const prefix = groupKey('');
  return typeof partition === 'string' && partition.startsWith(prefix) ? partition.slice(prefix.length) : null;
}

/** The group an item read by its key belongs to. Throws for an item of no group, which no reader here asks for. */
export function groupOf(item: Item): string {
  const group = groupOfKey(item[KEY.partition]);
  if (group === null) throw new Error(`an item of no group: ${String(item[KEY.partition])}`);
  return group;
}
