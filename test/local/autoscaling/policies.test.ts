import { expect, test } from 'vitest';
import { members, refusal, served, withGroup } from './served.ts';

const base = { AutoScalingGroupName: 'web', PolicyName: 'cpu' };
const TRACKING = {
  ...base,
  PolicyType: 'TargetTrackingScaling',
  'TargetTrackingConfiguration.TargetValue': 60,
  'TargetTrackingConfiguration.PredefinedMetricSpecification.PredefinedMetricType': 'ASGAverageCPUUtilization',
};
const STEP = {
  ...base,
  PolicyType: 'StepScaling',
  AdjustmentType: 'ChangeInCapacity',
  'StepAdjustments.member.1.MetricIntervalLowerBound': 0,
  'StepAdjustments.member.1.MetricIntervalUpperBound': 20,
  'StepAdjustments.member.1.ScalingAdjustment': 1,
  'StepAdjustments.member.2.MetricIntervalLowerBound': 20,
  'StepAdjustments.member.2.ScalingAdjustment': 3,
};

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html
test('a target tracking policy is described as it was put, with its own alarms', async () => {
  const all = await served();
  await withGroup(all);
  const { PolicyARN, Alarms } = await all.ask('PutScalingPolicy', TRACKING);
  expect(PolicyARN).toMatch(
    /^arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:.*:autoScalingGroupName\/web:policyName\/cpu$/,
  );
  expect(members(Alarms)).toHaveLength(2);
  const { ScalingPolicies } = await all.ask('DescribePolicies', { AutoScalingGroupName: 'web' });
  expect(members(ScalingPolicies)).toMatchObject([
    {
      PolicyARN,
      PolicyType: 'TargetTrackingScaling',
      Enabled: 'true',
      TargetTrackingConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
        TargetValue: '60',
      },
    },
  ]);
});

test('steps and simple adjustments are described as they were put', async () => {
  const all = await served();
  await withGroup(all);
  await all.ask('PutScalingPolicy', STEP);
  await all.ask('PutScalingPolicy', {
    ...base,
    PolicyName: 'add',
    AdjustmentType: 'PercentChangeInCapacity',
    ScalingAdjustment: 20,
    MinAdjustmentMagnitude: 2,
    Cooldown: 60,
  });
  const { ScalingPolicies } = await all.ask('DescribePolicies', { AutoScalingGroupName: 'web' });
  const [steps, simple] = members(ScalingPolicies);
  expect(members(steps.StepAdjustments)).toEqual([
    { MetricIntervalLowerBound: '0', MetricIntervalUpperBound: '20', ScalingAdjustment: '1' },
    { MetricIntervalLowerBound: '20', ScalingAdjustment: '3' },
  ]);
  expect(simple).toMatchObject({
    PolicyType: 'SimpleScaling',
    ScalingAdjustment: '20',
    MinAdjustmentMagnitude: '2',
    Cooldown: '60',
  });
});

test.each([
  ['an unknown group', { ...STEP, AutoScalingGroupName: 'none' }],
  ['another type for a known name', { ...TRACKING, PolicyName: 'known' }],
  ['an unknown adjustment', { ...STEP, AdjustmentType: 'Double' }],
  ['a gap between steps', { ...STEP, 'StepAdjustments.member.2.MetricIntervalLowerBound': 30 }],
  ['overlapping steps', { ...STEP, 'StepAdjustments.member.2.MetricIntervalLowerBound': 10 }],
  ['a simple adjustment in a step policy', { ...STEP, ScalingAdjustment: 1 }],
  ['a cooldown in a step policy', { ...STEP, Cooldown: 60 }],
  ['a minimum change of an absolute adjustment', { ...STEP, MinAdjustmentMagnitude: 2 }],
  [
    'no metric to track',
    { ...base, PolicyType: 'TargetTrackingScaling', 'TargetTrackingConfiguration.TargetValue': 60 },
  ],
  [
    'a target group without label',
    {
      ...TRACKING,
      'TargetTrackingConfiguration.PredefinedMetricSpecification.PredefinedMetricType': 'ALBRequestCountPerTarget',
    },
  ],
  [
    'an unknown predefined metric',
    { ...TRACKING, 'TargetTrackingConfiguration.PredefinedMetricSpecification.PredefinedMetricType': 'Mood' },
  ],
])('a policy with %s is rejected', async (_what, parameters) => {
  const all = await served();
  await withGroup(all);
  await all.ask('PutScalingPolicy', {
    ...base,
    PolicyName: 'known',
    AdjustmentType: 'ExactCapacity',
    ScalingAdjustment: 3,
  });
  expect((await refusal(all.ask('PutScalingPolicy', parameters)))?.code).toBe('ValidationError');
});

test('a deleted policy is gone', async () => {
  const all = await served();
  await withGroup(all);
  await all.ask('PutScalingPolicy', STEP);
  await all.ask('DeletePolicy', base);
  expect(members((await all.ask('DescribePolicies', { AutoScalingGroupName: 'web' })).ScalingPolicies)).toEqual([]);
  expect((await refusal(all.ask('DeletePolicy', base)))?.code).toBe('ValidationError');
});

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html
test('scheduled actions are checked and described', async () => {
  const all = await served();
  await withGroup(all);
  const action = {
    AutoScalingGroupName: 'web',
    ScheduledActionName: 'morning',
    Recurrence: '0 8 * * MON-FRI',
    TimeZone: 'Europe/Berlin',
    MinSize: 4,
  };
  await all.ask('PutScheduledUpdateGroupAction', action);
  const { ScheduledUpdateGroupActions } = await all.ask('DescribeScheduledActions', { AutoScalingGroupName: 'web' });
  expect(members(ScheduledUpdateGroupActions)).toMatchObject([
    { ScheduledActionName: 'morning', Recurrence: '0 8 * * MON-FRI', TimeZone: 'Europe/Berlin', MinSize: '4' },
  ]);
  for (const wrong of [{ Recurrence: 'often' }, { StartTime: '2020-01-01T00:00:00Z' }, { MaxSize: 2 }]) {
    expect((await refusal(all.ask('PutScheduledUpdateGroupAction', { ...action, ...wrong })))?.code).toBe(
      'ValidationError',
    );
  }
});
