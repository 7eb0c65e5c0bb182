import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import {
  activities,
  DELAYS,
  group,
  idsOf,
  instances,
  members,
  refusal,
  served,
  states,
  UNTIL_IN_SERVICE,
  withGroup,
} from './served.ts';

const terminate = (InstanceId: string, ShouldDecrementDesiredCapacity: boolean) => ({
  InstanceId,
  ShouldDecrementDesiredCapacity,
});
const one = (id: string) => ({ AutoScalingGroupName: 'web', 'InstanceIds.member.1': id });

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html
test('a given instance is removed with its capacity, even if it is protected', async () => {
  const all = await served();
  await withGroup(all, { desired: 3 }, { NewInstancesProtectedFromScaleIn: true });
  const [, id = ''] = await idsOf(all);
  const { Activity } = await all.ask('TerminateInstanceInAutoScalingGroup', terminate(id, true));
  expect(Activity).toMatchObject({
    AutoScalingGroupName: 'web',
    Description: `Terminating EC2 instance: ${id}`,
    StatusCode: 'InProgress',
  });
  expect(await group(all)).toMatchObject({ DesiredCapacity: '2' });
  expect(await states(all)).toEqual(['InService', 'Terminating', 'InService']);
  all.pass(600_000);
  expect(await states(all)).toEqual(['InService', 'InService']);
});

test('without decrement, a replacement is launched', async () => {
  const all = await served();
  await withGroup(all, { desired: 1 });
  const [id = ''] = await idsOf(all);
  await all.ask('TerminateInstanceInAutoScalingGroup', terminate(id, false));
  all.pass(DELAYS.reaction);
  expect(await states(all)).toEqual(['Terminating', 'Pending']);
  all.pass(UNTIL_IN_SERVICE);
  expect(await idsOf(all)).toHaveLength(1);
  expect(await idsOf(all)).not.toContain(id);
});

test('a removal below the minimum fails', async () => {
  const all = await served();
  await withGroup(all, { min: 2, desired: 2 });
  const [id = ''] = await idsOf(all);
  expect(await refusal(all.ask('TerminateInstanceInAutoScalingGroup', terminate(id, true)))).toEqual({
    code: 'ValidationError',
    message:
      "Currently, desiredSize equals minSize (2). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.",
  });
  expect(await states(all)).toEqual(['InService', 'InService']);
});

test('a terminating or unknown instance is rejected, and nothing changes', async () => {
  const all = await served();
  await withGroup(all, { desired: 3 });
  const [id = ''] = await idsOf(all);
  await all.ask('TerminateInstanceInAutoScalingGroup', terminate(id, true));
  expect((await refusal(all.ask('TerminateInstanceInAutoScalingGroup', terminate(id, true))))?.code).toBe(
    'ScalingActivityInProgress',
  );
  expect(await group(all)).toMatchObject({ DesiredCapacity: '2' });
  expect(await refusal(all.ask('TerminateInstanceInAutoScalingGroup', terminate('i-0123456789abcdef0', true)))).toEqual(
    {
      code: 'ValidationError',
      message: 'Instance Id not found - No managed instance found for instance ID: i-0123456789abcdef0',
    },
  );
});

test('a call removes all instances or none', async () => {
  const all = await served();
  await withGroup(all, { min: 2, desired: 3 });
  const [a = '', b = ''] = await idsOf(all);
  const both = {
    AutoScalingGroupName: 'web',
    'InstanceIds.member.1': a,
    'InstanceIds.member.2': b,
    ShouldDecrementDesiredCapacity: true,
  };
  expect((await refusal(all.ask('TerminateInstanceInAutoScalingGroup', both)))?.code).toBe('ValidationError');
  await all.ask('UpdateAutoScalingGroup', { AutoScalingGroupName: 'web', MinSize: 0 });
  const { Activities } = await all.ask('TerminateInstanceInAutoScalingGroup', both);
  expect(members(Activities)).toHaveLength(2);
  expect(await group(all)).toMatchObject({ DesiredCapacity: '1' });
});

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html
test('standby removes an instance from the capacity, and leaving it adds it again', async () => {
  const all = await served();
  await withGroup(all, { min: 1, desired: 2 });
  const [id = ''] = await idsOf(all);
  const enter = (decrement: boolean) =>
    all.ask('EnterStandby', { ...one(id), ShouldDecrementDesiredCapacity: decrement });
  await enter(true);
  expect(await states(all)).toEqual(['EnteringStandby', 'InService']);
  all.pass(DELAYS.transition + DELAYS.reaction);
  expect(await states(all)).toEqual(['Standby', 'InService']);
  expect(await group(all)).toMatchObject({ DesiredCapacity: '1' });
  expect((await refusal(enter(true)))?.message).toBe(`The instance ${id} is not in InService.`);
  await all.ask('ExitStandby', one(id));
  expect(await group(all)).toMatchObject({ DesiredCapacity: '2' });
  all.pass(UNTIL_IN_SERVICE);
  expect(await states(all)).toEqual(['InService', 'InService']);
});

test('standby without decrement launches a replacement', async () => {
  const all = await served();
  await withGroup(all, { desired: 1 });
  const [id = ''] = await idsOf(all);
  await all.ask('EnterStandby', { ...one(id), ShouldDecrementDesiredCapacity: false });
  all.pass(UNTIL_IN_SERVICE);
  expect(await states(all)).toEqual(['Standby', 'InService']);
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachInstances.html
test('a detached instance keeps running outside the group', async () => {
  const all = await served();
  await withGroup(all, { min: 1, desired: 2 });
  const [id = '', other = ''] = await idsOf(all);
  await all.ask('DetachInstances', { ...one(id), ShouldDecrementDesiredCapacity: true });
  expect(await states(all)).toEqual(['Detaching', 'InService']);
  all.pass(DELAYS.transition);
  expect(await idsOf(all)).toEqual([other]);
  const instance = all.ec2.everything().find((found) => found.id === id);
  expect([instance?.state, instance?.tags.has('aws:autoscaling:groupName')]).toEqual(['running', false]);
  expect(await refusal(all.ask('DetachInstances', { ...one(other), ShouldDecrementDesiredCapacity: true }))).toEqual({
    code: 'ValidationError',
    message:
      'AutoScalingGroup web has min-size=1, max-size=10, and desired-size=1. To detach 1 instance, please update the AutoScalingGroup sizes appropriately.',
  });
});

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
test('an instance that was terminated externally is replaced', async () => {
  const all = await served();
  await withGroup(all, { desired: 2 });
  const [id = ''] = await idsOf(all);
  await all.client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  expect(await states(all)).toEqual(['InService', 'InService']);
  expect(instances(await group(all))[0]).toMatchObject({ HealthStatus: 'Unhealthy' });
  all.pass(DELAYS.healthCheck + DELAYS.reaction + UNTIL_IN_SERVICE);
  expect(await states(all)).toEqual(['InService', 'InService']);
  expect(await idsOf(all)).not.toContain(id);
  expect(await group(all)).toMatchObject({ DesiredCapacity: '2' });
  expect((await activities(all)).map(({ Cause }) => Cause).join()).toContain(
    'an EC2 health check indicating it has been terminated or stopped',
  );
});

test.each(['impaired', 'reported'])('an unhealthy instance (%s) is replaced by the group itself', async (how) => {
  const all = await served();
  await withGroup(all, { desired: 1 });
  const [id = ''] = await idsOf(all);
  if (how === 'impaired') all.ec2.impair(id);
  else await all.ask('SetInstanceHealth', { InstanceId: id, HealthStatus: 'Unhealthy' });
  expect(instances(await group(all))[0]).toMatchObject({ InstanceId: id, HealthStatus: 'Unhealthy' });
  all.pass(DELAYS.healthCheck);
  expect(await states(all)).toEqual(['Terminating']);
  all.pass(DELAYS.reaction + UNTIL_IN_SERVICE);
  expect(await states(all)).toEqual(['InService']);
});

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
test('the grace period delays the health check', async () => {
  const all = await served();
  await withGroup(all, { desired: 1 }, { HealthCheckGracePeriod: 600 });
  const [id = ''] = await idsOf(all);
  const unhealthy = { InstanceId: id, HealthStatus: 'Unhealthy' };
  await all.ask('SetInstanceHealth', unhealthy);
  expect(instances(await group(all))[0]).toMatchObject({ HealthStatus: 'Healthy' });
  await all.ask('SetInstanceHealth', { ...unhealthy, ShouldRespectGracePeriod: false });
  expect(instances(await group(all))[0]).toMatchObject({ HealthStatus: 'Unhealthy' });
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetInstanceProtection.html
test('protection can be set only on instances in service', async () => {
  const all = await served();
  await withGroup(all, { desired: 2 });
  const [id = '', other = ''] = await idsOf(all);
  await all.ask('SetInstanceProtection', { ...one(id), ProtectedFromScaleIn: true });
  expect(instances(await group(all)).map(({ ProtectedFromScaleIn }) => ProtectedFromScaleIn)).toEqual([
    'true',
    'false',
  ]);
  await all.ask('TerminateInstanceInAutoScalingGroup', terminate(other, true));
  const late = all.ask('SetInstanceProtection', { ...one(other), ProtectedFromScaleIn: true });
  expect((await refusal(late))?.message).toContain('is not in InService or EnteringStandby or Standby');
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html
test('instances are described with their group', async () => {
  const all = await served();
  await withGroup(all, { desired: 2 });
  const [id = ''] = await idsOf(all);
  const { AutoScalingInstances } = await all.ask('DescribeAutoScalingInstances', { 'InstanceIds.member.1': id });
  expect(members(AutoScalingInstances)).toMatchObject([
    { InstanceId: id, AutoScalingGroupName: 'web', LifecycleState: 'InService', HealthStatus: 'HEALTHY' },
  ]);
  expect((await refusal(all.ask('DescribeAutoScalingInstances', { MaxRecords: 51 })))?.code).toBe('ValidationError');
});
