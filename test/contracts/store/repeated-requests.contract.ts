import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { IN_PROGRESS_SECONDS } from '../../../shared/operations/index.ts';
import { freshGroup, MINUTE, NOON } from '../examples.ts';

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
      await store.requests.end(key, '{"status":202}', NOON);
      const ended = { fingerprint: 'asked', response: '{"status":202}' };
      expect(await store.requests.begin(key, 'asked', NOON + DAY - MINUTE)).toEqual(ended);
    });

    it('are new after a day, even if the item is still there', async () => {
      const key = freshKey();
      await store.requests.begin(key, 'asked', NOON);
      await store.requests.end(key, '{}', NOON);
      expect(await store.requests.begin(key, 'asked again', NOON + DAY)).toBeNull();
      const again = { fingerprint: 'asked again', response: null };
      expect(await store.requests.begin(key, 'asked', NOON + DAY + 1)).toEqual(again);
    });

    it('that have not ended are new after their lease, because whoever carried them out has died', async () => {
      const key = freshKey();
      await store.requests.begin(key, 'asked', NOON);
      const late = NOON + IN_PROGRESS_SECONDS * 1000;
      expect(await store.requests.begin(key, 'asked', late - 1000)).toEqual({ fingerprint: 'asked', response: null });
      expect(await store.requests.begin(key, 'asked', late)).toBeNull();
      await store.requests.end(key, '{}', late + 1000);
      expect(await store.requests.begin(key, 'asked', late + DAY)).toEqual({ fingerprint: 'asked', response: '{}' });
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
