import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { MINUTE, NOON } from '../examples.ts';

export function describeOfferingsContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`UnavailableOfferings: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const until = async (key: string) => (await store.offerings.read()).get(key);

    it('stores until when each pool is excluded, and the latest value counts', async () => {
      await store.offerings.note(['c7g.large/subnet-a/spot', 'm7g.large/subnet-a/spot'], NOON + MINUTE, NOON);
      await store.offerings.note(['c7g.large/subnet-a/spot'], NOON + 2 * MINUTE, NOON + MINUTE);
      expect(await until('c7g.large/subnet-a/spot')).toBe(NOON + 2 * MINUTE);
      expect(await until('m7g.large/subnet-a/spot')).toBe(NOON + MINUTE);
      expect(await until('c7g.large/subnet-b/spot')).toBeUndefined();
    });

    it('stores concurrent entries, and more than fit in one write', async () => {
      const keys = Array.from({ length: 250 }, (_, n) => `type.${n}/subnet-${n}/on-demand`);
      await Promise.all([
        store.offerings.note(keys, NOON + MINUTE, NOON),
        store.offerings.note(['x/y/spot'], NOON, NOON),
      ]);
      const read = await store.offerings.read();
      for (const key of [...keys, 'x/y/spot']) expect(read.has(key)).toBe(true);
    });
  });
}
