import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { seed } from '../../../local/index.ts';
import { adopted, cloudwatchAlarms, readExistingGroup } from '../../../shared/adopt/index.ts';
import { only, parsed, text } from '../../../shared/aws/query/xml.ts';
import { autoScalingCall } from '../../../shared/providers/auto-scaling-group/api/index.ts';
import { localAws } from '../aws/local-aws.ts';

const aws = localAws();

test('a step policy is adopted with the threshold of its alarm', async () => {
  await seed(aws.local().environment);
  const { cloudwatch } = aws.clients();
  const call = autoScalingCall(cloudwatch.config);
  const put = async (name: string, adjustment: number): Promise<string> => {
    const xml = await call('PutScalingPolicy', {
      AutoScalingGroupName: 'web',
      PolicyName: name,
      PolicyType: 'StepScaling',
      AdjustmentType: 'ChangeInCapacity',
      [`StepAdjustments.member.1.MetricInterval${adjustment > 0 ? 'Lower' : 'Upper'}Bound`]: '0',
      'StepAdjustments.member.1.ScalingAdjustment': String(adjustment),
    });
    return text(only(only(parsed(xml), 'PutScalingPolicyResponse'), 'PutScalingPolicyResult'), 'PolicyARN');
  };
  const alarm = (
    name: string,
    threshold: number,
    comparison: 'GreaterThanThreshold' | 'LessThanThreshold',
    arn: string,
  ) =>
    cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: 'App',
        MetricName: 'Load',
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: threshold,
        ComparisonOperator: comparison,
        Dimensions: [{ Name: 'Group', Value: 'web' }],
        AlarmActions: [arn],
      }),
    );
  await alarm('high', 80, 'GreaterThanThreshold', await put('out', 2));
  await alarm('low', 20, 'LessThanThreshold', await put('in', -1));
  const existing = await readExistingGroup(call, cloudwatchAlarms(cloudwatch), 'web');
  const { document } = adopted('web-fleet', existing, Date.now());
  expect(document.capacity).toEqual({ min: 1, max: 8 });
  expect(document.metrics?.['Load']).toEqual({
    cloudwatch: { namespace: 'App', name: 'Load', statistic: 'Maximum', period: 60, dimensions: { Group: 'web' } },
  });
  expect(document.rules).toEqual([
    { name: 'cpu', kind: 'target', metric: 'cpu', value: 60 },
    { name: 'out', kind: 'step', metric: 'Load', threshold: 80, steps: [{ from: 0, add: 2 }] },
    { name: 'in', kind: 'step', metric: 'Load', threshold: 20, steps: [{ to: 0, add: -1 }] },
  ]);
});

test('what is signed for Auto Scaling goes to the stand-in, which has the seeded group once', async () => {
  await seed(aws.local().environment);
  expect(
    aws
      .local()
      .autoScaling?.groups()
      .map(({ name, desired }) => [name, desired]),
  ).toEqual([['web', 2]]);
});
