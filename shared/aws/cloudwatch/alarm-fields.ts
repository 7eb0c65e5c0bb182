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
 * The alarm that triggers an evaluation when the metric passes a bound: strictly, unless the bound is inclusive. Its
 * period is at least 10 s, and its window is whole periods of at most a day (a week for periods of an hour and more).
 * If the rule asks for more than an alarm supports, the alarm triggers early; the decision still waits as long as the
 * rule requires.
 */
export function alarmFields(stage: string, topicArn: string, alarm: BoundAlarm): PutMetricAlarmCommandInput {
  const { group, rule, side, source } = alarm;
  const period = Math.max(source.period, SHORTEST_PERIOD);
  const longest = period < HOUR ? LONGEST_WINDOW.subHourly : LONGEST_WINDOW.hourly;
  const periods = Math.max(1, Math.min(Math.ceil(alarm.for / period), Math.floor(longest / period)));
  return {
    AlarmName: alarmName(stage, group, rule, side),
    AlarmDescription: `Triggers an evaluation of worker group ${group}: a bound of its rule ${rule} is passed. Managed by Headcount, see docs/how-to/runbook.md.`,
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

/** Whether an existing alarm equals the wanted one in every field that this product sets. */
export function isUpToDate(wanted: PutMetricAlarmCommandInput, existing: MetricAlarm): boolean {
  return Object.entries(wanted).every(([field, value]) => {
    const current = existing[field as keyof MetricAlarm];
    return isDeepStrictEqual(field === 'Dimensions' ? sorted(current as Dimension[] | undefined) : current, value);
  });
}

const sorted = (dimensions: readonly Dimension[] = []) =>
  namedValues(Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value])));
