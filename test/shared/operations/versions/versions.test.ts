import { expect, test } from 'vitest';
import { acceptPolicy } from '../../../../shared/evaluation/index.ts';
import { type Actor, InvalidInputError, type Reason } from '../../../../shared/model/index.ts';
import {
  comparedVersions,
  comparedWithTable,
  deletePolicy,
  deletionOf,
  policyHistory,
  putPolicy,
  rollback,
} from '../../../../shared/operations/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { newActivityId } from '../../../../shared/runtime/activity-id.ts';
import { NOON } from '../../../contracts/examples.ts';
import { FakeAlarms } from '../../../fakes/fake-alarms.ts';
import { MemoryTable } from '../../../fakes/table/memory-table.ts';

const ANN: Actor = { by: 'ann', through: 'command', because: 'why' };

const policy = (max: number, change: Partial<PolicyDocument> = {}): PolicyDocument => ({
  group: 'ci',
  provider: { kind: 'ec2', launchTemplate: { name: 'runner' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] },
  capacity: { min: 0, max },
  ...change,
});

function setting() {
  const table = new MemoryTable();
  const warn = (reason: Reason) => {
    throw new Error(reason.code);
  };
  const use = {
    ...{ records: table.records, versions: table.versions, audit: table.audit },
    ...{ clock: () => NOON, newId: newActivityId, warn },
  };
  const accept = () => acceptPolicy('ci', { records: table.records, alarms: new FakeAlarms(), clock: () => NOON });
  const apply = async (document: PolicyDocument) => {
    await putPolicy({ document, actor: ANN }, use);
    await accept();
  };
  const audit = async () => (await table.audit.list({ from: 0, now: NOON, limit: 100 })).toReversed();
  return { table, use, accept, apply, audit };
}

const code = (expected: string, params = {}) => ({
  reason: { code: expected, params: expect.objectContaining(params) },
});

test('a rollback writes the document of the version before as the next version, with its author', async () => {
  const { table, use, accept, apply, audit } = setting();
  await apply(policy(5));
  await apply(policy(9));
  const request = { group: 'ci', actor: { ...ANN, by: 'bob', because: 'too many' } };
  expect(await rollback(request, use)).toMatchObject({ from: 2, to: 1, result: 'written', differences: [] });
  await accept();
  expect(await table.records.status('ci')).toMatchObject({
    inForce: 3,
    newest: { version: 3, document: policy(5), by: 'bob', because: 'too many', through: 'command' },
  });
  // The version before the active one is the one that was rolled back.
  expect(await rollback({ group: 'ci', actor: ANN }, use)).toMatchObject({ from: 3, to: 2 });
  expect((await audit()).map(({ action, by, outcome }) => [action, by, outcome.result])).toEqual(
    expect.arrayContaining([
      ['policy-apply', 'ann', 'done'],
      ['policy-rollback', 'bob', 'done'],
    ]),
  );
});

test('a rollback to what is active already writes nothing', async () => {
  const { table, use, apply } = setting();
  await apply(policy(5));
  const before = table.calls.of('records.put');
  expect(await rollback({ group: 'ci', to: 1, actor: ANN }, use)).toMatchObject({ result: 'unchanged' });
  expect(table.calls.of('records.put')).toBe(before);
});

test('a rollback replaces a rejected document by the active version', async () => {
  const { table, use, accept, apply } = setting();
  await apply(policy(5));
  await table.records.put(policy(-1), { by: 'bob' });
  await accept();
  expect(await rollback({ group: 'ci', to: 1, actor: ANN }, use)).toMatchObject({ result: 'written' });
  await accept();
  expect(await table.records.status('ci')).toMatchObject({ inForce: 1, errors: [] });
});

test('a rollback says which group, version or fields are wrong, and is recorded as failed', async () => {
  const { table, use, accept, apply, audit } = setting();
  const back = (to?: number) => rollback({ group: 'ci', actor: ANN, ...(to === undefined ? {} : { to }) }, use);
  await expect(back()).rejects.toMatchObject(code('group-unknown', { group: 'ci' }));
  await apply(policy(5));
  await expect(back()).rejects.toMatchObject(code('version-before-unknown'));
  await expect(back(7)).rejects.toMatchObject(code('version-unknown', { version: 7, newest: 1 }));
  const stored = table.of('ci').versions.get(1);
  if (!stored) throw new Error('no version');
  await apply(policy(6));
  table.of('ci').versions.set(1, { ...stored, document: { ...policy(5), warmup: -1, spare: 3 } });
  const rejected = await back(1).catch((error: Error) => error);
  expect(rejected).toBeInstanceOf(InvalidInputError);
  expect(rejected).toMatchObject({ cause: code('version-rejected', { fields: expect.arrayContaining(['warmup']) }) });
  expect((rejected as Error).message).toMatch(/warmup/);
  const item = await table.records.item('ci');
  if (item) await table.records.remove('ci', item);
  await accept();
  await expect(back()).rejects.toMatchObject(code('version-not-active'));
  const failures = (await audit()).filter(({ outcome }) => outcome.result === 'failed');
  expect(failures.map(({ outcome }) => outcome.reason.code).toSorted()).toEqual([
    ...['group-unknown', 'version-before-unknown', 'version-not-active', 'version-rejected', 'version-unknown'],
  ]);
});

test('of two rollbacks at once, one succeeds and the other is a conflict', async () => {
  const { table, use, accept, apply } = setting();
  for (const max of [5, 6, 7]) await apply(policy(max));
  const results = await Promise.allSettled([1, 2].map((to) => rollback({ group: 'ci', to, actor: ANN }, use)));
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const lost = results.find((result) => result.status === 'rejected');
  expect(lost).toMatchObject(
    expect.objectContaining({ reason: expect.objectContaining(code('policy-changed-meanwhile')) }),
  );
  await accept();
  expect((await table.records.status('ci')).inForce).toBe(4);
});

test('a policy is put only over the version that the caller has seen', async () => {
  const { table, use, accept } = setting();
  await putPolicy({ document: policy(5), actor: ANN, ifVersion: null }, use);
  await accept();
  await expect(putPolicy({ document: policy(6), actor: ANN, ifVersion: null }, use)).rejects.toMatchObject(
    code('policy-changed-meanwhile'),
  );
  await expect(putPolicy({ document: policy(6), actor: ANN, ifVersion: 4 }, use)).rejects.toMatchObject(
    code('policy-version-differs', { version: 4, active: 1 }),
  );
  await putPolicy({ document: policy(6), actor: ANN, ifVersion: 1 }, use);
  await accept();
  expect((await table.records.status('ci')).inForce).toBe(2);
});

test('a deletion says what it does, and fails if the policy was changed meanwhile', async () => {
  const { table, use, accept, apply } = setting();
  await expect(deletionOf('ci', use)).rejects.toMatchObject(code('group-unknown'));
  await apply(policy(5, { onDelete: 'drain' }));
  const early = await deletionOf('ci', use);
  await apply(policy(6));
  await expect(deletePolicy(early, ANN, use)).rejects.toMatchObject(code('policy-changed-meanwhile'));
  expect(await deletePolicy(await deletionOf('ci', use), ANN, use)).toEqual({
    group: 'ci',
    version: 2,
    onDelete: 'release',
  });
  await accept();
  expect(await table.records.status('ci')).toMatchObject({ inForce: null });
  await expect(deletionOf('ci', use)).rejects.toMatchObject(code('policy-missing'));
});

test('the history has the versions in pages, each with its changes', async () => {
  const { use, apply } = setting();
  await expect(policyHistory('ci', { limit: 2 }, use)).rejects.toMatchObject(code('group-unknown'));
  for (const max of [5, 6, 7]) await apply(policy(max));
  const first = await policyHistory('ci', { limit: 2 }, use);
  expect(first).toMatchObject({
    active: 3,
    versions: [
      { version: 3, isActive: true, by: 'ann', because: 'why', through: 'command' },
      { version: 2, isActive: false },
    ],
  });
  expect(first.versions.map(({ changes }) => changes?.map(({ path, after }) => [path, after]))).toEqual([
    [['capacity.max', 7]],
    [['capacity.max', 6]],
  ]);
  const second = await policyHistory('ci', { limit: 2, cursor: String(first.cursor) }, use);
  expect(second).toMatchObject({ versions: [{ version: 1, changes: null }], cursor: null });
  await apply({ ...policy(7), group: 'ci', warmup: 5 });
  await expect(policyHistory('ci', { limit: 2, cursor: 'x.y' }, use)).rejects.toMatchObject({
    cause: code('cursor-invalid'),
  });
});

test('a file is compared with the active version, and what applying it would change nothing of is no difference', async () => {
  const { table, use, apply } = setting();
  expect(await comparedWithTable(policy(5), use)).toEqual({ group: 'ci', from: null, to: null, changes: [] });
  await apply(policy(5, { warmup: '2m' }));
  expect((await comparedWithTable(policy(5, { warmup: 120, paused: false }), use)).changes).toEqual([]);
  expect((await comparedWithTable(policy(8, { warmup: 120 }), use)).changes).toMatchObject([{ path: 'capacity.max' }]);
  // The version keeps the default that it was accepted with, and so it does if the same document is applied again.
  const stored = table.of('ci').versions.get(1);
  if (!stored?.completed) throw new Error('no version');
  const earlier = { ...stored.completed, policy: { ...stored.completed.policy, notifyAfter: 60 } };
  table.of('ci').versions.set(1, { ...stored, completed: earlier });
  expect((await comparedWithTable(policy(5, { warmup: '2m' }), use)).changes).toEqual([]);
  expect((await comparedWithTable(policy(5, { warmup: 120 }), use)).changes).toMatchObject([
    { path: 'notifyAfter', before: 60, after: 900, isDuration: true },
  ]);
});

test('versions are compared by number, or with the active one', async () => {
  const { use, apply } = setting();
  for (const max of [5, 6, 7]) await apply(policy(max));
  const compared = async (wanted: { from?: number; to?: number }) => {
    const { from, to, changes } = await comparedVersions('ci', wanted, use);
    return [from, to, ...changes.map(({ before, after }) => [before, after])];
  };
  expect(await compared({})).toEqual([2, 3, [6, 7]]);
  expect(await compared({ from: 1 })).toEqual([1, 3, [5, 7]]);
  expect(await compared({ from: 3, to: 1 })).toEqual([3, 1, [7, 5]]);
  expect(await compared({ from: 2, to: 2 })).toEqual([2, 2]);
  await expect(comparedVersions('ci', { from: 9 }, use)).rejects.toMatchObject(code('version-unknown'));
});
