import { type CloudWatchClient, type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { PolicyAlarm } from '../model.ts';
import type { AlarmsOf } from '../read.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export const cloudwatchAlarms =
  (client: CloudWatchClient): AlarmsOf =>
  async (actionArn) => {
    const found: PolicyAlarm[] = [];
    for await (const page of paginateDescribeAlarms({ client }, { ActionPrefix: actionArn })) {
      // A prefix may match more than the one ARN.
      const theirs = (page.MetricAlarms ?? []).filter(({ AlarmActions = [] }) => AlarmActions.includes(actionArn));
      found.push(...theirs.map(alarmOf));
    }
    return found;
  };

const alarmOf = (alarm: MetricAlarm): PolicyAlarm => ({
  name: alarm.AlarmName ?? '',
  namespace: alarm.Namespace ?? '',
  metric: alarm.MetricName ?? '',
  statistic: alarm.Statistic ?? alarm.ExtendedStatistic ?? 'Average',
  period: alarm.Period ?? 60,
  dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
  threshold: alarm.Threshold ?? 0,
  comparison: alarm.ComparisonOperator ?? '',
  evaluationPeriods: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1,
  isMath: (alarm.Metrics ?? []).length > 0 || alarm.MetricName === undefined,
});
