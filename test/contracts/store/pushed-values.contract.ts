import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import type { PushedSeries, PushedValue } from '../../../shared/sources/index.ts';
import { freshGroup, MINUTE, NOON } from '../examples.ts';

const SECOND = 1000;
const WORKERS = ['i-0123456789abcdef0', 'i-0123456789abcdef1'] as const;

export function describePushedValuesContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`PushedValues: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const of = (group: string, at: number, value: number, rest: Partial<PushedValue> = {}): PushedValue => ({
      ...{ group, metric: 'orders', worker: null, at, value },
      ...rest,
    });
    const put = (...values: PushedValue[]) => store.pushedValues.put(values, NOON);
    const read = async (group: string, since = NOON - MINUTE): Promise<PushedSeries> => {
      const found = (await store.pushedValues.read([{ group, since }])).get(group);
      if (found === undefined || found instanceof Error) throw found ?? new Error('not read');
      return found;
    };
    const orders = async (group: string, since?: number) => (await read(group, since)).group.get('orders') ?? [];

    it('returns the values since a moment, oldest first, whatever the order in which they came', async () => {
      const group = freshGroup();
      await put(of(group, NOON + 40 * SECOND, 3), of(group, NOON - 2 * MINUTE, 1), of(group, NOON, 2));
      await put(of(group, NOON + 20 * SECOND, 2.5));
      expect(await orders(group)).toEqual([
        { at: NOON, value: 2 },
        { at: NOON + 20 * SECOND, value: 2.5 },
        { at: NOON + 40 * SECOND, value: 3 },
      ]);
      expect(await orders(group, NOON + 20 * SECOND)).toHaveLength(2);
      expect(await orders(freshGroup())).toEqual([]);
    });

    it('keeps one value of a second, the last one that came', async () => {
      const group = freshGroup();
      await put(of(group, NOON + 1200, 1), of(group, NOON + 1900, 2));
      await put(of(group, NOON + 1500, 3));
      expect(await orders(group)).toEqual([{ at: NOON + SECOND, value: 3 }]);
    });

    it('stores a value that arrives twice once', async () => {
      const group = freshGroup();
      const value = of(group, NOON, 7);
      await put(value);
      await put(value);
      expect(await orders(group)).toEqual([{ at: NOON, value: 7 }]);
    });

    it('stores any finite number', async () => {
      const group = freshGroup();
      const values = [0, -3.25, 1e15, -1e15, 1e-9, 0.1 + 0.2];
      await put(...values.map((value, index) => of(group, NOON + index * SECOND, value)));
      expect((await orders(group)).map(({ value }) => value)).toEqual(values);
    });

    it('separates groups, metrics and workers', async () => {
      const [one, other] = [freshGroup(), freshGroup()];
      await put(
        of(one, NOON, 1),
        of(one, NOON, 2, { metric: 'load.1-min' }),
        of(one, NOON, 3, { worker: WORKERS[0] }),
        of(one, NOON, 4, { worker: WORKERS[1], metric: 'load.1-min' }),
        of(other, NOON, 5),
      );
      const { group, workers } = await read(one);
      expect([...group].map(([metric, points]) => [metric, points[0]?.value]).sort()).toEqual([
        ['load.1-min', 2],
        ['orders', 1],
      ]);
      expect(workers.get('orders')).toEqual(new Map([[WORKERS[0], [{ at: NOON, value: 3 }]]]));
      expect(workers.get('load.1-min')).toEqual(new Map([[WORKERS[1], [{ at: NOON, value: 4 }]]]));
      expect(await read(other)).toEqual({
        group: new Map([['orders', [{ at: NOON, value: 5 }]]]),
        workers: new Map(),
        cutAt: null,
      });
    });

    it('returns the values of workers since the same moment', async () => {
      const group = freshGroup();
      await put(...[-2, 0, 1].map((minute) => of(group, NOON + minute * MINUTE, minute, { worker: WORKERS[0] })));
      const points = (await read(group)).workers.get('orders')?.get(WORKERS[0]);
      expect(points?.map(({ value }) => value)).toEqual([0, 1]);
    });

    it('works for groups with the names of keys and attributes', async () => {
      for (const group of ['pk', 'sk', 'expires', 'constructor', 'values']) {
        await put(of(group, NOON, 1, { metric: 'constructor' }), of(group, NOON, 2, { worker: WORKERS[0] }));
        const { group: ofGroup, workers } = await read(group);
        expect(ofGroup.get('constructor')).toEqual([{ at: NOON, value: 1 }]);
        expect(workers.get('orders')?.get(WORKERS[0])).toEqual([{ at: NOON, value: 2 }]);
      }
    });

    it('stores and returns many groups and many values of one group at once', async () => {
      const groups = Array.from({ length: 300 }, () => freshGroup());
      const many = groups[0] as string;
      const minutes = Array.from({ length: 500 }, (_, second) => of(many, NOON + second * SECOND, second));
      await put(...groups.slice(1).map((group) => of(group, NOON, 1)), ...minutes);
      const found = await store.pushedValues.read(groups.map((group) => ({ group, since: NOON })));
      expect(found.size).toBe(300);
      const counts = groups.map((group) => (found.get(group) as PushedSeries).group.get('orders')?.length);
      expect(counts).toEqual([500, ...Array.from({ length: 299 }, () => 1)]);
    });

    it('loses no value of writers that write at the same time', async () => {
      const groups = Array.from({ length: 40 }, () => freshGroup());
      await Promise.all(
        groups.flatMap((group) => [0, 1, 2].map((second) => put(of(group, NOON + second * SECOND, second)))),
      );
      for (const group of groups) expect(await orders(group)).toHaveLength(3);
    });
  });
}
