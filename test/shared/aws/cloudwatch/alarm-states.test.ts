import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { cloudWatchAlarmStates } from '../../../../shared/aws/cloudwatch/alarm-states.ts';
import { cloudWatchCalls } from '../../../../shared/aws/cloudwatch/sdk-calls.ts';
import { answering } from '../answering.ts';

test('the states of metric alarms and composite alarms are read a hundred at a time, and missing ones are left out', async () => {
  const client = new CloudWatchClient({ region: 'us-east-1' });
  const asked: unknown[] = [];
  answering(client, (_, input) => {
    const { AlarmNames = [], AlarmTypes } = input as { AlarmNames?: string[]; AlarmTypes?: string[] };
    asked.push([AlarmNames.length, AlarmTypes]);
    return {
      MetricAlarms: AlarmNames.includes('errors') ? [{ AlarmName: 'errors', StateValue: 'ALARM' }] : [],
      CompositeAlarms: AlarmNames.includes('all') ? [{ AlarmName: 'all', StateValue: 'INSUFFICIENT_DATA' }] : [],
    };
  });
  const names = ['errors', 'all', 'errors', ...Array.from({ length: 99 }, (_, nth) => `missing-${nth}`)];
  const found = await cloudWatchAlarmStates(cloudWatchCalls(client)).read(names);
  expect([...found]).toEqual([
    ['errors', 'ALARM'],
    ['all', 'INSUFFICIENT_DATA'],
  ]);
  const types = ['MetricAlarm', 'CompositeAlarm'];
  expect(asked).toEqual([
    [100, types],
    [1, types],
  ]);
});
