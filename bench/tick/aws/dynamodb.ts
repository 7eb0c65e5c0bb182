import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { COUNTS_KEY, DUE_INDEX, KEY } from '../../../shared/names/index.ts';
import { type Answer, Refused } from './call.ts';
import { LATENCY_MS } from './latency.ts';

export type Image = Record<string, AttributeValue>;
type Plain = Record<string, unknown>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_PER_BATCH = 100;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
const READ_UNIT = 4096;
const WRITE_UNIT = 1024;
const latencyMs = LATENCY_MS.dynamodb;

/** The part of the table that a tick needs. Ignores conditions, because a benchmark has no concurrent writers. */
export class TableStandIn {
  readonly #items = new Map<string, Image>();
  /** The items of other partitions since a sort key, newest first. */
  readonly #pushed: (partition: string, from: string) => readonly Image[];

  constructor(pushed: (partition: string, from: string) => readonly Image[] = () => []) {
    this.#pushed = pushed;
  }

  put(item: Plain): void {
    this.#items.set(idOf(marshall(item)), marshall(item, { removeUndefinedValues: true }));
  }

  #pushedItems(
    partition: unknown,
    from: unknown,
    { ConsistentRead: isConsistent }: { ConsistentRead?: boolean },
  ): Answer {
    if (typeof partition !== 'string' || typeof from !== 'string')
      throw new Refused('a tick queries only the index of due groups and what was pushed');
    const found = this.#pushed(partition, from);
    const bytes = found.reduce((sum, image) => sum + sizeOf(image), 0);
    const reads = units(bytes, READ_UNIT) / (isConsistent ? 1 : 2);
    return { body: JSON.stringify({ Items: found, Count: found.length }), latencyMs, billed: { reads } };
  }

  readonly actions: Readonly<Record<string, (input: never) => Answer>> = {
    Query: (input: { IndexName?: string; ExpressionAttributeValues: Image; ConsistentRead?: boolean }) => {
      const values = unmarshall(prefixed(input.ExpressionAttributeValues));
      if (input.IndexName !== DUE_INDEX.name) return this.#pushedItems(values['pk'], values['from'], input);
      const { shard, now } = values as { shard: string; now: number };
      const found = [...this.#items.values()]
        .filter((image) => image[DUE_INDEX.partition]?.S === shard && Number(image[DUE_INDEX.sort]?.N) <= now)
        .map((image) => pick(image, [KEY.partition, KEY.sort, DUE_INDEX.partition, DUE_INDEX.sort]));
      // Index reads are eventually consistent, at half the price. DynamoDB rounds up the sum of a query's items.
      const read =
        units(
          found.reduce((sum, image) => sum + sizeOf(image), 0),
          READ_UNIT,
        ) / 2;
      const items = found.map((image) => pick(image, [KEY.partition, DUE_INDEX.sort]));
      return { body: JSON.stringify({ Items: items, Count: items.length }), latencyMs, billed: { reads: read } };
    },

    BatchGetItem: (input: { RequestItems: Record<string, { Keys: Image[]; ConsistentRead?: boolean }> }) => {
      const [[table, { Keys: keys, ConsistentRead: isConsistent }]] = Object.entries(input.RequestItems) as [
        [string, { Keys: Image[]; ConsistentRead?: boolean }],
      ];
      if (keys.length > KEYS_PER_BATCH)
        throw new Refused(`a batch contains ${keys.length} keys, more than ${KEYS_PER_BATCH}`);
      const found = keys.map((key) => this.#items.get(idOf(key))).filter((image) => image !== undefined);
      const reads = found.reduce((sum, image) => sum + units(sizeOf(image), READ_UNIT), 0) / (isConsistent ? 1 : 2);
      return {
        body: JSON.stringify({ Responses: { [table]: found }, UnprocessedKeys: {} }),
        latencyMs,
        billed: { reads },
      };
    },

    PutItem: ({ Item: image }: { Item: Image }) => {
      this.#items.set(idOf(image), image);
      return { body: '{}', latencyMs, billed: { writes: units(bytesOf(image), WRITE_UNIT) } };
    },

    UpdateItem: (input: {
      Key: Image;
      UpdateExpression: string;
      ExpressionAttributeNames: Record<string, string>;
      ExpressionAttributeValues: Image;
    }) => {
      const isCount = input.Key[KEY.partition]?.S === COUNTS_KEY;
      const image = this.#items.get(idOf(input.Key)) ?? (isCount ? { ...input.Key } : undefined);
      if (!image) throw new Refused('a tick updates only existing states and counts evaluations');
      const due = image[DUE_INDEX.sort]?.N;
      const [sets = '', removes = ''] = input.UpdateExpression.replace(/^SET /, '').split(/ ?REMOVE /);
      for (const [, name = '', value = ''] of sets.matchAll(/(#\w+) = (:\w+)/g)) {
        image[input.ExpressionAttributeNames[name] ?? ''] = input.ExpressionAttributeValues[value] as AttributeValue;
      }
      for (const [name] of removes.matchAll(/#\w+/g)) delete image[input.ExpressionAttributeNames[name] ?? ''];
      sizes.delete(image);
      // A change of the index's key costs two writes: one deletes the old entry, one adds the new one.
      const index = image[DUE_INDEX.sort]?.N === due ? 0 : 2;
      return { body: '{}', latencyMs, billed: { writes: units(sizeOf(image), WRITE_UNIT) + index } };
    },
  };
}

const idOf = (image: Image): string => `${image[KEY.partition]?.S}/${image[KEY.sort]?.S}`;
const pick = (image: Image, names: readonly string[]): Image =>
  Object.fromEntries(Object.entries(image).filter(([name]) => names.includes(name)));
const prefixed = (values: Image): Image =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name.slice(1), value]));

/** Approximates the size that DynamoDB bills: names, and values as text. */
function sizeOf(image: Image): number {
  const known = sizes.get(image);
  if (known !== undefined) return known;
  const size = JSON.stringify(unmarshall(image)).length;
  sizes.set(image, size);
  return size;
}
/** Of images since their last change. */
const sizes = new WeakMap<Image, number>();
/** Of an item with binary values, which are written in base64. */
const bytesOf = (image: Image): number =>
  Object.entries(image).reduce((sum, [name, { B, ...rest }]) => {
    const value = typeof B === 'string' ? Buffer.byteLength(B, 'base64') : JSON.stringify(Object.values(rest)).length;
    return sum + name.length + value;
  }, 0);
const units = (bytes: number, unit: number): number => Math.max(1, Math.ceil(bytes / unit));
