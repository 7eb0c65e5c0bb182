import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { freshGroup, MINUTE, NOON } from '../examples.ts';

export function describeWakesContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`Wakes: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const wake = (at: number, values = {}) => ({ at, values });

    it('returns what was noted last', async () => {
      const [group, other] = [freshGroup(), freshGroup()];
      const [first, second] = [wake(NOON, { orders: 1 }), wake(NOON + MINUTE)];
      expect(await store.wakes.note(group, first, null)).toBe(true);
      expect(await store.wakes.read([group, other])).toEqual(new Map([[group, first]]));
      expect(await store.wakes.note(group, second, first)).toBe(true);
      expect((await store.wakes.read([group])).get(group)).toEqual(second);
    });

    it('may be corrected, without a change of its time', async () => {
      const group = freshGroup();
      const first = wake(NOON, { orders: 1, visits: 2 });
      await store.wakes.note(group, first, null);
      expect(await store.wakes.note(group, wake(NOON, { visits: 2 }), first)).toBe(true);
      expect((await store.wakes.read([group])).get(group)).toEqual(wake(NOON, { visits: 2 }));
    });

    it('is noted by one of many who have seen the same', async () => {
      const group = freshGroup();
      const race = async (at: number, seen: ReturnType<typeof wake> | null) => {
        const notes = Array.from({ length: 20 }, () => store.wakes.note(group, wake(at), seen));
        return (await Promise.all(notes)).filter(Boolean).length;
      };
      expect(await race(NOON, null)).toBe(1);
      expect(await race(NOON + MINUTE, wake(NOON))).toBe(1);
      expect(await race(NOON + 2 * MINUTE, wake(NOON))).toBe(0);
    });
  });
}
