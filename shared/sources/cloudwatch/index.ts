import { LISTS_NAME_NO_RESOURCE } from '../../model/index.ts';
import type { Reach, SourceModule } from '../source-module.ts';
import { greatestOf } from './published.ts';
import { reasons } from './reasons.ts';
import { recordings } from './recordings.ts';
import { type CloudWatchSource, schema } from './schema.ts';
import { warnings } from './warnings.ts';

export type { CloudWatchSource } from './schema.ts';

/** A datapoint counts for so many periods, and at least for so long: CloudWatch shows most of them a minute or more late. */
const STALE_AFTER_PERIODS = 3;
const LEAST_MAX_AGE_SECONDS = 300;

/**
 * Sums and counts go on growing after their period has ended, because services and agents send late: for one more period,
 * at most for two minutes.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 */
const MOST_SETTLING_SECONDS = 120;
const settlesIn = ({ statistic, period }: CloudWatchSource): number =>
  isPartialWhileRunning(statistic) ? Math.min(period, MOST_SETTLING_SECONDS) : 0;

/**
 * CloudWatch keeps datapoints of less than a minute for three hours.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
const SUB_MINUTE_REACH: Reach = {
  seconds: 3 * 3600,
  message: (metric) =>
    `must be at most 3h, because CloudWatch keeps datapoints of periods under 60 s no longer than that; or give ${metric} a period of 60`,
};

/** The value of a running period is only a part of what it will be; an average or a maximum is a level at any time. */
const isPartialWhileRunning = (statistic: string): boolean => statistic === 'Sum' || statistic === 'SampleCount';

/** A statistic of a CloudWatch metric. */
export const cloudwatch = {
  kind: 'cloudwatch',
  schema,
  reasons,
  isRead: true,
  presentOnly: null,
  notDeployable: null,
  permissions: [
    {
      sid: 'ReadMetrics',
      actions: ['cloudwatch:GetMetricData'],
      resources: ['*'],
      patternBecause: LISTS_NAME_NO_RESOURCE,
    },
  ],
  price: {
    unit: 'metric requested by GetMetricData',
    usdPerUnit: 0.01e-3,
    unitsPerEvaluation: 1,
    page: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  warnings,
  facts: (source) => ({
    period: source.period,
    maxAge: Math.max(STALE_AFTER_PERIODS * source.period, LEAST_MAX_AGE_SECONDS),
    earlierMaxAge: STALE_AFTER_PERIODS * source.period,
    settles: settlesIn(source),
    statistic: source.statistic,
    isTotal: isPartialWhileRunning(source.statistic) && !/PerTarget$/.test(source.name),
    greatest: greatestOf(source),
    countsWaiting: source.namespace === 'AWS/SQS' && source.name === 'ApproximateNumberOfMessagesVisible',
    computedBy: null,
    identity: [
      source.namespace,
      source.name,
      source.statistic,
      source.period,
      Object.entries(source.dimensions).sort(),
    ],
    measures: { name: source.name },
    alarm: source,
    reach: source.period < 60 ? SUB_MINUTE_REACH : null,
  }),
  series(read, source, now) {
    const waits = isPartialWhileRunning(source.statistic) ? source.period + settlesIn(source) : 0;
    return read.filter(({ at }) => at <= now - waits * 1000);
  },
  recordings,
} as const satisfies SourceModule<CloudWatchSource>;
