import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../shared/aws/dynamodb/store.ts';
import { acceptedVersion, claimRequest, freshGroup, MINUTE, NOON, tunedExample } from './examples.ts';

export function describeGroupStatesContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`GroupStates: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const stateOf = async (group: string) => (await store.states.read([group])).get(group);

    describe('read', () => {
      it('leaves out groups without a state, and reads a doubled name once', async () => {
        const group = freshGroup();
        await store.states.remember(group, 0, NOON, { desired: 2 });
        expect([...(await store.states.read([group, freshGroup(), group])).keys()]).toEqual([group]);
        expect(await store.states.read([])).toEqual(new Map());
      });

      it('reads more groups than one call of DynamoDB takes', async () => {
        const groups = Array.from({ length: 230 }, freshGroup);
        await Promise.all(groups.map((group, index) => store.states.remember(group, 0, NOON, { desired: index })));
        const states = await store.states.read(groups);
        expect(groups.map((group) => states.get(group)?.desired)).toEqual(groups.map((_, index) => index));
      });

      it('gives what was never written its empty value', async () => {
        const group = freshGroup();
        await store.records.refuse(group, [{ path: 'capacity', message: 'is required' }], NOON);
        expect(await stateOf(group)).toEqual({
          group,
          revision: 0,
          version: null,
          faults: [{ path: 'capacity', message: 'is required' }],
          desired: null,
          lastOutAt: null,
          lastInAt: null,
          ruleFiredAt: {},
          proposals: [],
          changes: [],
          missing: {},
          tuned: {},
          readings: {},
          claim: null,
          draining: [],
          launched: [],
          unavailable: {},
          unfulfilled: 0,
          breaker: null,
          warned: [],
          replacing: 0,
          spared: [],
          retiring: false,
          dueAt: null,
        });
      });
    });

    describe('remember', () => {
      it('changes only the fields given, and raises the revision', async () => {
        const group = freshGroup();
        const proposals = [{ at: NOON, value: 3 }];
        expect(await store.states.remember(group, 0, NOON, { desired: 2, missing: { cpu: 1 } })).toBe(true);
        expect(await store.states.remember(group, 1, NOON, { proposals })).toBe(true);
        expect(await stateOf(group)).toMatchObject({ revision: 2, desired: 2, missing: { cpu: 1 }, proposals });
      });

      it('writes nothing on a state that is no longer the one that was read', async () => {
        const group = freshGroup();
        await store.states.remember(group, 0, NOON, { desired: 2 });
        expect(await store.states.remember(group, 0, NOON, { desired: 9 })).toBe(false);
        expect(await stateOf(group)).toMatchObject({ revision: 1, desired: 2 });
      });

      it('writes nothing while somebody holds a live claim', async () => {
        const group = freshGroup();
        await store.claims.begin(claimRequest(group, { leaseUntil: NOON + MINUTE }));
        expect(await store.states.remember(group, 1, NOON + MINUTE - 1, { desired: 9 })).toBe(false);
        expect(await store.states.remember(group, 1, NOON + MINUTE, { desired: 9 })).toBe(true);
      });

      it('puts off no look at a policy that came into force after the state was read, whatever the clock says', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group, { at: NOON }));
        const later = { dueAt: NOON + 10 * MINUTE };
        expect(await store.states.remember(group, 0, NOON + 1, later)).toBe(false);
        expect((await stateOf(group))?.dueAt).toBe(NOON);
        expect(await store.states.remember(group, 1, NOON + 1, later)).toBe(true);
        await store.records.reinstate(group, 1, NOON + MINUTE);
        expect(await store.states.remember(group, 2, NOON + MINUTE, later)).toBe(false);
        expect((await stateOf(group))?.dueAt).toBe(NOON + MINUTE);
      });

      it('writes what a resize would have written, where there was nothing to resize', async () => {
        const group = freshGroup();
        const resized = { lastOutAt: NOON, ruleFiredAt: { cpu: NOON }, changes: [{ at: NOON, by: 2 }] };
        expect(await store.states.remember(group, 0, NOON, { desired: 6, ...resized })).toBe(true);
        expect(await store.states.remember(group, 1, NOON, { lastInAt: NOON + 1 })).toBe(true);
        expect(await stateOf(group)).toMatchObject({ desired: 6, ...resized, lastInAt: NOON + 1 });
      });
    });

    describe('what rules have found out', () => {
      it('comes back as it was, by whomever it is written', async () => {
        const tuned = tunedExample();
        const [remembered, claimed] = [freshGroup(), freshGroup()];
        expect(await store.states.remember(remembered, 0, NOON, { tuned })).toBe(true);
        const request = claimRequest(claimed, { state: { desired: 4, tuned } });
        expect(await store.claims.begin(request)).toEqual({ won: true });
        for (const group of [remembered, claimed]) expect((await stateOf(group))?.tuned).toEqual(tuned);
      });

      it('stays until something else is, and can be emptied', async () => {
        const group = freshGroup();
        const { kept, foreseen } = tunedExample();
        if (!kept || !foreseen) throw new Error('the example has changed');
        await store.states.remember(group, 0, NOON, { tuned: { kept, foreseen } });
        await store.states.remember(group, 1, NOON, { desired: 3 });
        expect((await stateOf(group))?.tuned).toEqual({ kept, foreseen });
        await store.states.remember(group, 2, NOON, { tuned: { foreseen } });
        expect((await stateOf(group))?.tuned).toEqual({ foreseen });
        await store.states.remember(group, 3, NOON, { tuned: {} });
        expect((await stateOf(group))?.tuned).toEqual({});
      });

      it.each([
        ['and the group let go of', true],
        ['and the group released', false],
      ])('is forgotten once the policy is deleted %s', async (_, drains) => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(group, 1, NOON, { tuned: tunedExample() });
        await store.records.retire(group, NOON, drains);
        if (drains) {
          expect(Object.keys((await stateOf(group))?.tuned ?? {})).toHaveLength(2);
          expect(await store.states.letGo(group, 3, NOON)).toBe(true);
        }
        expect((await stateOf(group))?.tuned).toEqual({});
      });
    });

    it('remember writes what was learned of launches and warnings, and takes it off again', async () => {
      const group = freshGroup();
      const breaker = { failures: 2, until: NOON + MINUTE, because: 'UnauthorizedOperation' };
      const warned = [{ id: 'i-1', at: NOON, kind: 'rebalance' as const }];
      expect(await store.states.remember(group, 0, NOON, { breaker, warned })).toBe(true);
      expect(await stateOf(group)).toMatchObject({ breaker, warned });
      expect(await store.states.remember(group, 1, NOON, { breaker: null, warned: [] })).toBe(true);
      expect(await stateOf(group)).toMatchObject({ revision: 2, breaker: null, warned: [] });
    });

    describe('warn', () => {
      const interruption = (id: string) => ({ id, at: NOON, kind: 'interruption' as const });

      it('notes worker after worker, and raises the revision: who decided before has not seen it', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.warn(group, interruption('i-1'));
        await store.states.warn(group, { id: 'i-2', at: NOON + 1, kind: 'rebalance' });
        expect(await stateOf(group)).toMatchObject({
          ...{ version: 1, revision: 3 },
          warned: [interruption('i-1'), { id: 'i-2', at: NOON + 1, kind: 'rebalance' }],
        });
        expect(await store.states.remember(group, 2, NOON, { warned: [] })).toBe(false);
      });

      it('makes a quiet group due, whoever is at it', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(group, 1, NOON, { dueAt: NOON + 10 * MINUTE });
        await store.states.warn(group, interruption('i-1'));
        expect((await stateOf(group))?.dueAt).toBe(NOON);
        expect(await store.states.due(NOON)).toContain(group);
      });

      it('told of twice at the same moment keeps both workers and does no harm', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await Promise.all(['i-1', 'i-2', 'i-1'].map((id) => store.states.warn(group, interruption(id))));
        const warned = (await stateOf(group))?.warned ?? [];
        expect(new Set(warned.map(({ id }) => id))).toEqual(new Set(['i-1', 'i-2']));
      });

      it('leaves a claim as it is', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        const request = claimRequest(group, { seen: 1 });
        await store.claims.begin(request);
        await store.states.warn(group, interruption('i-1'));
        expect(await store.claims.settle({ ...request.activity, status: 'done' }, {})).toBe(true);
        expect(await stateOf(group)).toMatchObject({ claim: null, warned: [interruption('i-1')] });
      });

      it('writes nothing for a group that is not known, or has no policy in force', async () => {
        const [unknown, refused] = [freshGroup(), freshGroup()];
        const faults = [{ path: 'capacity', message: 'is required' }];
        await store.records.refuse(refused, faults, NOON);
        for (const group of [unknown, refused]) await store.states.warn(group, interruption('i-1'));
        expect(await stateOf(unknown)).toBeUndefined();
        expect(await stateOf(refused)).toMatchObject({ faults, warned: [], dueAt: null });
      });

      it('keeps two hundred, and nothing of a flood beyond', async () => {
        const group = freshGroup();
        const warned = Array.from({ length: 199 }, (_, n) => interruption(`i-${n}`));
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(group, 1, NOON, { warned });
        for (const id of ['i-last', 'i-more']) await store.states.warn(group, interruption(id));
        expect(await stateOf(group)).toMatchObject({ revision: 3, warned: [...warned, interruption('i-last')] });
      });
    });

    describe('letGo', () => {
      const retiring = async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(group, 1, NOON, { desired: 0, lastInAt: NOON });
        await store.records.retire(group, NOON, true);
        return group;
      };

      it('takes the version of a retiring group out of force, and its size and cooldowns with it', async () => {
        const group = await retiring();
        expect(await store.states.letGo(group, 3, NOON)).toBe(true);
        expect(await stateOf(group)).toMatchObject({
          ...{ revision: 4, version: null, retiring: false, dueAt: null, desired: null, lastInAt: null },
        });
        expect(await store.states.due(NOON + MINUTE)).not.toContain(group);
      });

      it('lets nothing go of a state that is no longer the one that was read', async () => {
        const group = await retiring();
        await store.states.warn(group, { id: 'i-1', at: NOON, kind: 'rebalance' });
        expect(await store.states.letGo(group, 3, NOON)).toBe(false);
        expect(await stateOf(group)).toMatchObject({ version: 1, retiring: true });
      });

      it('lets nothing go of a group whose policy was put again', async () => {
        const group = await retiring();
        await store.records.reinstate(group, 1, NOON);
        for (const revision of [3, 4]) expect(await store.states.letGo(group, revision, NOON)).toBe(false);
        expect(await stateOf(group)).toMatchObject({ version: 1, retiring: false, dueAt: NOON });
      });

      it('lets nothing go while somebody holds a live claim', async () => {
        const group = await retiring();
        await store.claims.begin(claimRequest(group, { seen: 3 }));
        expect(await store.states.letGo(group, 4, NOON)).toBe(false);
        expect(await store.states.letGo(group, 4, NOON + 10 * MINUTE)).toBe(true);
      });
    });

    describe('due', () => {
      it('names groups with a policy in force from the moment they are due', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group, { at: NOON }));
        expect(await store.states.due(NOON - 1)).not.toContain(group);
        expect(await store.states.due(NOON)).toContain(group);
        await store.states.remember(group, 1, NOON, { dueAt: NOON + MINUTE });
        expect(await store.states.due(NOON + MINUTE - 1)).not.toContain(group);
        expect(await store.states.due(NOON + MINUTE)).toContain(group);
        await store.states.remember(group, 2, NOON + MINUTE, { dueAt: null });
        expect(await store.states.due(NOON + 10 * MINUTE)).not.toContain(group);
      });

      it('names no group without a policy, whatever is remembered of it', async () => {
        const [never, retired] = [freshGroup(), freshGroup()];
        await store.states.remember(never, 0, NOON, { dueAt: NOON });
        await store.records.accept(acceptedVersion(retired));
        await store.records.retire(retired, NOON);
        expect(await store.states.letGo(retired, 2, NOON)).toBe(true);
        expect(await store.states.remember(retired, 3, NOON, { dueAt: NOON })).toBe(true);
        const due = await store.states.due(NOON + MINUTE);
        expect(due).not.toContain(never);
        expect(due).not.toContain(retired);
      });

      it('names each of many groups once', async () => {
        const groups = Array.from({ length: 60 }, freshGroup);
        await Promise.all(groups.map((group) => store.records.accept(acceptedVersion(group))));
        const due = (await store.states.due(NOON)).filter((group) => groups.includes(group));
        expect(due.sort()).toEqual(groups.sort());
      });
    });
  });
}
