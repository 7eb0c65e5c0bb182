import { expect, test } from 'vitest';
import { DELAYS, group, idsOf, members, refusal, served, states, UNTIL_IN_SERVICE, withGroup } from './served.ts';

const hook = (transition: string, more = {}) => ({
  AutoScalingGroupName: 'web',
  LifecycleHookName: 'prepare',
  LifecycleTransition: `autoscaling:EC2_INSTANCE_${transition}`,
  HeartbeatTimeout: 60,
  ...more,
});
const complete = (InstanceId: string, LifecycleActionResult: string) => ({
  AutoScalingGroupName: 'web',
  LifecycleHookName: 'prepare',
  InstanceId,
  LifecycleActionResult,
});

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html
test('a launching instance waits for its hook, and goes into service when it is completed', async () => {
  const all = await served();
  await withGroup(all, { desired: 0 });
  await all.ask('PutLifecycleHook', hook('LAUNCHING'));
  await all.ask('SetDesiredCapacity', { AutoScalingGroupName: 'web', DesiredCapacity: 1 });
  all.pass(UNTIL_IN_SERVICE);
  expect(await states(all)).toEqual(['Pending:Wait']);
  const [id = ''] = await idsOf(all);
  await all.ask('CompleteLifecycleAction', complete(id, 'CONTINUE'));
  expect(await states(all)).toEqual(['Pending:Proceed']);
  all.pass(DELAYS.transition);
  expect(await states(all)).toEqual(['InService']);
  expect((await refusal(all.ask('CompleteLifecycleAction', complete(id, 'CONTINUE'))))?.code).toBe('ValidationError');
});

test.each([
  ['ABANDON', 'Terminating'],
  ['CONTINUE', 'InService'],
])('a hook that is not completed ends with its default result %s', async (DefaultResult, state) => {
  const all = await served();
  await withGroup(all, { desired: 0 });
  await all.ask('PutLifecycleHook', hook('LAUNCHING', { DefaultResult }));
  await all.ask('SetDesiredCapacity', { AutoScalingGroupName: 'web', DesiredCapacity: 1 });
  all.pass(UNTIL_IN_SERVICE);
  all.pass(60_000 + DELAYS.transition);
  expect(await states(all)).toEqual([state]);
});

test('a terminating instance runs while it waits for its hook', async () => {
  const all = await served();
  await withGroup(all, { desired: 1 });
  await all.ask('PutLifecycleHook', hook('TERMINATING'));
  const [id = ''] = await idsOf(all);
  await all.ask('TerminateInstanceInAutoScalingGroup', { InstanceId: id, ShouldDecrementDesiredCapacity: true });
  all.pass(30_000);
  expect(await states(all)).toEqual(['Terminating:Wait']);
  expect(all.ec2.everything()[0]?.state).toBe('running');
  await all.ask('CompleteLifecycleAction', complete(id, 'CONTINUE'));
  expect(await states(all)).toEqual(['Terminating:Proceed']);
  all.pass(DELAYS.transition);
  expect(await states(all)).toEqual(['Terminating']);
  all.pass(60_000);
  expect(await group(all)).toMatchObject({ Instances: '', DesiredCapacity: '0' });
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html
test('hooks are checked, described and deleted', async () => {
  const all = await served();
  await withGroup(all, { desired: 0 });
  expect((await refusal(all.ask('PutLifecycleHook', hook('LAUNCHING', { HeartbeatTimeout: 29 }))))?.code).toBe(
    'ValidationError',
  );
  expect((await refusal(all.ask('PutLifecycleHook', hook('SLEEPING'))))?.code).toBe('ValidationError');
  await all.ask('PutLifecycleHook', hook('LAUNCHING'));
  const { LifecycleHooks } = await all.ask('DescribeLifecycleHooks', { AutoScalingGroupName: 'web' });
  expect(members(LifecycleHooks)).toMatchObject([
    { LifecycleHookName: 'prepare', HeartbeatTimeout: '60', GlobalTimeout: '6000', DefaultResult: 'ABANDON' },
  ]);
  const name = { AutoScalingGroupName: 'web', LifecycleHookName: 'prepare' };
  await all.ask('DeleteLifecycleHook', name);
  expect((await refusal(all.ask('DeleteLifecycleHook', name)))?.code).toBe('ValidationError');
});
