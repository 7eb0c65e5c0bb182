import { expect, test } from 'vitest';
import { describeGroups } from '../../../../shared/providers/auto-scaling-group/api/describe-groups.ts';
import { lastFailure } from '../../../../shared/providers/auto-scaling-group/api/last-failure.ts';
import { ownPolicies } from '../../../../shared/providers/auto-scaling-group/api/own-policies.ts';
import { carryOut, groupNow, remove, useTemplate } from '../../../../shared/providers/auto-scaling-group/api/resize.ts';
import { planToAdd } from '../../../../shared/providers/auto-scaling-group/plan.ts';
import { DELAYS, idsOf, states, UNTIL_IN_SERVICE, withGroup } from '../../../local/autoscaling/served.ts';
import { type WithStandIn, withStandIn } from './with-stand-in.ts';

const plan = async ({ call }: WithStandIn, count: number) => {
  const { plan: made } = planToAdd(await groupNow(call, 'web'), count);
  if (made === null) throw new Error('no plan');
  return made;
};

test('100 groups need one call, and a missing one is omitted', async () => {
  const all = await withStandIn();
  await withGroup(all);
  const names = ['web', ...Array.from({ length: 149 }, (_, at) => `none-${at}`)];
  expect([...(await describeGroups(all.call, names)).keys()]).toEqual(['web']);
  expect(all.autoScaling.calls.get('DescribeAutoScalingGroups')).toBe(2);
});

test('the group is described with what it does to new instances', async () => {
  const all = await withStandIn();
  await withGroup(all, {}, { NewInstancesProtectedFromScaleIn: true });
  const { protectsNew, members } = await groupNow(all.call, 'web');
  expect([protectsNew, members.map((member) => member.protected)]).toEqual([true, [true, true]]);
});

test('a repeated plan adds once', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 2 });
  const made = await plan(all, 2);
  await carryOut(all.call, made);
  await carryOut(all.call, made);
  expect((await groupNow(all.call, 'web')).desired).toBe(4);
  expect(all.autoScaling.calls.get('SetDesiredCapacity')).toBe(1);
});

test('a lost response does not add twice', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 2 });
  const made = await plan(all, 2);
  all.autoScaling.faults.add({ kind: 'reset', action: 'SetDesiredCapacity', count: 1, when: 'after' });
  await carryOut(all.call, made);
  expect((await groupNow(all.call, 'web')).desired).toBe(4);
});

test('concurrent changes are kept: more capacity, less capacity, a lower maximum', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 2 });
  const made = await plan(all, 2);
  await all.ask('SetDesiredCapacity', { AutoScalingGroupName: 'web', DesiredCapacity: 7 });
  await carryOut(all.call, made);
  expect((await groupNow(all.call, 'web')).desired).toBe(7);
  await all.ask('UpdateAutoScalingGroup', { AutoScalingGroupName: 'web', DesiredCapacity: 2, MaxSize: 3 });
  await carryOut(all.call, made);
  expect((await groupNow(all.call, 'web')).desired).toBe(3);
  await all.ask('SetDesiredCapacity', { AutoScalingGroupName: 'web', DesiredCapacity: 1 });
  await carryOut(all.call, made);
  expect((await groupNow(all.call, 'web')).desired).toBe(1);
});

test('workers that scale-in protection keeps beyond the desired capacity belong to the target', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 3 });
  const [a = '', b = ''] = await idsOf(all);
  await all.ask('SetInstanceProtection', {
    ...{ AutoScalingGroupName: 'web', 'InstanceIds.member.1': a, 'InstanceIds.member.2': b },
    ProtectedFromScaleIn: true,
  });
  await all.ask('SetDesiredCapacity', { AutoScalingGroupName: 'web', DesiredCapacity: 0 });
  all.pass(UNTIL_IN_SERVICE);
  expect(await idsOf(all)).toEqual([a, b]);
  expect(planToAdd(await groupNow(all.call, 'web'), 1)).toMatchObject({ count: 1, plan: { target: 3, surplus: 2 } });
  await carryOut(all.call, await plan(all, 1));
  all.pass(UNTIL_IN_SERVICE);
  expect(await idsOf(all)).toHaveLength(3);
});

test('given workers are removed with their capacity, without replacement', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 4 });
  const [a = '', b = '', c = '', d = ''] = await idsOf(all);
  expect(await remove(all.call, all.find, 'web', [b, d], false)).toEqual({ gone: [b, d], reasons: [] });
  all.pass(600_000);
  expect(await idsOf(all)).toEqual([a, c]);
  expect((await groupNow(all.call, 'web')).desired).toBe(2);
});

test('removing again has no effect: workers that are terminating or gone count as gone', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 3 });
  const [a = ''] = await idsOf(all);
  await remove(all.call, all.find, 'web', [a], false);
  expect((await remove(all.call, all.find, 'web', [a], false)).gone).toEqual([a]);
  all.pass(600_000);
  expect((await remove(all.call, all.find, 'web', [a], false)).gone).toEqual([a]);
  expect((await groupNow(all.call, 'web')).desired).toBe(2);
});

test('a denied termination counts as gone if the group no longer has the member, and is thrown otherwise', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 2 });
  const [a = '', b = ''] = await idsOf(all);
  const denied = { kind: 'error', code: 'AccessDenied', status: 403 } as const;
  all.autoScaling.faults.add({ ...denied, action: 'TerminateInstanceInAutoScalingGroup', count: 2 });
  await expect(remove(all.call, all.find, 'web', [a], false)).rejects.toMatchObject({
    reason: { code: 'group-access-denied' },
  });
  const detached = { AutoScalingGroupName: 'web', 'InstanceIds.member.1': b, ShouldDecrementDesiredCapacity: true };
  const afterTheLook: typeof all.find = async (ids) => {
    const found = await all.find(ids);
    await all.ask('DetachInstances', detached);
    all.pass(60_000);
    return found;
  };
  expect((await remove(all.call, afterTheLook, 'web', [b], false)).gone).toEqual([b]);
});

test('protected and busy workers stay, and a busy one is removed after its drain', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 3 });
  const [shielded = '', busy = '', idle = ''] = await idsOf(all);
  await all.ask('SetInstanceProtection', {
    AutoScalingGroupName: 'web',
    'InstanceIds.member.1': shielded,
    ProtectedFromScaleIn: true,
  });
  all.ec2.createTags([busy], [{ key: 'headcount:busy', value: 'true' }]);
  expect((await remove(all.call, all.find, 'web', [shielded, busy, idle], false)).gone).toEqual([idle]);
  expect((await remove(all.call, all.find, 'web', [shielded, busy], true)).gone).toEqual([busy]);
  expect(await states(all)).toEqual(['InService', 'Terminating', 'Terminating']);
});

test('a worker in standby or detached is not capacity and is not changed', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 2 });
  const [a = '', b = ''] = await idsOf(all);
  await all.ask('EnterStandby', {
    AutoScalingGroupName: 'web',
    'InstanceIds.member.1': a,
    ShouldDecrementDesiredCapacity: true,
  });
  await all.ask('DetachInstances', {
    AutoScalingGroupName: 'web',
    'InstanceIds.member.1': b,
    ShouldDecrementDesiredCapacity: true,
  });
  expect((await remove(all.call, all.find, 'web', [a, b], true)).gone).toEqual([a, b]);
  expect(all.autoScaling.calls.has('TerminateInstanceInAutoScalingGroup')).toBe(false);
});

test("the group's minimum prevents a removal, with a reason", async () => {
  const all = await withStandIn();
  await withGroup(all, { min: 2, desired: 3 });
  const [a = '', b = ''] = await idsOf(all);
  expect(await remove(all.call, all.find, 'web', [a, b], false)).toMatchObject({
    gone: [a],
    reasons: [{ code: 'group-at-min', params: { min: 2, wanted: 1 } }],
  });
});

test('the errors of a missing group and of a denied one have a remedy', async () => {
  const all = await withStandIn();
  await expect(groupNow(all.call, 'none')).rejects.toMatchObject({
    name: 'AutoScalingGroupError',
    reason: { code: 'group-not-found' },
  });
  await withGroup(all);
  const made = await plan(all, 1);
  all.autoScaling.faults.add({
    kind: 'error',
    action: 'SetDesiredCapacity',
    code: 'AccessDenied',
    status: 403,
    count: 1,
  });
  await expect(carryOut(all.call, made)).rejects.toMatchObject({
    reason: { code: 'group-access-denied', params: { name: 'web' } },
  });
});

test('throttled calls are repeated', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 1 });
  all.autoScaling.faults.add({ kind: 'throttle', action: 'SetDesiredCapacity', count: 2 });
  await carryOut(all.call, await plan(all, 1));
  expect((await groupNow(all.call, 'web')).desired).toBe(2);
});

test('a failed launch is noted until one succeeds', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 1 });
  expect(await lastFailure(all.call, 'web')).toBe(null);
  all.ec2.shortages.add({ market: 'on-demand' });
  await carryOut(all.call, await plan(all, 1));
  all.pass(DELAYS.reaction);
  expect(await lastFailure(all.call, 'web')).toContain('We currently do not have sufficient m7g.large capacity');
  all.ec2.shortages.clear();
  all.pass(DELAYS.retry + UNTIL_IN_SERVICE);
  expect(await lastFailure(all.call, 'web')).toBe(null);
});

test("the group's own scaling policies give a warning, unless they are suspended", async () => {
  const all = await withStandIn();
  await withGroup(all);
  const warn = ownPolicies(all.call);
  const group = await groupNow(all.call, 'web');
  expect(await warn(group, 0)).toBe(null);
  await all.ask('PutScalingPolicy', {
    AutoScalingGroupName: 'web',
    PolicyName: 'cpu',
    AdjustmentType: 'ChangeInCapacity',
    ScalingAdjustment: 1,
  });
  expect(await warn(group, 60_000)).toBe(null);
  expect(await warn(group, 15 * 60_000)).toMatchObject({
    code: 'group-has-scaling-policies',
    params: { policies: ['cpu'] },
  });
  await all.ask('SuspendProcesses', { AutoScalingGroupName: 'web' });
  expect(await warn(await groupNow(all.call, 'web'), 15 * 60_000)).toBe(null);
});

test('a group launches from the version of its template that a rollout names, and a repeated call changes nothing', async () => {
  const all = await withStandIn();
  await withGroup(all, { desired: 1 });
  const { template } = await groupNow(all.call, 'web');
  if (template === null) throw new Error('no template');
  const wanted = { id: template.id, version: '1' };
  await useTemplate(all.call, await groupNow(all.call, 'web'), wanted);
  expect((await groupNow(all.call, 'web')).template).toMatchObject(wanted);
  await useTemplate(all.call, await groupNow(all.call, 'web'), wanted);
  expect(all.autoScaling.calls.get('UpdateAutoScalingGroup')).toBe(1);
});

test('a mixed instances policy keeps its version', async () => {
  const all = await withStandIn();
  await withGroup(all);
  const group = await groupNow(all.call, 'web');
  await useTemplate(all.call, { ...group, mixed: true }, { id: 'lt-0', version: '7' });
  expect(all.autoScaling.calls.get('UpdateAutoScalingGroup')).toBeUndefined();
});
