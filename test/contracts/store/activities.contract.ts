import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { activityOf, claimRequest, freshGroup, NOON } from '../examples.ts';

export function describeActivitiesContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`Activities: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });

    async function done(group: string, count: number): Promise<string[]> {
      const ids: string[] = [];
      for (let index = 0; index < count; index++) {
        const activity = activityOf(group);
        await store.claims.begin(claimRequest(group, { activity, revision: index, leaseUntil: NOON }));
        ids.unshift(activity.id);
      }
      return ids;
    }

    it('are listed newest first, up to the limit', async () => {
      const group = freshGroup();
      const ids = await done(group, 5);
      expect((await store.activities.list(group, 3)).map(({ id }) => id)).toEqual(ids.slice(0, 3));
      expect((await store.activities.list(group, 50)).map(({ id }) => id)).toEqual(ids);
    });

    it('are listed on from an earlier page', async () => {
      const group = freshGroup();
      const ids = await done(group, 5);
      const listed = async (limit: number, before?: string) =>
        (await store.activities.list(group, limit, before)).map(({ id }) => id);
      expect(await listed(2, ids[1])).toEqual(ids.slice(2, 4));
      expect(await listed(50, ids[3])).toEqual(ids.slice(4));
      expect(await listed(50, ids[4])).toEqual([]);
    });

    it('are read completely by group and id', async () => {
      const group = freshGroup();
      const activity = activityOf(group);
      await store.claims.begin(claimRequest(group, { activity }));
      expect(await store.activities.read(group, activity.id)).toEqual(activity);
      expect(await store.activities.read(freshGroup(), activity.id)).toBeNull();
    });

    it('of a group without activities are an empty list', async () => {
      expect(await store.activities.list(freshGroup(), 10)).toEqual([]);
    });
  });
}
