import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import type { OutboxNews } from '../../../shared/state/index.ts';
import { acceptedVersion, claimRequest, freshGroup, NOON, seen } from '../examples.ts';

const entry = (at = NOON): OutboxNews => ({
  ...{
    at,
    type: 'Scaling Held',
    reason: { code: 'cooldown', params: { seconds: 60 } },
    detail: { blockedBy: 'cooldown' },
  },
});

/** Events that wait in a group's state until they are published. */
export function describeOutboxContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`The outbox: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const stateOf = async (group: string) => (await store.states.read([group])).get(group);
    const outboxOf = async (group: string) => (await stateOf(group))?.outbox;

    it('is empty at first, also for the groups of earlier versions', async () => {
      const group = freshGroup();
      await store.records.accept(acceptedVersion(group));
      expect(await outboxOf(group)).toEqual({});
    });

    it('takes entries with what they report, and publishing removes only those that were published', async () => {
      const group = freshGroup();
      const change = { outbox: { a: entry(), b: entry(NOON + 1) }, announced: { heldBy: 'cooldown' } };
      await store.states.remember(await seen(store, group, 0), NOON, change);
      expect(await stateOf(group)).toMatchObject({ ...change, revision: 1 });
      await store.states.published(group, ['a', 'no longer there'.replaceAll(' ', '_')]);
      expect(await stateOf(group)).toMatchObject({ outbox: { b: entry(NOON + 1) }, revision: 1 });
    });

    it('loses no entry of an activity that is settled while another one is published', async () => {
      const group = freshGroup();
      const request = claimRequest(group, { change: { outbox: { begun: entry() }, counters: { launched: 1 } } });
      await store.claims.begin(request);
      expect(await stateOf(group)).toMatchObject({ outbox: { begun: entry() }, counters: { launched: 1 } });
      await store.states.published(group, ['begun']);
      const settled = { ...request.activity, status: 'done' as const };
      await store.claims.settle(settled, { outbox: { settled: entry(NOON + 1) }, counters: { launched: 3 } });
      expect(await stateOf(group)).toMatchObject({ outbox: { settled: entry(NOON + 1) }, counters: { launched: 3 } });
      expect(Object.keys((await outboxOf(group)) ?? {})).toEqual(['settled']);
    });

    it('can be settled after a takeover, too', async () => {
      const group = freshGroup();
      const request = claimRequest(group, { leaseUntil: NOON });
      await store.claims.begin(request);
      const { activity } = request;
      const state = await seen(store, group, 1);
      await store.claims.resume({ state, activity: activity.id, holder: 'h-2', now: NOON, leaseUntil: NOON + 1 });
      await store.claims.settle({ ...activity, holder: 'h-2', status: 'done' }, { outbox: { settled: entry() } });
      expect(await outboxOf(group)).toEqual({ settled: entry() });
    });

    it('stays when the policy is deleted', async () => {
      const group = freshGroup();
      await store.records.accept(acceptedVersion(group));
      await store.states.remember(await seen(store, group, 1), NOON, { outbox: { a: entry() } });
      await store.records.policyDeleted(group, NOON);
      expect(await outboxOf(group)).toEqual({ a: entry() });
      await store.states.finalizeDeletion(await seen(store, group, 3), NOON);
      expect(await outboxOf(group)).toEqual({ a: entry() });
    });

    it('of a group whose policies are refused keeps the newest entries within its bound', async () => {
      const group = freshGroup();
      for (let nth = 0; nth < 10; nth += 1) {
        const large = { ...entry(NOON + nth), detail: { errors: 'x'.repeat(4000) } };
        await store.records.refuse(group, [], { [`refused_${nth}`]: large });
      }
      const outbox = (await outboxOf(group)) ?? {};
      const notice = Object.keys(outbox).find((key) => key.endsWith('events_dropped')) ?? '';
      expect(Object.keys(outbox).toSorted()).toEqual([notice, 'refused_7', 'refused_8', 'refused_9']);
      expect(outbox[notice]).toMatchObject({ type: 'Events Dropped', detail: { entries: 7 } });
    });

    it('of an unknown group cannot be emptied, without an error', async () => {
      const group = freshGroup();
      await store.states.published(group, ['a']);
      expect(await stateOf(group)).toBeUndefined();
    });
  });
}
