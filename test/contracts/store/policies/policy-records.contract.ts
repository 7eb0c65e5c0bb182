import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../../shared/aws/dynamodb/store.ts';
import { valueError } from '../../../../shared/model/index.ts';
import { completedPolicy, parsePolicy } from '../../../../shared/policy/index.ts';
import {
  acceptedVersion,
  activityOf,
  claimRequest,
  dueAtTick,
  freshGroup,
  MINUTE,
  NOON,
  seen,
} from '../../examples.ts';

export function describePolicyRecordsContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`PolicyRecords: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const stateOf = async (group: string) => (await store.states.read([group])).get(group);
    const faults = [valueError('rules[0].value', 'invalid-value', { expected: 'must be greater than 0' })];

    describe('accept', () => {
      it('stores the version, makes it the active one, and makes the group due', async () => {
        const group = freshGroup();
        const version = acceptedVersion(group, { document: { group, capacity: { min: 0, max: 3 }, paused: 'in' } });
        expect(await store.records.accept(version)).toBe(true);
        expect(await store.records.status(group)).toEqual({
          newest: version,
          inForce: 1,
          errors: [],
          deleting: false,
        });
        expect(await stateOf(group)).toMatchObject({ policy: { version: 1 }, schedule: { dueAt: NOON } });
        expect(await store.policies.read([{ group, version: 1 }])).toEqual(
          new Map([[group, { document: version.document, completed: null }]]),
        );
      });

      it('clears the errors of an earlier document', async () => {
        const group = freshGroup();
        await store.records.refuse(group, faults);
        await store.records.accept(acceptedVersion(group));
        expect(await stateOf(group)).toMatchObject({ policy: { version: 1, errors: [] } });
      });

      it('accepts a version once: of two concurrent calls, one succeeds', async () => {
        const group = freshGroup();
        const results = await Promise.all(
          ['ann', 'bob'].map((by) => store.records.accept(acceptedVersion(group, { by }))),
        );
        expect(results.toSorted()).toEqual([false, true]);
        expect((await store.records.status(group)).newest?.by).toBe(results[0] ? 'ann' : 'bob');
      });

      it('keeps a version as it was first accepted, even after its policy was deleted', async () => {
        const group = freshGroup();
        const first = acceptedVersion(group);
        await store.records.accept(first);
        await store.records.policyDeleted(group, NOON);
        expect(await store.records.accept({ ...first, document: { group }, by: 'bob' })).toBe(false);
        expect(await store.records.status(group)).toEqual({
          ...{ newest: first, inForce: null, errors: [], deleting: false },
        });
      });

      it('never replaces the active version with an older one', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group, { version: 3 }));
        expect(await store.records.accept(acceptedVersion(group, { version: 2 }))).toBe(false);
        expect(await store.records.status(group)).toMatchObject({ inForce: 3, newest: { version: 3 } });
      });

      it('compares versions as numbers: 10 is newer than 9', async () => {
        const group = freshGroup();
        for (const version of [8, 9, 10]) await store.records.accept(acceptedVersion(group, { version }));
        expect((await store.records.status(group)).newest?.version).toBe(10);
      });

      it('does not change a claim: the resize in progress is completed as planned', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        const request = claimRequest(group, { activity: activityOf(group), revision: 1 });
        await store.claims.begin(request);
        const claim = (await stateOf(group))?.claim;
        await store.records.accept(acceptedVersion(group, { version: 2, at: NOON + MINUTE }));
        expect(await stateOf(group)).toMatchObject({ claim });
        expect(await store.claims.settle({ ...request.activity, status: 'done' }, {})).toBe(true);
        expect(await stateOf(group)).toMatchObject({
          policy: { version: 2 },
          claim: null,
          schedule: { dueAt: NOON + MINUTE },
        });
      });
    });

    it('refuse stores all errors and keeps the last valid version with its decisions', async () => {
      const group = freshGroup();
      await store.records.accept(acceptedVersion(group));
      const before = (await stateOf(group))?.revision;
      await store.records.refuse(group, [...faults, valueError('foo', 'unknown-field', {})]);
      const status = await store.records.status(group);
      expect(status).toMatchObject({ inForce: 1, newest: { version: 1 } });
      expect(status.errors).toEqual([...faults, valueError('foo', 'unknown-field', {})]);
      expect((await stateOf(group))?.revision).toBe(before);
    });

    describe('retire', () => {
      it('deactivates the version and keeps it', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.records.policyDeleted(group, NOON);
        expect(await store.records.status(group)).toMatchObject({
          inForce: null,
          newest: { version: 1 },
          errors: [],
        });
        // Due until what is under way is finished, and the group is let go of.
        expect(await dueAtTick(store.states, NOON)).toContain(group);
        expect(await store.states.finalizeDeletion(await seen(store, group, 2), NOON)).toBe(true);
        expect(await dueAtTick(store.states, NOON + MINUTE)).not.toContain(group);
      });

      it('clears size and history, so that a policy put later starts afresh, and keeps activities in progress', async () => {
        const group = freshGroup();
        const state = {
          ...{ desired: 9, lastOutAt: NOON, lastInAt: NOON, ruleFiredAt: { cpu: NOON }, missing: { cpu: 2 } },
          ...{ proposals: [{ at: NOON, value: 9 }], changes: [{ at: NOON, by: 4 }] },
          readings: { jobs: [{ at: NOON, value: 7 }] },
        };
        const underWay = {
          launched: [{ id: 'i-1', at: NOON, capacityType: 'spot' }],
          drains: [{ activity: 'a', until: NOON, workers: ['i-2'], cancelable: true }],
        };
        const failing = {
          shortfall: 3,
          launchBackoff: { failures: 4, until: NOON, because: { code: 'nothing-launched', params: {} } },
        };
        await store.records.accept(acceptedVersion(group));
        const first = claimRequest(group, { revision: 1, change: { decision: state } });
        await store.claims.begin(first);
        await store.claims.settle(
          { ...first.activity, status: 'done' },
          {
            drains: underWay.drains,
            provider: { launched: underWay.launched, ...failing },
          },
        );
        const second = claimRequest(group, { state: await seen(store, group, 3), change: {} });
        await store.claims.begin(second);
        await store.records.policyDeleted(group, NOON);
        expect(await stateOf(group)).toMatchObject({
          decision: {
            desired: null,
            lastOutAt: null,
            lastInAt: null,
            ruleFiredAt: {},
            missing: {},
            proposals: [],
            changes: [],
            readings: {},
          },
          schedule: { dueAt: NOON },
          policy: { version: null },
          claim: { activity: second.activity.id },
          drains: underWay.drains,
          provider: { launched: underWay.launched, shortfall: 0, launchBackoff: null },
        });
      });

      it('writes nothing for an unknown group', async () => {
        const group = freshGroup();
        for (const drain of [false, true]) await store.records.policyDeleted(group, NOON, drain);
        expect(await stateOf(group)).toBeUndefined();
      });

      it('with drain, keeps the version active and makes the group due, as deleting', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.states.remember(await seen(store, group, 1), NOON, {
          decision: { desired: 5 },
          schedule: { dueAt: NOON + 10 * MINUTE },
        });
        await store.records.refuse(group, faults);
        await store.records.policyDeleted(group, NOON + MINUTE, true);
        expect(await stateOf(group)).toMatchObject({
          policy: { version: 1, deleting: true, errors: [] },
          decision: { desired: 5 },
          revision: 3,
          schedule: { dueAt: NOON + MINUTE },
        });
        expect(await store.records.status(group)).toMatchObject({ inForce: 1, deleting: true });
        expect(await dueAtTick(store.states, NOON + MINUTE)).toContain(group);
      });

      it('with drain, writes nothing if no version is active', async () => {
        const group = freshGroup();
        await store.records.refuse(group, faults);
        await store.records.policyDeleted(group, NOON, true);
        expect(await stateOf(group)).toMatchObject({ policy: { deleting: false }, schedule: { dueAt: null } });
        expect(await dueAtTick(store.states, NOON + MINUTE)).not.toContain(group);
      });

      it('without drain, ends a deletion that drains', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.records.policyDeleted(group, NOON, true);
        await store.records.policyDeleted(group, NOON);
        expect(await stateOf(group)).toMatchObject({
          policy: { version: null, deleting: false },
          schedule: { dueAt: NOON },
        });
      });

      it('repeated, changes nothing', async () => {
        const group = freshGroup();
        await store.records.accept(acceptedVersion(group));
        await store.records.policyDeleted(group, NOON);
        const before = await stateOf(group);
        await store.records.policyDeleted(group, NOON + MINUTE);
        await store.records.policyDeleted(group, NOON + MINUTE, true);
        expect(await stateOf(group)).toEqual(before);
      });

      it('ends when a version is accepted or becomes active again', async () => {
        const [accepted, reinstated] = [freshGroup(), freshGroup()];
        for (const group of [accepted, reinstated]) {
          await store.records.accept(acceptedVersion(group));
          await store.records.policyDeleted(group, NOON, true);
        }
        await store.records.accept(acceptedVersion(accepted, { version: 2 }));
        await store.records.reinstate(reinstated, 1, NOON);
        expect(await stateOf(accepted)).toMatchObject({ policy: { version: 2, deleting: false } });
        expect(await stateOf(reinstated)).toMatchObject({ policy: { version: 1, deleting: false } });
      });
    });

    it('a new version ends the launch back-off', async () => {
      const group = freshGroup();
      await store.records.accept(acceptedVersion(group));
      const launchBackoff = { failures: 3, until: NOON + MINUTE, because: { code: 'nothing-launched', params: {} } };
      const request = claimRequest(group, { revision: 1, change: {} });
      await store.claims.begin(request);
      await store.claims.settle({ ...request.activity, status: 'failed' }, { provider: { launchBackoff } });
      expect(await stateOf(group)).toMatchObject({ provider: { launchBackoff } });
      await store.records.accept(acceptedVersion(group, { version: 2 }));
      expect(await stateOf(group)).toMatchObject({ policy: { version: 2 }, provider: { launchBackoff: null } });
    });

    it('stores the completed policy with its version', async () => {
      const group = freshGroup();
      const { document } = acceptedVersion(group);
      const parsed = parsePolicy(document);
      if (!parsed.ok) throw new Error('the example is rejected');
      const completed = completedPolicy(parsed.value);
      await store.records.accept(acceptedVersion(group, { completed }));
      const read = await store.policies.read([{ group, version: 1 }]);
      expect(read).toEqual(new Map([[group, { document, completed }]]));
    });

    it('reinstate makes a stored version active again, due now, without errors', async () => {
      const group = freshGroup();
      await store.records.accept(acceptedVersion(group));
      await store.records.refuse(group, faults);
      await store.records.policyDeleted(group, NOON);
      await store.records.reinstate(group, 1, NOON + MINUTE);
      expect(await store.records.status(group)).toMatchObject({ inForce: 1, errors: [] });
      expect(await dueAtTick(store.states, NOON + MINUTE)).toContain(group);
    });

    it('versions are listed newest first, and read one by one', async () => {
      const group = freshGroup();
      const versions = [1, 2, 3, 10].map((version) =>
        acceptedVersion(group, { version, through: 'command', mark: `mark of ${version}` }),
      );
      for (const version of versions) await store.records.accept(version);
      await store.records.put({ group, capacity: { min: 0, max: 1 } } as never, {});
      const [first, second, third, tenth] = versions;
      expect(await store.versions.list(group, 10)).toEqual([tenth, third, second, first]);
      expect(await store.versions.list(group, 2)).toEqual([tenth, third]);
      expect(await store.versions.list(group, 2, 3)).toEqual([second, first]);
      expect(await store.versions.list(group, 2, 1)).toEqual([]);
      expect(await store.versions.read(group, 2)).toEqual(second);
      expect(await store.versions.read(group, 4)).toBeNull();
      expect(await store.versions.list(freshGroup(), 5)).toEqual([]);
    });

    it('The status of an unknown group is empty', async () => {
      expect(await store.records.status(freshGroup())).toEqual({
        ...{ newest: null, inForce: null, errors: [], deleting: false },
      });
    });

    describe('documents', () => {
      const document = (group: string) => ({
        group,
        capacity: { min: 1, max: 5 },
        rules: [{ kind: 'target' as const, metric: 'cpu', value: 60.5 }],
        metrics: { cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { Group: 'ci' } } } },
      });

      it('are read as they were put, without author and reason', async () => {
        const group = freshGroup();
        await store.records.put(document(group), { by: 'ann', because: 'more work on Mondays' });
        expect(await store.records.item(group)).toEqual({
          document: document(group),
          by: 'ann',
          because: 'more work on Mondays',
          through: 'unknown',
          id: expect.stringMatching(/^[^.]+(\.[^.]+){3}$/),
        });
      });

      it('have a new id with each change', async () => {
        const group = freshGroup();
        const ids = new Set<string | undefined>();
        for (const by of ['ann', 'ann']) {
          await store.records.put(document(group), { by, through: 'command' });
          const item = await store.records.item(group);
          expect(item).toMatchObject({ by, through: 'command' });
          ids.add(item?.id);
        }
        expect(ids.size).toBe(2);
      });

      it('are written only over what was read', async () => {
        const group = freshGroup();
        expect(await store.records.put(document(group), { by: 'ann' }, null)).toBe(true);
        expect(await store.records.put(document(group), { by: 'bob' }, null)).toBe(false);
        const seen = await store.records.item(group);
        const results = await Promise.all(
          ['ann', 'bob'].map((by) => store.records.put({ ...document(group), warmup: 90 }, { by }, seen)),
        );
        expect(results.toSorted()).toEqual([false, true]);
        expect(await store.records.item(group)).toMatchObject({ by: results[0] ? 'ann' : 'bob' });
        expect(await store.records.put(document(freshGroup()), {}, seen)).toBe(false);
      });

      it('are deleted only as they were read', async () => {
        const group = freshGroup();
        await store.records.put(document(group), { by: 'ann' });
        const seen = await store.records.item(group);
        if (!seen) throw new Error('no item');
        await store.records.put({ ...document(group), warmup: 90 }, { by: 'ann' });
        expect(await store.records.remove(group, seen)).toBe(false);
        const changed = await store.records.item(group);
        if (!changed) throw new Error('no item');
        const results = await Promise.all([1, 2].map(() => store.records.remove(group, changed)));
        expect(results.toSorted()).toEqual([false, true]);
        expect(await store.records.item(group)).toBeNull();
      });

      it('replace the whole previous document', async () => {
        const group = freshGroup();
        await store.records.put({ ...document(group), warmup: 90 }, { by: 'ann' });
        await store.records.put(document(group), {});
        expect(await store.records.item(group)).toMatchObject({
          ...{ document: document(group), by: null, because: null },
        });
      });

      it('are listed by group', async () => {
        const [one, other, accepted] = [freshGroup(), freshGroup(), freshGroup()];
        await store.records.put(document(one), {});
        await store.records.put(document(other), {});
        await store.records.accept(acceptedVersion(accepted));
        const groups = await store.records.groups();
        expect(groups).toEqual(expect.arrayContaining([one, other]));
        expect(groups).not.toContain(accepted);
      });

      it('of an unknown group are null', async () => {
        expect(await store.records.item(freshGroup())).toBeNull();
      });
    });

    describe('the group of a target', () => {
      it('is the first that claims it, or one that takes the place of the group that was read', async () => {
        const [one, other, third] = [freshGroup(), freshGroup(), freshGroup()];
        const target = { kind: 'ecs-service', target: `main/${one}` };
        expect(await store.records.targetOwner(target)).toBeNull();
        const claimed = await Promise.all([one, other].map((group) => store.records.claimTarget(target, group, null)));
        const [owner = ''] = claimed;
        expect(claimed).toEqual([owner, owner]);
        expect(await store.records.targetOwner(target)).toBe(owner);
        expect(await store.records.claimTarget(target, owner, null)).toBe(owner);
        expect(await store.records.claimTarget(target, third, 'nobody')).toBe(owner);
        expect(await store.records.claimTarget(target, third, owner)).toBe(third);
        expect(await store.records.targetOwner({ ...target, kind: 'ec2-fleet' })).toBeNull();
      });
    });
  });
}
