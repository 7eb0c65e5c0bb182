import { PutMetricDataCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { cloudWatchAlarms } from '../../../shared/aws/cloudwatch/alarms.ts';
import { namedValues } from '../../../shared/aws/cloudwatch/named-values.ts';
import { groupAlarmPrefix } from '../../../shared/names/names.ts';
import { cloudWatchReader } from '../../../shared/sources/cloudwatch/reader.ts';
import { describeAlarmsContract } from '../../contracts/alarms.contract.ts';
import { MINUTE, NOON } from '../../contracts/examples.ts';
import { describeMetricsContract } from '../../contracts/metrics.contract.ts';
import { FakeAlarms } from '../../fakes/fake-alarms.ts';
import { FakeMetrics } from '../../fakes/fake-metrics.ts';
import { localAws } from './local-aws.ts';

describeMetricsContract('fake', () => {
  const metrics = new FakeMetrics();
  return { metrics, moment: NOON, put: async (source, at, value) => metrics.put(source, at, value) };
});

describeAlarmsContract('fake', () => {
  const alarms = new FakeAlarms();
  const existing = async (group: string) =>
    Object.fromEntries(alarms.of(group).map(({ rule, side, bound }) => [`${rule}/${side}`, bound]));
  return { alarms, existing };
});

const aws = localAws();

describeMetricsContract('CloudWatch', () => {
  const { cloudwatch } = aws.clients();
  return {
    metrics: cloudWatchReader(cloudwatch),
    moment: Math.floor(Date.now() / (5 * MINUTE)) * 5 * MINUTE - 10 * MINUTE,
    async put({ namespace, name, dimensions }, at, value) {
      const datum = { MetricName: name, Dimensions: namedValues(dimensions), Timestamp: new Date(at), Value: value };
      await cloudwatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: [datum] }));
    },
  };
});

describeAlarmsContract('CloudWatch', () => {
  const client = aws.clients().cloudwatch;
  return {
    alarms: cloudWatchAlarms(client, 'test', 'arn:aws:sns:us-east-1:111122223333:alarms'),
    async existing(group) {
      const prefix = groupAlarmPrefix('test', group);
      const existing: Record<string, number> = {};
      for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNamePrefix: prefix })) {
        for (const { AlarmName = '', Threshold = 0 } of MetricAlarms)
          existing[AlarmName.slice(prefix.length)] = Threshold;
      }
      return existing;
    },
  };
});
