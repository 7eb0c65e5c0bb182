import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import type { StageCounts } from '../../../shared/evaluation/index.ts';

export function describeStageCountsContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`StageCounters: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    /** How much the counts grow, as other tests of the same table may have counted before. */
    async function growth(change: () => Promise<unknown>): Promise<Record<string, number>> {
      const before = flat(await store.counts.read());
      await change();
      const after = Object.entries(flat(await store.counts.read()));
      return Object.fromEntries(after.map(([key, count]) => [key, count - (before[key] ?? 0)]).filter(([, by]) => by));
    }

    it('adds to what was counted', async () => {
      const all = { held: 7, resized: 1, lost: 2, 'dry-run': 3, skipped: 4, failed: 5 };
      expect(await growth(() => store.counts.add({ evaluations: all }))).toEqual(all);
      expect(await growth(() => store.counts.add({ evaluations: { held: 1 }, apiErrors: 2 }))).toEqual({
        held: 1,
        apiErrors: 2,
      });
    });

    it('counts what is added at once', async () => {
      const twenty = Array.from({ length: 20 }, (_, index) => index);
      const added = () => Promise.all(twenty.map((index) => store.counts.add({ evaluations: { held: index } })));
      expect(await growth(added)).toEqual({ held: 190 });
    });

    it('adds nothing if there is nothing to add', async () => {
      expect(await growth(() => store.counts.add({ evaluations: {} }))).toEqual({});
      expect(await growth(() => store.counts.add({ evaluations: { held: 0 }, apiErrors: 0 }))).toEqual({});
    });
  });
}

const flat = ({ evaluations, apiErrors }: StageCounts): Record<string, number> => ({ ...evaluations, apiErrors });
