import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { valueError } from '../../../shared/model/index.ts';
import { STEADY, steadyDueAt } from '../../../shared/names/index.ts';
import type { Learned } from '../../../shared/rules/index.ts';
import { emptyState, type Manual, type Rollout } from '../../../shared/state/index.ts';
import { acceptedVersion, claimRequest, dueAtTick, freshGroup, MINUTE, NOON, seen, tunedExample } from '../examples.ts';

export function describeGroupStatesContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`GroupStates: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const stateOf = async (group: string) => (await store.states.read([group])).get(group);

    describe('read', () => {
      it('omits groups without a state, and reads a duplicate name once', async () => {
        const group = freshGroup();
        await store.states.remember(await seen(store, group, 0), NOON, { decision: { desired: 2 } });
        expect((await store.states.read([group, freshGroup(), group])).groups()).toEqual([group]);
        expect((await store.states.read([])).groups()).toEqual([]);
      });

      it('reads more groups than fit in one call of DynamoDB', async () => {
        const groups = Array.from({ length: 230 }, freshGroup);
        await Promise.all(
          groups.map(async (group, index) =>
            store.states.remember(emptyState(group), NOON, { decision: { desired: index } }),
          ),
        );
        const states = await store.states.read(groups);
        expect(groups.map((group) => states.get(group)?.decision.desired)).toEqual(groups.map((_, index) => index));
      });

      it('returns empty values for fields that were never written', async () => {
        const group = freshGroup();
        await store.records.refuse(group, [valueError('capacity', 'required', {})]);
        expect(await stateOf(group)).toEqual({
          ...emptyState(group),
          policy: { version: null, errors: [valueError('capacity', 'required', {})], deleting: false },
        });
      });
    });

    describe('knownWorker', () => {
      it('knows the group that noted an instance last, and no others', async () => {
        const ids = Array.from({ length: 45 }, () => `i-${freshGroup()}`);
        await store.states.noteWorkers('one', ids, NOON);
        await store.states.noteWorkers('other', ids.slice(0, 2), NOON);
        await store.states.noteWorkers('other', [], NOON);
        const known = await Promise.all([...ids, 'i-other'].map((id) => store.states.knownWorker(id)));
        const groups = ids.map((_, index) => ({ group: index < 2 ? 'other' : 'one' }));
        expect(known).toEqual([...groups, null]);
      });
    });

    describe('failed', () => {
      it('counts failures in a row, and moves the next evaluation; the revision stays', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        const before = await stateOf(group);
        expect(await store.states.failed(group, NOON + MINUTE)).toBe(1);
        expect(await store.states.failed(group, NOON + 2 * MINUTE)).toBe(2);
        const schedule = { dueAt: NOON + 2 * MINUTE };
        expect(await stateOf(group)).toEqual({ ...before, failures: 2, schedule });
        await store.states.recovered(group);
        expect(await stateOf(group)).toEqual({ ...before, schedule });
        expect(await store.states.failed(group, NOON)).toBe(1);
      });

      it('counts nothing for a group that is never due, or unknown', async () => {
        const group = freshGroup();
        expect(await store.states.failed(group, NOON)).toBe(0);
        await store.states.recovered(group);
        expect(await stateOf(group)).toBeUndefined();
      });
    });

    describe('remember', () => {
      it('changes only the given fields, and raises the revision', async () => {
        const group = freshGroup();
        const proposals = [{ at: NOON, value: 3 }];
        expect(
          await store.states.remember(await seen(store, group, 0), NOON, {
            decision: { desired: 2, missing: { cpu: 1 } },
          }),
        ).toBe(true);
        expect(await store.states.remember(await seen(store, group, 1), NOON, { decision: { proposals } })).toBe(true);
        expect(await stateOf(group)).toMatchObject({
          revision: 2,
          decision: { desired: 2, missing: { cpu: 1 }, proposals },
        });
      });

      it('lets an evaluation claim that has read the same state, if it keeps the revision', async () => {
        const group = freshGroup();
        const before = await seen(store, group, 0);
        const keepsRevision = { keepsRevision: true };
        const proposals = [{ at: NOON, value: 3 }];
        expect(await store.states.remember(before, NOON, { decision: { proposals } }, keepsRevision)).toBe(true);
        expect((await store.claims.begin(claimRequest(group, { state: before, leaseUntil: NOON + MINUTE }))).won).toBe(
          true,
        );
        expect((await stateOf(group))?.decision.proposals).toEqual(before.decision.proposals);
        expect(await store.states.remember(before, NOON, { decision: { proposals } }, keepsRevision)).toBe(false);
        const claimed = await seen(store, group, 1);
        expect(await store.states.remember(claimed, NOON, { decision: { proposals } }, keepsRevision)).toBe(false);
      });

      it('writes nothing if a rule has another tuning than the one that the result replaces', async () => {
        const group = freshGroup();
        const before = await seen(store, group, 0);
        const [[rule, learned]] = Object.entries(tunedExample()) as [[string, Learned]];
        const put = (at: number, earlier: number | null) =>
          store.states.remember(
            before,
            NOON,
            { decision: { tuned: { [rule]: { ...learned, at } } } },
            { keepsRevision: true, tunedAt: { [rule]: earlier } },
          );
        expect(await put(NOON, null)).toBe(true);
        expect(await put(NOON - MINUTE, null)).toBe(false);
        expect(await put(NOON + MINUTE, NOON - MINUTE)).toBe(false);
        expect(await put(NOON + MINUTE, NOON)).toBe(true);
        expect((await stateOf(group))?.decision.tuned[rule]?.at).toBe(NOON + MINUTE);
      });

      it('writes nothing if the state has changed since it was read', async () => {
        const group = freshGroup();
        await store.states.remember(await seen(store, group, 0), NOON, { decision: { desired: 2 } });
        expect(await store.states.remember(await seen(store, group, 0), NOON, { decision: { desired: 9 } })).toBe(
          false,
        );
        expect(await stateOf(group)).toMatchObject({ revision: 1, decision: { desired: 2 } });
      });

      it('writes nothing while there is a valid claim', async () => {
        const group = freshGroup();
        await store.claims.begin(claimRequest(group, { leaseUntil: NOON + MINUTE }));
        expect(
          await store.states.remember(await seen(store, group, 1), NOON + MINUTE - 1, { decision: { desired: 9 } }),
        ).toBe(false);
        expect(
          await store.states.remember(await seen(store, group, 1), NOON + MINUTE, { decision: { desired: 9 } }),
        ).toBe(true);
      });

      it('does not delay the evaluation of a policy that became active after the state was read', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group, { at: NOON }));
        const later = { schedule: { dueAt: NOON + 10 * MINUTE } };
        expect(await store.states.remember(await seen(store, group, 0), NOON + 1, later)).toBe(false);
        expect((await stateOf(group))?.schedule.dueAt).toBe(NOON);
        expect(await store.states.remember(await seen(store, group, 1), NOON + 1, later)).toBe(true);
        await store.records.reinstate(group, 1, NOON + MINUTE);
        expect(await store.states.remember(await seen(store, group, 2), NOON + MINUTE, later)).toBe(false);
        expect((await stateOf(group))?.schedule.dueAt).toBe(NOON + MINUTE);
      });

      it('writes the same fields as a resize when there is nothing to resize', async () => {
        const group = freshGroup();
        const resized = { lastOutAt: NOON, ruleFiredAt: { cpu: NOON }, changes: [{ at: NOON, by: 2 }] };
        expect(
          await store.states.remember(await seen(store, group, 0), NOON, { decision: { desired: 6, ...resized } }),
        ).toBe(true);
        expect(
          await store.states.remember(await seen(store, group, 1), NOON, { decision: { lastInAt: NOON + 1 } }),
        ).toBe(true);
        expect(await stateOf(group)).toMatchObject({ decision: { desired: 6, lastInAt: NOON + 1, ...resized } });
      });
    });

    describe('the tuning of a rule', () => {
      it('is read unchanged, whichever writer wrote it', async () => {
        const tuned = tunedExample();
        const [remembered, claimed] = [freshGroup(), freshGroup()];
        expect(await store.states.remember(await seen(store, remembered, 0), NOON, { decision: { tuned } })).toBe(true);
        const request = claimRequest(claimed, { change: { decision: { desired: 4, tuned } } });
        expect(await store.claims.begin(request)).toEqual({ won: true });
        for (const group of [remembered, claimed]) expect((await stateOf(group))?.decision.tuned).toEqual(tuned);
      });

      it('stays until it is replaced, and can be cleared', async () => {
        const group = freshGroup();
        const { kept, foreseen } = tunedExample();
        if (!kept || !foreseen) throw new Error('the example has changed');
        await store.states.remember(await seen(store, group, 0), NOON, { decision: { tuned: { kept, foreseen } } });
        await store.states.remember(await seen(store, group, 1), NOON, { decision: { desired: 3 } });
        expect((await stateOf(group))?.decision.tuned).toEqual({ kept, foreseen });
        await store.states.remember(await seen(store, group, 2), NOON, { decision: { tuned: { foreseen } } });
        expect((await stateOf(group))?.decision.tuned).toEqual({ foreseen });
        await store.states.remember(await seen(store, group, 3), NOON, { decision: { tuned: {} } });
        expect((await stateOf(group))?.decision.tuned).toEqual({});
      });

      it.each([
        ['and the group let go of', true],
        ['and the group released', false],
      ])('is cleared when the policy is deleted %s', async (_, drains) => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(await seen(store, group, 1), NOON, { decision: { tuned: tunedExample() } });
        await store.records.policyDeleted(group, NOON, drains);
        if (drains) {
          expect(Object.keys((await stateOf(group))?.decision.tuned ?? {})).toHaveLength(2);
          expect(await store.states.finalizeDeletion(await seen(store, group, 3), NOON)).toBe(true);
        }
        expect((await stateOf(group))?.decision.tuned).toEqual({});
      });
    });

    it('remember writes and clears launched workers and notices', async () => {
      const group = freshGroup();
      const breaker = { failures: 2, until: NOON + MINUTE, because: { code: 'nothing-launched', params: {} } };
      const warned = [{ id: 'i-1', at: NOON, kind: 'rebalance' as const }];
      expect(
        await store.states.remember(await seen(store, group, 0), NOON, {
          provider: { launchBackoff: breaker },
          notices: warned,
        }),
      ).toBe(true);
      expect(await stateOf(group)).toMatchObject({ provider: { launchBackoff: breaker }, notices: warned });
      expect(
        await store.states.remember(await seen(store, group, 1), NOON, {
          provider: { launchBackoff: null },
          notices: [],
        }),
      ).toBe(true);
      expect(await stateOf(group)).toMatchObject({ revision: 2, provider: { launchBackoff: null }, notices: [] });
    });

    describe('setManual', () => {
      const ann = { by: 'ann', through: 'command', because: 'load test', from: 'laptop', at: NOON } as const;
      const manual: Manual = {
        pauses: [
          { paused: 'out', ...ann },
          { paused: true, ofStage: true, by: 'bob', through: 'api', at: NOON, until: NOON + MINUTE },
        ],
        scale: { workers: 5, beyondBounds: true, until: NOON + MINUTE, ...ann },
      };

      it('stores what was set, makes the group due, and changes nothing else', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(await seen(store, group, 1), NOON, { schedule: { dueAt: NOON + 10 * MINUTE } });
        const before = await seen(store, group, 2);
        expect(await store.states.setManual(before, manual, NOON + 1)).toBe(true);
        expect(await stateOf(group)).toEqual({ ...before, revision: 3, manual, schedule: { dueAt: NOON + 1 } });
        expect(await dueAtTick(store.states, NOON + 1)).toContain(group);
        const nothing = { pauses: [], scale: null };
        expect(await store.states.setManual(await seen(store, group, 3), nothing, NOON)).toBe(true);
        expect((await stateOf(group))?.manual).toEqual(nothing);
      });

      it('writes nothing if the state has changed since it was read', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        const before = await seen(store, group, 1);
        await store.states.remember(before, NOON, { decision: { desired: 2 } });
        expect(await store.states.setManual(before, manual, NOON)).toBe(false);
        expect(await stateOf(group)).toMatchObject({ revision: 2, manual: { pauses: [], scale: null } });
      });

      it('of two at once, one is written', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        const before = await seen(store, group, 1);
        const written = [manual, { ...manual, scale: null }].map((each) => store.states.setManual(before, each, NOON));
        expect((await Promise.all(written)).toSorted()).toEqual([false, true]);
      });

      it('fails a claim and an evaluation that have read the earlier state', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        const before = await seen(store, group, 1);
        await store.states.setManual(before, manual, NOON);
        expect(await store.claims.begin(claimRequest(group, { state: before }))).toMatchObject({ won: false });
        expect(await store.states.remember(before, NOON, { decision: { desired: 9 } })).toBe(false);
        expect(await stateOf(group)).toMatchObject({ manual, claim: null });
      });

      it('stays when a claim that was made before is settled, and when others write', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        const request = claimRequest(group, { revision: 1 });
        await store.claims.begin(request);
        expect(await store.states.setManual(await seen(store, group, 2), manual, NOON)).toBe(true);
        expect(await store.claims.settle({ ...request.activity, status: 'done' }, {})).toBe(true);
        await store.states.remember(await seen(store, group, 4), NOON, { decision: { desired: 2 } });
        await store.records.accept(acceptedVersion(group, { version: 2 }));
        expect(await stateOf(group)).toMatchObject({ manual, claim: null, policy: { version: 2 } });
      });

      it.each([true, false])('is forgotten when the policy is deleted; drains: %s', async (drains) => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.setManual(await seen(store, group, 1), manual, NOON);
        await store.records.policyDeleted(group, NOON, drains);
        expect((await stateOf(group))?.manual).toEqual({ pauses: [], scale: null });
      });
    });

    describe('setRollout', () => {
      const rollout: Rollout = {
        ...{ id: 'r1', status: 'starting', version: '7', all: true, total: 0, failed: [], passed: 0 },
        started: { at: NOON, by: 'ann', through: 'command', because: 'new image' },
      };
      const running: Rollout = {
        ...{ ...rollout, status: 'running', to: { version: '7' }, from: { version: '6' }, insteadOf: { version: '6' } },
        ...{ total: 4, failed: ['i-1'], passed: 1, bakingUntil: NOON + MINUTE, proven: true },
        because: { code: 'launch-throttled', params: { code: 'a', message: 'b' } },
        batch: { at: NOON, endedAt: NOON + 1 },
      };

      it('stores the rollout, makes the group due, and changes nothing else', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(await seen(store, group, 1), NOON, { schedule: { dueAt: NOON + 10 * MINUTE } });
        const before = await seen(store, group, 2);
        expect(before.rollout).toBeNull();
        expect(await store.states.setRollout(before, rollout, NOON + 1)).toBe(true);
        expect(await stateOf(group)).toEqual({ ...before, revision: 3, rollout, schedule: { dueAt: NOON + 1 } });
        expect(await store.states.setRollout(await seen(store, group, 3), null, NOON)).toBe(true);
        expect((await stateOf(group))?.rollout).toBeNull();
      });

      it('fails a claim and an evaluation that have read the earlier state', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        const before = await seen(store, group, 1);
        await store.states.setRollout(before, rollout, NOON);
        expect(await store.states.setRollout(before, running, NOON)).toBe(false);
        expect(await store.claims.begin(claimRequest(group, { state: before }))).toMatchObject({ won: false });
        expect(await store.states.remember(before, NOON, { rollout: running })).toBe(false);
        expect(await stateOf(group)).toMatchObject({ rollout, claim: null });
      });

      it('stays while others write, and evaluations replace it, also with a claim', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.setRollout(await seen(store, group, 1), rollout, NOON);
        await store.states.remember(await seen(store, group, 2), NOON, { decision: { desired: 2 } });
        expect((await stateOf(group))?.rollout).toEqual(rollout);
        await store.states.remember(await seen(store, group, 3), NOON, { rollout: running });
        expect((await stateOf(group))?.rollout).toEqual(running);
        const done: Rollout = { ...rollout, status: 'done', endedAt: NOON };
        const request = claimRequest(group, { revision: 4 });
        await store.claims.begin({ ...request, change: { ...request.change, rollout: done } });
        await store.claims.settle({ ...request.activity, status: 'done' }, {});
        expect((await stateOf(group))?.rollout).toEqual(done);
      });

      it.each([true, false])('is forgotten when the policy is deleted; drains: %s', async (drains) => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.setRollout(await seen(store, group, 1), running, NOON);
        await store.records.policyDeleted(group, NOON, drains);
        expect((await stateOf(group))?.rollout).toBeNull();
      });
    });

    describe('warn', () => {
      const interruption = (id: string) => ({ id, at: NOON, kind: 'interruption' as const });

      it('adds one notice after the other, and raises the revision so that earlier decisions fail', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.notice(group, interruption('i-1'));
        await store.states.notice(group, { id: 'i-2', at: NOON + 1, kind: 'rebalance' });
        expect(await stateOf(group)).toMatchObject({
          policy: { version: 1 },
          revision: 3,
          notices: [interruption('i-1'), { id: 'i-2', at: NOON + 1, kind: 'rebalance' }],
        });
        expect(await store.states.remember(await seen(store, group, 2), NOON, { notices: [] })).toBe(false);
      });

      it('makes a steady group due, even during a claim', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(await seen(store, group, 1), NOON, { schedule: { dueAt: NOON + 10 * MINUTE } });
        await store.states.notice(group, interruption('i-1'));
        expect((await stateOf(group))?.schedule.dueAt).toBe(NOON);
        expect(await dueAtTick(store.states, NOON)).toContain(group);
      });

      it('twice at the same time, keeps both workers', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await Promise.all(['i-1', 'i-2', 'i-1'].map((id) => store.states.notice(group, interruption(id))));
        const warned = (await stateOf(group))?.notices ?? [];
        expect(new Set(warned.map(({ id }) => id))).toEqual(new Set(['i-1', 'i-2']));
      });

      it('does not change a claim', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        const request = claimRequest(group, { revision: 1 });
        await store.claims.begin(request);
        await store.states.notice(group, interruption('i-1'));
        expect(await store.claims.settle({ ...request.activity, status: 'done' }, {})).toBe(true);
        expect(await stateOf(group)).toMatchObject({ claim: null, notices: [interruption('i-1')] });
      });

      it('writes nothing for a group that is unknown or has no active policy', async () => {
        const [unknown, refused] = [freshGroup(), freshGroup()];
        const faults = [valueError('capacity', 'required', {})];
        await store.records.refuse(refused, faults);
        for (const group of [unknown, refused]) await store.states.notice(group, interruption('i-1'));
        expect(await stateOf(unknown)).toBeUndefined();
        expect(await stateOf(refused)).toMatchObject({
          policy: { errors: faults },
          notices: [],
          schedule: { dueAt: null },
        });
      });

      it('keeps two hundred notices and drops the rest', async () => {
        const group = freshGroup();
        const warned = Array.from({ length: 199 }, (_, n) => interruption(`i-${n}`));
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(await seen(store, group, 1), NOON, { notices: warned });
        for (const id of ['i-last', 'i-more']) await store.states.notice(group, interruption(id));
        expect(await stateOf(group)).toMatchObject({ revision: 3, notices: [...warned, interruption('i-last')] });
      });
    });

    describe('finalizeDeletion', () => {
      const retiring = async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(await seen(store, group, 1), NOON, { decision: { desired: 0, lastInAt: NOON } });
        await store.records.policyDeleted(group, NOON, true);
        return group;
      };

      it('clears the version, size and cooldowns of a group that has drained', async () => {
        const group = await retiring();
        expect(await store.states.finalizeDeletion(await seen(store, group, 3), NOON)).toBe(true);
        expect(await stateOf(group)).toMatchObject({
          revision: 4,
          policy: { version: null, deleting: false },
          schedule: { dueAt: null },
          decision: { desired: null, lastInAt: null },
        });
        expect(await dueAtTick(store.states, NOON + MINUTE)).not.toContain(group);
      });

      it('changes nothing if the state has changed since it was read', async () => {
        const group = await retiring();
        await store.states.notice(group, { id: 'i-1', at: NOON, kind: 'rebalance' });
        expect(await store.states.finalizeDeletion(await seen(store, group, 3), NOON)).toBe(false);
        expect(await stateOf(group)).toMatchObject({ policy: { version: 1, deleting: true } });
      });

      it('changes nothing if the policy was put again', async () => {
        const group = await retiring();
        await store.records.reinstate(group, 1, NOON);
        for (const revision of [3, 4])
          expect(await store.states.finalizeDeletion(await seen(store, group, revision), NOON)).toBe(false);
        expect(await stateOf(group)).toMatchObject({
          policy: { version: 1, deleting: false },
          schedule: { dueAt: NOON },
        });
      });

      it('changes nothing while there is a valid claim', async () => {
        const group = await retiring();
        await store.claims.begin(claimRequest(group, { revision: 3 }));
        expect(await store.states.finalizeDeletion(await seen(store, group, 4), NOON)).toBe(false);
        expect(await store.states.finalizeDeletion(await seen(store, group, 4), NOON + 10 * MINUTE)).toBe(true);
      });
    });

    describe('due', () => {
      it('returns groups with an active policy from the time they are due', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group, { at: NOON }));
        expect(await dueAtTick(store.states, NOON - 1)).not.toContain(group);
        expect(await dueAtTick(store.states, NOON)).toContain(group);
        await store.states.remember(await seen(store, group, 1), NOON, { schedule: { dueAt: NOON + MINUTE } });
        expect(await dueAtTick(store.states, NOON + MINUTE - 1)).not.toContain(group);
        expect(await dueAtTick(store.states, NOON + MINUTE)).toContain(group);
        await store.states.remember(await seen(store, group, 2), NOON + MINUTE, { schedule: { dueAt: null } });
        expect(await dueAtTick(store.states, NOON + 10 * MINUTE)).not.toContain(group);
      });

      it('returns a steady group at its moment, with the clusters too, and at any time if everything is asked for', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group, { at: NOON }));
        await store.states.remember(await seen(store, group, 1), NOON, { schedule: { dueAt: STEADY } });
        const moment = steadyDueAt(group, NOON);
        expect(await dueAtTick(store.states, moment - 1)).not.toContain(group);
        expect(await dueAtTick(store.states, moment)).toContain(group);
        expect(await dueAtTick(store.states, moment + MINUTE)).not.toContain(group);
        expect(await store.states.due(moment + 3 * MINUTE, moment - 1)).toContain(group);
        const groupsDue = async (since: number) =>
          (await store.states.dueWithClusters(moment + 3 * MINUTE, since)).groups;
        expect((await groupsDue(moment)).has(group)).toBe(false);
        expect((await groupsDue(moment - 1)).get(group)).toBe(STEADY);
        expect(await store.states.due(Number.MAX_SAFE_INTEGER, 0)).toContain(group);
      });

      it('returns no group without a policy', async () => {
        const [never, retired] = [freshGroup(), freshGroup()];
        await store.states.remember(await seen(store, never, 0), NOON, { schedule: { dueAt: NOON } });
        await store.records.accept(acceptedVersion(retired));
        await store.records.policyDeleted(retired, NOON);
        expect(await store.states.finalizeDeletion(await seen(store, retired, 2), NOON)).toBe(true);
        expect(await store.states.remember(await seen(store, retired, 3), NOON, { schedule: { dueAt: NOON } })).toBe(
          true,
        );
        const due = await dueAtTick(store.states, NOON + MINUTE);
        expect(due).not.toContain(never);
        expect(due).not.toContain(retired);
      });

      it('returns each of many groups once', async () => {
        const groups = Array.from({ length: 60 }, freshGroup);
        await Promise.all(groups.map((group) => store.records.accept(acceptedVersion(group))));
        const due = (await dueAtTick(store.states, NOON)).filter((group) => groups.includes(group));
        expect(due.sort()).toEqual(groups.sort());
      });
    });
  });
}
