import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, it } from 'vitest';
import { cloudWatchAlarms } from '../../../../shared/aws/cloudwatch/alarms.ts';
import { cloudWatchCalls } from '../../../../shared/aws/cloudwatch/sdk-calls.ts';
import { AlarmRefused, type BoundAlarm } from '../../../../shared/evaluation/ports.ts';
import { answering } from '../answering.ts';

const alarm: BoundAlarm = {
  group: 'ci',
  rule: 'cpu',
  side: 'high',
  source: { namespace: 'AWS/EC2', name: 'CPUUtilization', statistic: 'Average', period: 60, dimensions: {} },
  for: 60,
  bound: 66,
};

/** Puts the alarm where CloudWatch refuses it with that error. */
async function refusedWith(name: string): Promise<unknown> {
  const client = new CloudWatchClient({ region: 'us-east-1' });
  answering(client, (command) => {
    if (command === 'DescribeAlarmsCommand') return { MetricAlarms: [] };
    throw Object.assign(new Error('the statistic is invalid'), { name });
  });
  return cloudWatchAlarms(cloudWatchCalls(client), 'test', 'arn:aws:sns:us-east-1:111122223333:alarms')
    .keep('ci', [alarm])
    .catch((error: unknown) => error);
}

it.each(['ValidationError', 'InvalidParameterValue', 'InvalidParameterCombinationException'])(
  "an alarm rejected with %s is reported with its group, its rule and CloudWatch's message",
  async (name) => {
    const error = await refusedWith(name);
    expect(error).toBeInstanceOf(AlarmRefused);
    const message = 'CloudWatch rejected its alarm: the statistic is invalid';
    expect(error).toMatchObject({ group: 'ci', rule: 'cpu', message, cause: { name } });
  },
);

it.each(['LimitExceeded', 'AccessDenied', 'InternalServiceFault'])('%s is not an error of the alarm', async (name) => {
  const error = await refusedWith(name);
  expect(error).not.toBeInstanceOf(AlarmRefused);
  expect(error).toMatchObject({ name });
});
