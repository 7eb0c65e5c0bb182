import { expect, it } from 'vitest';
import { acceptPolicy, ownedTargetFaults } from '../../../../shared/evaluation/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { FakeAlarms } from '../../../fakes/fake-alarms.ts';
import { MemoryTable } from '../../../fakes/table/memory-table.ts';

const document = (group: string, provider: object, more: object = {}): PolicyDocument => ({
  ...{ group, capacity: { min: 0, max: 9 } },
  provider: provider as PolicyDocument['provider'],
  metrics: { cpu: { cloudwatch: { namespace: 'App', name: 'cpu' } } },
  rules: [{ kind: 'target', metric: 'cpu', value: 50 }],
  ...more,
});
const service = { kind: 'ecs-service', cluster: 'main', service: 'web' };

function stage() {
  const table = new MemoryTable();
  const dependencies = { records: table.records, alarms: new FakeAlarms(), clock: () => 1 };
  const put = (written: PolicyDocument) => {
    table.of(written.group).document = { ...written };
    return acceptPolicy(written.group, dependencies);
  };
  const remove = (group: string) => {
    table.of(group).document = null;
    return acceptPolicy(group, dependencies);
  };
  return { table, put, remove };
}

it.each([
  ['auto-scaling-group', { kind: 'auto-scaling-group', name: 'web' }],
  ['ecs-service', service],
  ['ec2-fleet', { kind: 'ec2-fleet', id: 'fleet-12a34b55-67cd-8ef9-ba9b-9208dabc1234' }],
])('a policy whose %s is resized by another one is rejected, however it was written', async (kind, provider) => {
  const { put } = stage();
  expect(await put(document('one', provider))).toMatchObject({ result: 'accepted' });
  const acceptance = await put(document('other', provider));
  expect(acceptance).toMatchObject({
    result: 'refused',
    faults: [{ path: 'provider', code: 'target-taken', params: { kind, group: 'one' } }],
  });
  expect('faults' in acceptance && acceptance.faults[0]?.message).toContain('the policy of one resizes it');
  expect(await put(document('one', provider, { warmup: 90 }))).toMatchObject({ result: 'accepted', version: 2 });
});

it('it is accepted once the other policy is deleted or names another target', async () => {
  const { put, remove } = stage();
  await put(document('one', service));
  await put(document('one', { ...service, service: 'api' }));
  expect(await put(document('other', service))).toMatchObject({ result: 'accepted' });
  expect(await put(document('one', service))).toMatchObject({ result: 'refused' });
  await remove('other');
  expect(await put(document('one', service))).toMatchObject({ result: 'accepted' });
});

it('a group that drains still has its target', async () => {
  const { put, remove } = stage();
  await put(document('one', service, { onDelete: 'drain' }));
  await remove('one');
  expect(await put(document('other', service))).toMatchObject({ result: 'refused' });
});

it('of two that are accepted at the same time, one is rejected', async () => {
  const { put } = stage();
  const results = await Promise.all(['one', 'other'].map((group) => put(document(group, service))));
  expect(results.map(({ result }) => result).toSorted()).toEqual(['accepted', 'refused']);
});

it('workers of a group of its own are shared with nobody, and a function may serve several groups', async () => {
  const { put } = stage();
  const lambda = { kind: 'lambda', function: 'workers' };
  for (const group of ['a', 'b']) expect(await put(document(group, lambda))).toMatchObject({ result: 'accepted' });
  const ec2 = { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] };
  for (const group of ['one', 'other']) expect(await put(document(group, ec2))).toMatchObject({ result: 'accepted' });
});

it('can be looked up before a policy is written', async () => {
  const { table, put } = stage();
  await put(document('one', service));
  const parsed = parsePolicy(document('other', service));
  if (!parsed.ok) throw new Error('not valid');
  expect(await ownedTargetFaults(parsed.value, table.records)).toMatchObject([{ code: 'target-taken' }]);
  expect(await ownedTargetFaults({ ...parsed.value, group: 'one' }, table.records)).toEqual([]);
});
