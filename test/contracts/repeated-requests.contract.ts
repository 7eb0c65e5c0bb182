import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../shared/aws/dynamodb/store.ts';
import { freshGroup, MINUTE, NOON } from './examples.ts';

const DAY = 24 * 60 * MINUTE;

export function describeRepeatedRequestsContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`RepeatedRequests: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    // Keys are as unique as names of groups.
    const freshKey = freshGroup;

    it('are known with their fingerprint and, once they have ended, their response', async () => {
      const key = freshKey();
      expect(await store.requests.begin(key, 'asked', NOON)).toBeNull();
      expect(await store.requests.begin(key, 'other', NOON + 1)).toEqual({ fingerprint: 'asked', response: null });
      await store.requests.end(key, '{"status":202}');
      const ended = { fingerprint: 'asked', response: '{"status":202}' };
      expect(await store.requests.begin(key, 'asked', NOON + DAY - MINUTE)).toEqual(ended);
    });

    it('are new after a day, even if the item is still there', async () => {
      const key = freshKey();
      await store.requests.begin(key, 'asked', NOON);
      await store.requests.end(key, '{}');
      expect(await store.requests.begin(key, 'asked again', NOON + DAY)).toBeNull();
      const again = { fingerprint: 'asked again', response: null };
      expect(await store.requests.begin(key, 'asked', NOON + DAY + 1)).toEqual(again);
    });

    it('that were forgotten are new', async () => {
      const key = freshKey();
      await store.requests.begin(key, 'asked', NOON);
      await store.requests.forget(key);
      expect(await store.requests.begin(key, 'asked', NOON + 1)).toBeNull();
    });

    it('begin once in a race', async () => {
      const key = freshKey();
      const begun = await Promise.all(Array.from({ length: 20 }, () => store.requests.begin(key, 'asked', NOON)));
      expect(begun.filter((first) => first === null)).toHaveLength(1);
    });
  });
}
