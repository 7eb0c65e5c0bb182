import { expect, test } from 'vitest';
import {
  activities,
  DELAYS,
  group,
  idsOf,
  instances,
  refusal,
  served,
  states,
  UNTIL_IN_SERVICE,
  withGroup,
} from './served.ts';

const set = (DesiredCapacity: number, more = {}) => ({ AutoScalingGroupName: 'web', DesiredCapacity, ...more });

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
test('new capacity comes after a delay: ordered, Pending, InService', async () => {
  const all = await served();
  await withGroup(all, { desired: 1 });
  await all.ask('SetDesiredCapacity', set(2));
  expect(await states(all)).toEqual(['InService']);
  expect((await group(all)).DesiredCapacity).toBe('2');
  all.pass(DELAYS.reaction);
  expect(await states(all)).toEqual(['InService', 'Pending']);
  all.pass(UNTIL_IN_SERVICE);
  expect(await states(all)).toEqual(['InService', 'InService']);
});

test('an instance has the launch time at which it was due, even if the next call is late', async () => {
  const all = await served();
  await withGroup(all, { desired: 0 });
  const asked = all.now();
  await all.ask('SetDesiredCapacity', set(1));
  all.pass(600_000);
  expect(all.ec2.everything().map(({ launchedAt, state }) => [launchedAt - asked, state])).toEqual([
    [DELAYS.reaction, 'running'],
  ]);
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html
test.each([
  [set(11), 'New SetDesiredCapacity value 11 is above max value 10 for the AutoScalingGroup.'],
  [set(0), 'New SetDesiredCapacity value 0 is below min value 1 for the AutoScalingGroup.'],
  [{ ...set(2), AutoScalingGroupName: 'none' }, 'AutoScalingGroup name not found - AutoScalingGroup none not found'],
])('SetDesiredCapacity rejects %o', async (parameters, message) => {
  const all = await served();
  await withGroup(all, { min: 1, desired: 1 });
  expect(await refusal(all.ask('SetDesiredCapacity', parameters))).toEqual({ code: 'ValidationError', message });
});

test('the cooldown delays a change only if the request honors it', async () => {
  const all = await served();
  await withGroup(all, { desired: 1 });
  const honoured = () => refusal(all.ask('SetDesiredCapacity', set(2, { HonorCooldown: true })));
  expect((await honoured())?.code).toBe('ScalingActivityInProgress');
  expect(await refusal(all.ask('SetDesiredCapacity', set(2)))).toBe(null);
  all.pass(UNTIL_IN_SERVICE + 300_000);
  expect(await honoured()).toBe(null);
});

test('a scale-in terminates the oldest instance of the largest zone, and never a protected one', async () => {
  const all = await served();
  await withGroup(all, { desired: 4 });
  const [first = '', second = ''] = await idsOf(all);
  await all.ask('SetInstanceProtection', {
    AutoScalingGroupName: 'web',
    'InstanceIds.member.1': first,
    ProtectedFromScaleIn: true,
  });
  await all.ask('SetDesiredCapacity', set(3));
  all.pass(DELAYS.reaction);
  // Zone a holds two: the protected first, and the fourth.
  expect(await states(all)).toEqual(['InService', 'InService', 'InService', 'Terminating']);
  all.pass(60_000);
  expect(await idsOf(all)).toContain(second);
  expect(await idsOf(all)).toHaveLength(3);
});

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-protection.html
test('when all are protected, nothing is terminated, and a failed activity says why', async () => {
  const all = await served();
  await withGroup(all, { desired: 2 }, { NewInstancesProtectedFromScaleIn: true });
  await all.ask('SetDesiredCapacity', set(1));
  all.pass(DELAYS.reaction);
  expect(await states(all)).toEqual(['InService', 'InService']);
  expect((await activities(all))[0]).toMatchObject({
    StatusCode: 'Failed',
    StatusMessage: 'Could not scale to desired capacity because all remaining instances are protected from scale-in.',
  });
});

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-capacity.html
test('without capacity the desired capacity stays unfulfilled, with a failed activity for every zone, and is tried again', async () => {
  const all = await served();
  await withGroup(all, { desired: 0 });
  all.ec2.shortages.add({ instanceType: 'm7g.large' });
  await all.ask('SetDesiredCapacity', set(1));
  all.pass(DELAYS.reaction);
  expect(await group(all)).toMatchObject({ DesiredCapacity: '1', Instances: '' });
  const failed = await activities(all);
  expect(failed).toHaveLength(3);
  expect(failed[0]).toMatchObject({
    StatusCode: 'Failed',
    StatusMessage: expect.stringContaining('We currently do not have sufficient m7g.large capacity'),
  });
  all.ec2.shortages.clear();
  all.pass(DELAYS.retry);
  expect(await states(all)).toEqual(['Pending']);
});

test('another zone is used if one has no capacity', async () => {
  const all = await served();
  await withGroup(all, { desired: 0 });
  all.ec2.shortages.add({ subnetId: 'subnet-00000001' });
  await all.ask('SetDesiredCapacity', set(2));
  all.pass(UNTIL_IN_SERVICE);
  const zones = instances(await group(all)).map(({ AvailabilityZone }) => AvailabilityZone);
  expect(zones).toEqual(['us-east-1b', 'us-east-1c']);
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html
test('a mixed instances policy keeps the on-demand base and the percentage above it', async () => {
  const all = await served();
  await withGroup(all, { desired: 0 });
  await all.ask('CreateAutoScalingGroup', {
    AutoScalingGroupName: 'mixed',
    MinSize: 0,
    MaxSize: 20,
    DesiredCapacity: 9,
    VPCZoneIdentifier: 'subnet-00000001',
    'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateName': 'worker',
    'MixedInstancesPolicy.LaunchTemplate.Overrides.member.1.InstanceType': 'c7g.large',
    'MixedInstancesPolicy.LaunchTemplate.Overrides.member.2.InstanceType': 'm7g.large',
    'MixedInstancesPolicy.InstancesDistribution.OnDemandBaseCapacity': 1,
    'MixedInstancesPolicy.InstancesDistribution.OnDemandPercentageAboveBaseCapacity': 25,
    'MixedInstancesPolicy.InstancesDistribution.SpotAllocationStrategy': 'price-capacity-optimized',
  });
  all.pass(UNTIL_IN_SERVICE);
  const markets = all.ec2.everything().map(({ market }) => market);
  expect([markets.filter((one) => one === 'on-demand').length, markets.length]).toEqual([3, 9]);
  expect(new Set(all.ec2.everything().map(({ instanceType }) => instanceType))).toEqual(new Set(['c7g.large']));
});

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups-instance-weighting.html
test('with weights, the desired capacity is in units', async () => {
  const all = await served();
  await withGroup(all, { desired: 0 });
  const mixed = 'MixedInstancesPolicy.LaunchTemplate';
  const request = {
    AutoScalingGroupName: 'weighted',
    MinSize: 0,
    MaxSize: 20,
    DesiredCapacity: 5,
    VPCZoneIdentifier: 'subnet-00000001',
    [`${mixed}.LaunchTemplateSpecification.LaunchTemplateName`]: 'worker',
    [`${mixed}.Overrides.member.1.InstanceType`]: 'c7g.xlarge',
    [`${mixed}.Overrides.member.1.WeightedCapacity`]: '2',
  };
  const uneven = { ...request, [`${mixed}.Overrides.member.2.InstanceType`]: 'm7g.large' };
  expect((await refusal(all.ask('CreateAutoScalingGroup', uneven)))?.message).toContain('weight for all');
  await all.ask('CreateAutoScalingGroup', request);
  all.pass(UNTIL_IN_SERVICE);
  expect(instances(await group(all, 'weighted')).map(({ WeightedCapacity }) => WeightedCapacity)).toEqual([
    '2',
    '2',
    '2',
  ]);
});
