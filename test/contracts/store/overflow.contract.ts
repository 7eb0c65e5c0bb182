import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import type { GroupState, Overflow } from '../../../shared/state/index.ts';
import { acceptedVersion, freshGroup, MINUTE, NOON } from '../examples.ts';

export function describeOverflowContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`OverflowRecords: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const stateOf = async (group: string) => (await store.states.read([group])).get(group) as GroupState;
    async function inForce(): Promise<string> {
      const group = freshGroup();
      await store.records.accept(acceptedVersion(group), {});
      return group;
    }
    const asked: Overflow = { region: 'eu-central-1', at: NOON, workers: 6, until: NOON + 5 * MINUTE };
    const request = { workers: 6, sentAt: NOON, until: NOON + 5 * MINUTE };

    it('keeps what a group asks for until it asks for nothing, without a new revision', async () => {
      const group = await inForce();
      const { revision } = await stateOf(group);
      const failing = { since: NOON, because: { code: 'overflow-unreachable', params: { region: 'x', error: 'y' } } };
      for (const overflow of [asked, { ...asked, elsewhere: { at: NOON, workers: 4, ready: 2 }, failing }, null]) {
        await store.overflow.noteAsked(group, overflow);
        expect(await stateOf(group)).toMatchObject({ overflow, revision });
      }
    });

    it('notes nothing of a group that is not there', async () => {
      const group = freshGroup();
      await store.overflow.noteAsked(group, asked);
      expect(await stateOf(group)).toBeUndefined();
    });

    it('keeps requests by region; a new one makes the group due and raises the revision', async () => {
      const group = await inForce();
      const before = await stateOf(group);
      expect(await store.overflow.noteRequested(before, { 'eu-west-1': request }, NOON + MINUTE, true)).toBe(true);
      const after = await stateOf(group);
      expect(after.requested).toEqual({ 'eu-west-1': request });
      expect(after).toMatchObject({ revision: before.revision + 1, schedule: { dueAt: NOON + MINUTE } });
      expect(await store.overflow.noteRequested(after, {}, NOON + 2 * MINUTE, false)).toBe(true);
      expect(await stateOf(group)).toMatchObject({ requested: {}, revision: after.revision, schedule: after.schedule });
    });

    it('stores no request with a state that has changed meanwhile', async () => {
      const group = await inForce();
      const seen = await stateOf(group);
      expect(await store.overflow.noteRequested(seen, { 'eu-west-1': request }, NOON, true)).toBe(true);
      expect(await store.overflow.noteRequested(seen, {}, NOON, true)).toBe(false);
      expect(await store.overflow.noteRequested(seen, {}, NOON, false)).toBe(false);
      expect((await stateOf(group)).requested).toEqual({ 'eu-west-1': request });
    });

    it('forgets both when the policy is deleted, at once or after a drain', async () => {
      const released = await inForce();
      await store.overflow.noteAsked(released, asked);
      await store.overflow.noteRequested(await stateOf(released), { 'eu-west-1': request }, NOON, true);
      await store.records.policyDeleted(released, NOON);
      expect(await stateOf(released)).toMatchObject({ overflow: null, requested: {} });

      const group = await inForce();
      await store.overflow.noteAsked(group, asked);
      await store.overflow.noteRequested(await stateOf(group), { 'eu-west-1': request }, NOON, true);
      await store.records.policyDeleted(group, NOON, true);
      expect(await store.states.finalizeDeletion(await stateOf(group), NOON)).toBe(true);
      expect(await stateOf(group)).toMatchObject({ overflow: null, requested: {} });
    });
  });
}
