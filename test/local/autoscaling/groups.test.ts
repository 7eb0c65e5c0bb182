import { expect, test } from 'vitest';
import {
  group,
  instances,
  members,
  refusal,
  SUBNETS,
  served,
  UNTIL_IN_SERVICE,
  withGroup,
  withTemplate,
} from './served.ts';

const CREATE = {
  AutoScalingGroupName: 'web',
  'LaunchTemplate.LaunchTemplateName': 'worker',
  MinSize: 0,
  MaxSize: 3,
  VPCZoneIdentifier: SUBNETS,
};

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
test('a new group has the defaults that AWS documents and launches its minimum', async () => {
  const all = await served();
  await withTemplate(all.client);
  await all.ask('CreateAutoScalingGroup', { ...CREATE, MinSize: 2 });
  expect(await group(all)).toMatchObject({
    AutoScalingGroupName: 'web',
    MinSize: '2',
    MaxSize: '3',
    DesiredCapacity: '2',
    DefaultCooldown: '300',
    HealthCheckType: 'EC2',
    NewInstancesProtectedFromScaleIn: 'false',
    TerminationPolicies: { member: 'Default' },
    VPCZoneIdentifier: SUBNETS,
    AvailabilityZones: { member: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
    Instances: '',
  });
  all.pass(UNTIL_IN_SERVICE);
  expect(
    instances(await group(all)).map(({ LifecycleState, AvailabilityZone }) => [LifecycleState, AvailabilityZone]),
  ).toEqual([
    ['InService', 'us-east-1a'],
    ['InService', 'us-east-1b'],
  ]);
});

test('all errors of a request are listed at once, and nothing is created', async () => {
  const all = await served();
  expect(await refusal(all.ask('CreateAutoScalingGroup', { AutoScalingGroupName: '', MaxSize: 1 }))).toEqual({
    code: 'ValidationError',
    message:
      "2 validation errors detected: Value '' at 'autoScalingGroupName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value null at 'minSize' failed to satisfy constraint: Member must not be null",
  });
  expect(all.autoScaling.groups()).toEqual([]);
});

test('a parameter that AWS or the stand-in does not support is rejected', async () => {
  const { ask } = await served();
  expect((await refusal(ask('DescribeAutoScalingGroups', { MaxResults: 5 })))?.message).toContain('maxResults');
  const launched = ask('CreateAutoScalingGroup', { ...CREATE, LaunchConfigurationName: 'old' });
  expect((await refusal(launched))?.message).toContain('launchConfigurationName');
  expect(
    (await refusal(ask('SetDesiredCapacity', { AutoScalingGroupName: 'web', DesiredCapacity: 'two' })))?.code,
  ).toBe('MalformedInput');
  expect((await refusal(ask('DescribeWarmPool', {})))?.code).toBe('InvalidAction');
});

test.each([
  [{ MinSize: 4 }, 'Max bound, 3, must be greater than or equal to min bound, 4'],
  [{ DesiredCapacity: 4 }, 'Desired capacity:4 must be between the specified min size:0 and max size:3'],
  // "You cannot use a colon (:) in the name."
  [{ AutoScalingGroupName: 'a:b' }, 'Invalid Auto Scaling group name: a:b'],
  [{ VPCZoneIdentifier: 'subnet-0000000f' }, "The subnet ID 'subnet-0000000f' does not exist"],
  [{ 'LaunchTemplate.LaunchTemplateName': 'none' }, 'You must use a valid fully-formed launch template. '],
  [{ 'LaunchTemplate.Version': '7' }, 'You must use a valid fully-formed launch template. Could not find'],
  [{ 'LaunchTemplate.LaunchTemplateId': 'lt-00000000000000001' }, 'Valid requests must contain either'],
  [{ 'Tags.member.1.Key': 'aws:x' }, 'Tag keys beginning with aws: are reserved'],
])('a group cannot be created with %o', async (change, message) => {
  const all = await served();
  await withTemplate(all.client);
  const refused = await refusal(all.ask('CreateAutoScalingGroup', { ...CREATE, ...change }));
  expect(refused).toEqual({ code: 'ValidationError', message: expect.stringContaining(message) });
});

test('a name can be used once', async () => {
  const all = await served();
  await withGroup(all);
  expect((await refusal(all.ask('CreateAutoScalingGroup', CREATE)))?.code).toBe('AlreadyExists');
});

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
test("instances carry the group's name and the tags that propagate", async () => {
  const all = await served();
  await withGroup(
    all,
    { desired: 1 },
    {
      'Tags.member.1.Key': 'team',
      'Tags.member.1.Value': 'a',
      'Tags.member.1.PropagateAtLaunch': true,
      'Tags.member.2.Key': 'headcount:stage',
      'Tags.member.2.Value': 'dev',
      'Tags.member.2.PropagateAtLaunch': false,
    },
  );
  const tags = all.ec2.everything()[0]?.tags ?? new Map();
  expect(tags.get('aws:autoscaling:groupName')).toBe('web');
  expect(tags.get('team')).toBe('a');
  expect(tags.has('headcount:stage')).toBe(false);
  expect(members((await group(all)).Tags)).toHaveLength(2);
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html
test('groups come in pages, without unknown names; a call accepts 50 names unless MaxRecords allows more', async () => {
  const all = await served();
  await withTemplate(all.client);
  for (const name of ['a', 'b', 'c'])
    await all.ask('CreateAutoScalingGroup', { ...CREATE, AutoScalingGroupName: name });
  const names = async (parameters: Record<string, string | number>) => {
    const answer = await all.ask('DescribeAutoScalingGroups', parameters);
    return { names: members(answer.AutoScalingGroups).map((one) => one.AutoScalingGroupName), next: answer.NextToken };
  };
  const first = await names({ MaxRecords: 2 });
  expect(first.names).toEqual(['a', 'b']);
  expect(await names({ MaxRecords: 2, NextToken: first.next })).toEqual({ names: ['c'], next: undefined });
  expect(
    (await names({ 'AutoScalingGroupNames.member.1': 'c', 'AutoScalingGroupNames.member.2': 'zz' })).names,
  ).toEqual(['c']);
  expect((await refusal(names({ NextToken: 'nonsense' })))?.code).toBe('InvalidNextToken');
  expect((await refusal(names({ MaxRecords: 101 })))?.code).toBe('ValidationError');
  const many = Object.fromEntries(
    Array.from({ length: 51 }, (_, at) => [`AutoScalingGroupNames.member.${at + 1}`, `n${at}`]),
  );
  expect((await refusal(names(many)))?.code).toBe('ValidationError');
  expect((await names({ ...many, MaxRecords: 100 })).names).toEqual([]);
});

test('groups are found by their tags', async () => {
  const all = await served();
  await withGroup(all, { desired: 0 }, { 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'a' });
  const found = async (name: string, value: string) => {
    const answer = await all.ask('DescribeAutoScalingGroups', {
      'Filters.member.1.Name': name,
      'Filters.member.1.Values.member.1': value,
    });
    return members(answer.AutoScalingGroups).length;
  };
  expect(await found('tag:team', 'a')).toBe(1);
  expect(await found('tag:team', 'b')).toBe(0);
  expect(await found('tag-key', 'team')).toBe(1);
  expect((await refusal(found('name', 'web')))?.code).toBe('ValidationError');
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
test('new bounds change the desired capacity', async () => {
  const all = await served();
  await withGroup(all, { min: 1, max: 10, desired: 5 });
  const update = (change: Record<string, number>) =>
    all.ask('UpdateAutoScalingGroup', { AutoScalingGroupName: 'web', ...change });
  await update({ MaxSize: 3 });
  expect((await group(all)).DesiredCapacity).toBe('3');
  await update({ MinSize: 4, MaxSize: 6 });
  expect((await group(all)).DesiredCapacity).toBe('4');
  expect((await refusal(update({ MinSize: 9 })))?.code).toBe('ValidationError');
  expect(await refusal(all.ask('UpdateAutoScalingGroup', { AutoScalingGroupName: 'none', MinSize: 1 }))).toEqual({
    code: 'ValidationError',
    message: 'AutoScalingGroup name not found - AutoScalingGroup none not found',
  });
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
test('a group with instances can only be deleted with force, which terminates them', async () => {
  const all = await served();
  await withGroup(all, { desired: 1 });
  const remove = (force: boolean) =>
    all.ask('DeleteAutoScalingGroup', { AutoScalingGroupName: 'web', ForceDelete: force });
  expect((await refusal(remove(false)))?.code).toBe('ResourceInUse');
  await remove(true);
  expect(await group(all)).toMatchObject({ Status: 'Delete in progress', DesiredCapacity: '0' });
  all.pass(60_000);
  expect(await group(all)).toBe(null);
  expect(all.ec2.everything().map(({ state }) => state)).toEqual(['terminated']);
});

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html
test('a suspended launch waits until it is resumed', async () => {
  const all = await served();
  await withGroup(all, { desired: 0 });
  const parameters = { AutoScalingGroupName: 'web', 'ScalingProcesses.member.1': 'Launch' };
  await all.ask('SuspendProcesses', parameters);
  await all.ask('SetDesiredCapacity', { AutoScalingGroupName: 'web', DesiredCapacity: 1 });
  all.pass(600_000);
  expect(instances(await group(all))).toEqual([]);
  expect(members((await group(all)).SuspendedProcesses)).toEqual([
    { ProcessName: 'Launch', SuspensionReason: 'User suspended' },
  ]);
  await all.ask('ResumeProcesses', parameters);
  all.pass(UNTIL_IN_SERVICE);
  expect(instances(await group(all))).toHaveLength(1);
  expect(
    (await refusal(all.ask('SuspendProcesses', { ...parameters, 'ScalingProcesses.member.1': 'Nap' })))?.code,
  ).toBe('ValidationError');
});
