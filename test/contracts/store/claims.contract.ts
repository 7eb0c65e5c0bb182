import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import type { GroupState } from '../../../shared/state/index.ts';
import {
  acceptedVersion,
  activityOf,
  claimRequest,
  freshGroup,
  MINUTE,
  NOON,
  newActivityId,
  seen,
} from '../examples.ts';

export function describeClaimsContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`Claims: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const stateOf = async (group: string): Promise<GroupState | undefined> =>
      (await store.states.read([group])).get(group);

    describe('begin', () => {
      it('writes the claim, the state and the activity together, and raises the revision', async () => {
        const group = freshGroup();
        const activity = activityOf(group);
        const state = { desired: 4, lastOutAt: NOON, ruleFiredAt: { cpu: NOON }, changes: [{ at: NOON, by: 2 }] };
        expect(await store.claims.begin(claimRequest(group, { activity, change: { decision: state } }))).toEqual({
          won: true,
        });
        expect(await stateOf(group)).toMatchObject({
          decision: state,
          revision: 1,
          claim: { activity: activity.id, holder: 'function-1', leaseUntil: NOON + 5 * MINUTE },
        });
        expect(await store.activities.read(group, activity.id)).toEqual(activity);
      });

      it('conflicts with a valid claim, and returns its holder', async () => {
        const group = freshGroup();
        const winner = activityOf(group, { holder: 'function-7' });
        await store.claims.begin(claimRequest(group, { activity: winner }));
        const lost = await store.claims.begin(claimRequest(group, { revision: 1 }));
        expect(lost).toMatchObject({ won: false, state: { claim: { activity: winner.id, holder: 'function-7' } } });
        expect(await store.activities.list(group, 10)).toEqual([winner]);
      });

      it('fails when the state has changed since it was read', async () => {
        const group = freshGroup();
        await store.states.remember(await seen(store, group, 0), NOON, { decision: { desired: 3 } });
        const lost = await store.claims.begin(claimRequest(group, { revision: 0 }));
        expect(lost).toMatchObject({ won: false, state: { revision: 1, decision: { desired: 3 }, claim: null } });
      });

      it('fails without returning a state when the state does not exist', async () => {
        const group = freshGroup();
        const lost = await store.claims.begin(claimRequest(group, { revision: 3 }));
        expect(lost).toEqual({ won: false, state: null });
      });

      it('replaces a claim from the millisecond at which its lease expires', async () => {
        const group = freshGroup();
        await store.claims.begin(claimRequest(group, { leaseUntil: NOON + MINUTE }));
        const early = await store.claims.begin(claimRequest(group, { revision: 1, now: NOON + MINUTE - 1 }));
        expect(early.won).toBe(false);
        const late = await store.claims.begin(claimRequest(group, { revision: 1, now: NOON + MINUTE }));
        expect(late.won).toBe(true);
      });

      it.each(['out', 'in'] as const)('fails during the cooldown after scaling %s', async (direction) => {
        const group = freshGroup();
        const last = direction === 'out' ? { lastOutAt: NOON } : { lastInAt: NOON };
        const first = claimRequest(group, { change: { decision: last } });
        await store.claims.begin(first);
        await store.claims.settle(first.activity, {});
        const tooSoon = {
          state: await seen(store, group, 2),
          now: NOON + MINUTE,
          notSince: { direction, at: NOON - 1 },
        };
        expect((await store.claims.begin(claimRequest(group, tooSoon))).won).toBe(false);
        const other = direction === 'out' ? ('in' as const) : ('out' as const);
        const cooledDown = { ...tooSoon, notSince: { direction, at: NOON } };
        const otherWay = { ...tooSoon, notSince: { direction: other, at: NOON - 1 } };
        expect((await store.claims.begin(claimRequest(freshGroup(), { notSince: otherWay.notSince }))).won).toBe(true);
        expect((await store.claims.begin(claimRequest(group, cooledDown))).won).toBe(true);
      });

      it.each<[string, (group: string) => Promise<unknown>]>([
        ['accepted', (group) => store.records.accept(acceptedVersion(group, { version: 2 }))],
        ['reinstated', (group) => store.records.reinstate(group, 1, NOON)],
        ['deleted', (group) => store.records.policyDeleted(group, NOON)],
      ])('fails when a policy was %s since the state was read', async (_, change) => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group, { version: 1 }));
        const revision = (await stateOf(group))?.revision ?? 0;
        await change(group);
        expect((await store.claims.begin(claimRequest(group, { revision }))).won).toBe(false);
        expect((await store.claims.begin(claimRequest(group, { revision: revision + 1 }))).won).toBe(true);
      });

      it('succeeds again, with one effect, when the caller repeats it after a lost response', async () => {
        const group = freshGroup();
        const request = claimRequest(group);
        await store.claims.begin(request);
        expect(await store.claims.begin(request)).toEqual({ won: true });
        expect((await stateOf(group))?.revision).toBe(1);
      });

      it('is won by exactly one of many concurrent requests, and the others learn the holder', async () => {
        const group = freshGroup();
        const requests = Array.from({ length: 20 }, (_, index) =>
          claimRequest(group, { activity: activityOf(group, { holder: `function-${index}` }) }),
        );
        const results = await Promise.all(requests.map((request) => store.claims.begin(request)));
        const winners = requests.filter((_, index) => results[index]?.won);
        expect(winners).toHaveLength(1);
        const told = results.flatMap((result) => (result.won ? [] : [result.state?.claim?.activity]));
        expect(told).toEqual(Array(19).fill(winners[0]?.activity.id));
        expect(await store.activities.list(group, 100)).toHaveLength(1);
      });
    });

    describe('resume', () => {
      it('takes over an abandoned activity after its lease has expired', async () => {
        const group = freshGroup();
        const request = claimRequest(group, { leaseUntil: NOON + MINUTE });
        await store.claims.begin(request);
        const state = await seen(store, group, 1);
        const takeover = { state, activity: request.activity.id, holder: 'function-2' };
        const leaseUntil = NOON + 6 * MINUTE;
        const early = await store.claims.resume({ ...takeover, now: NOON + MINUTE - 1, leaseUntil });
        expect(early).toMatchObject({ won: false, state: { claim: { holder: 'function-1' } } });
        expect(await store.claims.resume({ ...takeover, now: NOON + MINUTE, leaseUntil })).toEqual({ won: true });
        expect(await stateOf(group)).toMatchObject({
          revision: 2,
          claim: { activity: request.activity.id, holder: 'function-2', leaseUntil },
        });
      });

      it('is won by exactly one of two that try the same activity', async () => {
        const group = freshGroup();
        const request = claimRequest(group, { leaseUntil: NOON });
        await store.claims.begin(request);
        const state = await seen(store, group, 1);
        const results = await Promise.all(
          ['function-2', 'function-3'].map((holder) =>
            store.claims.resume({
              state,
              activity: request.activity.id,
              holder,
              now: NOON + MINUTE,
              leaseUntil: NOON + 5 * MINUTE,
            }),
          ),
        );
        expect(results.filter(({ won }) => won)).toHaveLength(1);
      });
    });

    describe('settle', () => {
      it('writes outcome and state together, releases the claim, and does not change the decision', async () => {
        const group = freshGroup();
        const request = claimRequest(group);
        await store.claims.begin(request);
        const settled = {
          ...request.activity,
          status: 'partial' as const,
          outcome: {
            kind: 'launch' as const,
            launched: [
              { id: 'i-1', capacityType: 'on-demand', details: { instanceType: 'm7g.large', market: 'on-demand' } },
            ],
            ordered: 0,
            errors: [],
          },
          error: { code: 'launch-error', params: { code: 'InsufficientInstanceCapacity', message: 'try later' } },
          settledAt: NOON + 1000,
        };
        const change = {
          provider: { launched: [{ id: 'i-1', at: NOON, capacityType: 'spot' }], shortfall: 2 },
          drains: [{ activity: 'other', until: NOON + MINUTE, workers: ['i-2'], cancelable: true }],
          schedule: { dueAt: NOON + 1 },
          watch: { conditions: [{ condition: 'no-data' as const, since: NOON, notified: false }] },
        };
        expect(await store.claims.settle(settled, change)).toBe(true);
        expect(await stateOf(group)).toMatchObject({ ...change, claim: null, revision: 2, decision: { desired: 4 } });
        expect(await store.activities.read(group, request.activity.id)).toEqual(settled);
      });

      it('fails and changes nothing after another holder has taken over the activity', async () => {
        const group = freshGroup();
        const request = claimRequest(group, { leaseUntil: NOON });
        await store.claims.begin(request);
        const takeover = { activity: request.activity.id, holder: 'function-2', state: await seen(store, group, 1) };
        await store.claims.resume({ ...takeover, now: NOON, leaseUntil: NOON + MINUTE });
        const late = { ...request.activity, status: 'done' as const, settledAt: NOON };
        expect(await store.claims.settle(late, { schedule: { dueAt: 7 } })).toBe(false);
        expect(await stateOf(group)).toMatchObject({
          revision: 2,
          claim: { holder: 'function-2' },
          schedule: { dueAt: null },
        });
        expect(await store.activities.read(group, request.activity.id)).toMatchObject({ status: 'claimed' });
        expect(await store.claims.settle({ ...late, holder: 'function-2' }, {})).toBe(true);
      });

      it('fails for a group or an activity without a claim', async () => {
        const group = freshGroup();
        expect(await store.claims.settle(activityOf(group), {})).toBe(false);
        await store.claims.begin(claimRequest(group));
        expect(await store.claims.settle(activityOf(group, { id: newActivityId() }), {})).toBe(false);
      });

      it('succeeds after the lease has expired, if nobody has taken over', async () => {
        const group = freshGroup();
        const request = claimRequest(group, { leaseUntil: NOON - MINUTE });
        await store.claims.begin(request);
        expect(await store.claims.settle({ ...request.activity, status: 'done' }, {})).toBe(true);
      });
    });
  });
}
