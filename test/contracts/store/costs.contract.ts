import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { NOON } from '../examples.ts';

const HOUR = 3_600_000;
const hour = (at: number, usd: number) => ({ at, usd, savedUsd: 0.25, seconds: 7200, spotSeconds: 3600 });

export function describeCostsContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`CostRecords: ${name}`, () => {
    let { costs }: Store = {} as Store;
    beforeAll(async () => {
      ({ costs } = await makeStore());
    });

    it('keeps the hours of a group, also over the end of a day, and returns those that are asked for', async () => {
      const hours = Array.from({ length: 20 }, (_, n) => hour(NOON + n * HOUR, n));
      await costs.store('costly', hours);
      await costs.store('other', [hour(NOON, 99)]);
      expect(await costs.between('costly', NOON, NOON + 20 * HOUR)).toEqual(hours);
      expect(await costs.between('costly', NOON + 11 * HOUR, NOON + 14 * HOUR)).toEqual(hours.slice(11, 14));
      expect(await costs.between('nobody', 0, NOON * 2)).toEqual([]);
    });

    it('replaces an hour that is stored again, and keeps the others', async () => {
      await costs.store('twice', [hour(NOON, 1), hour(NOON + HOUR, 2)]);
      await costs.store('twice', [hour(NOON, 1.5)]);
      await costs.store('twice', [hour(NOON, 1.5)]);
      expect((await costs.between('twice', NOON, NOON + 2 * HOUR)).map(({ usd }) => usd)).toEqual([1.5, 2]);
    });

    it('keeps millionths of a dollar', async () => {
      await costs.store('cheap', [hour(NOON, 0.0000014), hour(NOON + HOUR, 1 / 3)]);
      const stored = await costs.between('cheap', NOON, NOON + 2 * HOUR);
      expect(stored.map(({ usd }) => usd)).toEqual([0.000001, 0.333333]);
    });
  });
}
