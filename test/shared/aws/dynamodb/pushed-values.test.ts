import { describe, expect, it } from 'vitest';
import type { DocumentCalls } from '../../../../shared/aws/dynamodb/calls/document-calls.ts';
import { pushedValues } from '../../../../shared/aws/dynamodb/pushed/pushed-values.ts';
import type { Item } from '../../../../shared/aws/dynamodb/table.ts';
import { pushedPage } from '../../../../shared/names/index.ts';
import type { PushedSeries } from '../../../../shared/sources/index.ts';
import { NOON } from '../../../contracts/examples.ts';

const SECOND = 1000;

/** Two groups whose values share the items of a page. */
const NEIGHBORS = ['quiet', neighborOf('quiet')] as const;
function neighborOf(group: string): string {
  for (let of = 0; ; of++) if (pushedPage(`loud-${of}`) === pushedPage(group)) return `loud-${of}`;
}

interface Limits {
  /** Attributes that an item holds. */
  readonly most?: number;
  /** Units that every write of an item costs. */
  readonly units?: number;
  /** Items of a query's page. */
  readonly page?: number;
}

/** A table with small limits. `queries`: the partitions read, and how. A query fails beyond `readable` pages. */
function smallTable({ most = 1e9, units = 1, page = 1e9 }: Limits = {}) {
  const items = new Map<string, Item>();
  const queries: string[] = [];
  const own = { readable: 1e9 };
  const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;
  const actions = {
    GetItem: ({ Key }: { Key: Item }) => ({ Item: items.get(keyOf(Key)) }),
    UpdateItem: ({ Key, ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Update) => {
      const set = Object.entries(names).map(([placeholder, name]) => [name, values[`:${placeholder.slice(1)}`]]);
      const after = { ...Key, ...items.get(keyOf(Key)), ...Object.fromEntries(set) };
      if (Object.keys(after).length > most) {
        const message = 'Item size to update has exceeded the maximum allowed size';
        throw Object.assign(new Error(message), { name: 'ValidationException' });
      }
      items.set(keyOf(Key), after);
      return { ConsumedCapacity: { CapacityUnits: units } };
    },
    Query: ({ ConsistentRead, ExclusiveStartKey: start, ExpressionAttributeValues: values }: Query) => {
      queries.push(`${values[':pk']} ${ConsistentRead ? 'consistent' : 'eventual'}`);
      if (queries.length > own.readable) throw new Error('throttled');
      const found = [...items.values()]
        .filter(({ pk, sk }) => pk === values[':pk'] && String(sk) >= String(values[':from']))
        .filter(({ sk }) => start === undefined || String(sk) < String(start['sk']))
        .sort((one, other) => (String(one['sk']) < String(other['sk']) ? 1 : -1));
      const last = found.length > page ? found[page - 1] : undefined;
      return { Items: found.slice(0, page), LastEvaluatedKey: last };
    },
  };
  const call = (async (action: keyof typeof actions, input: never) => actions[action](input)) as unknown;
  return { ...pushedValues({ name: 'small', call: call as DocumentCalls }), items, queries, limits: own };
}
interface Update {
  readonly Key: Item;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Item;
}
interface Query {
  readonly ConsistentRead?: boolean;
  readonly ExclusiveStartKey?: Item;
  readonly ExpressionAttributeValues: Item;
}
const [quiet, loud] = NEIGHBORS;
const value = (group: string, metric: string, second = 0) => ({
  ...{ group, metric, worker: null, at: NOON + second * SECOND, value: second },
});
const many = (group: string, count: number) => Array.from({ length: count }, (_, of) => value(group, `m${of}`));
const lengths = (series: PushedSeries | Error | undefined) =>
  series instanceof Error || !series ? series : [...series.group.values()].map((points) => points.length);

describe('groups that push more than the item of their page holds', () => {
  it('have items of their own, and nobody loses a value', async () => {
    const { put, read } = smallTable({ most: 40 });
    expect(await put([...many(loud, 30), value(quiet, 'orders')], NOON)).toEqual(new Set());
    expect(
      await put([value(quiet, 'orders', 1), ...many(loud, 30).map((each) => ({ ...each, at: NOON + SECOND }))], NOON),
    ).toEqual(new Set());
    const found = await read([quiet, loud].map((group) => ({ group, since: NOON })));
    expect(lengths(found.get(quiet))).toEqual([2]);
    expect(lengths(found.get(loud))).toEqual(Array.from({ length: 30 }, () => 2));
  });

  it('leave the item of the page before each write costs much', async () => {
    const { put, read, items } = smallTable({ units: 33 });
    for (const second of [0, 1, 2]) await put([value(loud, 'orders', second)], NOON);
    expect([...items.keys()].filter((key) => key.includes(loud))).toHaveLength(1);
    expect(lengths((await read([{ group: loud, since: NOON }])).get(loud))).toEqual([3]);
  });

  it('are reported if their own item has no room, either, and their neighbors are stored', async () => {
    const { put, read } = smallTable({ most: 40 });
    expect(await put([value(quiet, 'orders'), ...many(loud, 100)], NOON)).toEqual(new Set([loud]));
    expect(lengths((await read([{ group: quiet, since: NOON }])).get(quiet))).toEqual([1]);
  });
});

describe('a long past of one group', () => {
  const stored = async (limits: Limits) => {
    const table = smallTable(limits);
    const past = Array.from({ length: 100 }, (_, frame) => [
      value(loud, 'orders', frame * 15),
      value(quiet, 'orders', frame * 15),
    ]);
    await table.put(past.flat(), NOON);
    return table;
  };
  const end = NOON + 100 * 15 * SECOND;
  const wanted = [
    { group: loud, since: NOON },
    { group: quiet, since: end - 60 * SECOND },
  ];

  it('is read consistently only where it is new', async () => {
    const { read, queries } = await stored({ page: 50 });
    expect(lengths((await read(wanted)).get(loud))).toEqual([100]);
    expect(queries.map((query) => query.split(' ')[1])).toEqual(['consistent', 'eventual']);
  });

  it('is cut, which its series says, and not that of a neighbor', async () => {
    const { read } = await stored({ page: 10 });
    const found = await read(wanted);
    expect(found.get(quiet)).toMatchObject({ cutAt: null });
    const series = found.get(loud) as PushedSeries;
    expect(lengths(series)).toEqual([80]);
    expect(series.cutAt).toBe(NOON + 21 * 15 * SECOND);
  });

  it('fails alone', async () => {
    const { read, limits } = await stored({ page: 10 });
    limits.readable = 1;
    const found = await read(wanted);
    expect(lengths(found.get(quiet))).toEqual([4]);
    expect(found.get(loud)).toEqual(new Error('throttled'));
  });
});
