import { isDeepStrictEqual } from 'node:util';
import type { Dimension, MetricAlarm, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { BoundAlarm } from '../../evaluation/index.ts';
import { alarmName } from '../../names/index.ts';
import { namedValues } from './named-values.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, also for the limits below. */
const SIMPLE_STATISTICS: ReadonlySet<string> = new Set(['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount']);
const SHORTEST_PERIOD = 10;
const LONGEST_WINDOW = { subHourly: 86_400, hourly: 604_800 } as const;
const HOUR = 3600;
const COMPARISON = {
  high: { strict: 'GreaterThanThreshold', inclusive: 'GreaterThanOrEqualToThreshold' },
  low: { strict: 'LessThanThreshold', inclusive: 'LessThanOrEqualToThreshold' },
} as const;

/**
 * The alarm that wakes a group when a bound is passed: strictly, unless the bound is inclusive. Its period is at least
 * 10 s and its window at most a day (a week for periods of an hour and more), in whole periods: where the rule's own
 * exceed what an alarm can, it wakes the group early, and the decision still waits as the rule says.
 */
export function alarmFields(stage: string, topicArn: string, alarm: BoundAlarm): PutMetricAlarmCommandInput {
  const { group, rule, side, source } = alarm;
  const period = Math.max(source.period, SHORTEST_PERIOD);
  const longest = period < HOUR ? LONGEST_WINDOW.subHourly : LONGEST_WINDOW.hourly;
  const periods = Math.max(1, Math.min(Math.ceil(alarm.for / period), Math.floor(longest / period)));
  return {
    AlarmName: alarmName(stage, group, rule, side),
    AlarmDescription: `Wakes worker group ${group}: a bound of its rule ${rule} is passed. Kept by Headcount, see docs/how-to/runbook.md.`,
    Namespace: source.namespace,
    MetricName: source.name,
    Dimensions: namedValues(source.dimensions),
    ...(SIMPLE_STATISTICS.has(source.statistic)
      ? { Statistic: source.statistic as 'Average' }
      : { ExtendedStatistic: source.statistic }),
    Period: period,
    EvaluationPeriods: periods,
    DatapointsToAlarm: periods,
    Threshold: alarm.bound,
    ComparisonOperator: COMPARISON[side][alarm.inclusive ? 'inclusive' : 'strict'],
    TreatMissingData: 'missing',
    ActionsEnabled: true,
    AlarmActions: [topicArn],
    OKActions: [topicArn],
  };
}

/** Whether an alarm stands as it is wanted, in every field that this product sets. */
export function standsAs(wanted: PutMetricAlarmCommandInput, standing: MetricAlarm): boolean {
  return Object.entries(wanted).every(([field, value]) => {
    const stands = standing[field as keyof MetricAlarm];
    return isDeepStrictEqual(field === 'Dimensions' ? sorted(stands as Dimension[] | undefined) : stands, value);
  });
}

const sorted = (dimensions: readonly Dimension[] = []) =>
  namedValues(Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value])));
