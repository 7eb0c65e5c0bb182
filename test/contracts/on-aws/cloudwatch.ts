import { PutMetricDataCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { Clients } from '../../../shared/aws/clients.ts';
import { cloudWatchAlarms } from '../../../shared/aws/cloudwatch/alarms.ts';
import type { CloudWatchCalls } from '../../../shared/aws/cloudwatch/calls.ts';
import { namedValues } from '../../../shared/aws/cloudwatch/named-values.ts';
import { cloudWatchCalls } from '../../../shared/aws/cloudwatch/sdk-calls.ts';
import { groupAlarmPrefix } from '../../../shared/names/index.ts';
import { cloudWatchReader } from '../../../shared/sources/cloudwatch/reader.ts';
import type { AlarmsSubject } from '../alarms.contract.ts';
import { MINUTE } from '../examples.ts';
import type { MetricsSubject } from '../metrics.contract.ts';

type CloudWatch = Pick<Clients, 'cloudwatch'>;

export const metricsOnAws = (
  { cloudwatch }: CloudWatch,
  calls: CloudWatchCalls = cloudWatchCalls(cloudwatch),
): MetricsSubject => ({
  metrics: cloudWatchReader(calls),
  moment: Math.floor(Date.now() / (5 * MINUTE)) * 5 * MINUTE - 10 * MINUTE,
  async put({ namespace, name, dimensions }, at, value) {
    const datum = { MetricName: name, Dimensions: namedValues(dimensions), Timestamp: new Date(at), Value: value };
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: [datum] }));
  },
});

export const alarmsOnAws = (
  { cloudwatch: client }: CloudWatch,
  calls: CloudWatchCalls = cloudWatchCalls(client),
): AlarmsSubject => ({
  alarms: cloudWatchAlarms(calls, 'test', 'arn:aws:sns:us-east-1:111122223333:alarms'),
  async existing(group) {
    const prefix = groupAlarmPrefix('test', group);
    const existing: Record<string, number> = {};
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNamePrefix: prefix })) {
      for (const { AlarmName = '', Threshold = 0 } of MetricAlarms)
        existing[AlarmName.slice(prefix.length)] = Threshold;
    }
    return existing;
  },
});
