import type { DocumentCalls } from '../../shared/aws/dynamodb/calls/document-calls.ts';
import type { Item, Table } from '../../shared/aws/dynamodb/table.ts';
import { KEY } from '../../shared/names/index.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
const READ_UNIT = 4096;
const WRITE_UNIT = 1024;
const PAGE_BYTES = 1_048_576;

interface Units {
  reads: number;
  writes: number;
  calls: number;
}

/** A table in memory that counts what DynamoDB bills: only what storing and reading pushed values needs. */
export class MeteredTable implements Table {
  readonly name = 'bench';
  readonly call: DocumentCalls;
  #units: Units = { reads: 0, writes: 0, calls: 0 };
  readonly #partitions = new Map<string, Map<string, Item>>();

  constructor() {
    const actions: Record<string, (input: never) => object> = {
      UpdateItem: (input: Update) => this.#update(input),
      GetItem: (input: { Key: Item }) => this.#get(input.Key),
      Query: (input: Query) => this.#query(input),
    };
    this.call = (async (action: string, input: never) => {
      const answer = actions[action];
      if (!answer) throw new Error(`the metered table has no ${action}`);
      this.#units.calls += 1;
      return answer(input);
    }) as DocumentCalls;
  }

  /** The units since the last call of it. */
  take(): Readonly<Units> {
    const taken = this.#units;
    this.#units = { reads: 0, writes: 0, calls: 0 };
    return taken;
  }

  #partition(key: Item): Map<string, Item> {
    const name = String(key[KEY.partition]);
    const partition = this.#partitions.get(name) ?? new Map<string, Item>();
    this.#partitions.set(name, partition);
    return partition;
  }

  #update({ Key, ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Update): object {
    const partition = this.#partition(Key);
    const sort = String(Key[KEY.sort]);
    const before = partition.get(sort) ?? {};
    const set = Object.entries(names).map(([placeholder, name]) => [name, values[`:${placeholder.slice(1)}`]]);
    const after = { ...Key, ...before, ...Object.fromEntries(set) };
    partition.set(sort, after);
    // A write is billed by the larger of the item before and after it.
    const units = Math.max(1, Math.ceil(Math.max(sizeOf(before), sizeOf(after)) / WRITE_UNIT));
    this.#units.writes += units;
    return { ConsumedCapacity: { CapacityUnits: units } };
  }

  #get(key: Item): object {
    const item = this.#partition(key).get(String(key[KEY.sort]));
    this.#units.reads += Math.max(1, Math.ceil((item ? sizeOf(item) : 0) / READ_UNIT)) / 2;
    return item ? { Item: item } : {};
  }

  #query({ ConsistentRead: isConsistent, ExpressionAttributeValues: values }: Query): object {
    const partition = this.#partitions.get(String(values[':pk'])) ?? new Map<string, Item>();
    const found = [...partition.entries()].filter(([sort]) => sort >= String(values[':from'])).map(([, item]) => item);
    const bytes = found.reduce((sum, item) => sum + sizeOf(item), 0);
    if (bytes > PAGE_BYTES) throw new Error('the metered table has no pages');
    this.#units.reads += Math.max(1, Math.ceil(bytes / READ_UNIT)) / (isConsistent ? 1 : 2);
    return { Items: found };
  }
}

interface Update {
  readonly Key: Item;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Item;
}

interface Query {
  readonly ConsistentRead?: boolean;
  readonly ExpressionAttributeValues: Item;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

/** A number has a byte for every two significant digits, and one more. */
const bytesOf = (value: unknown): number =>
  typeof value === 'number'
    ? Math.ceil(
        String(value)
          .replace(/[-.]|e.*$/g, '')
          .replace(/^0+|0+$/g, '').length / 2,
      ) + 1
    : Buffer.byteLength(String(value));
