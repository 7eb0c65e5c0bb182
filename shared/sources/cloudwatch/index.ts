import { LISTS_NAME_NO_RESOURCE } from '../../model/index.ts';
import type { Reach, SourceFacts, SourceModule } from '../source-module.ts';
import { type CloudWatchConfig, type CloudWatchExpression, type CloudWatchSource, isExpression } from './config.ts';
import { statisticOf } from './expression.ts';
import { greatestOf, isSilentAtRest } from './published.ts';
import { recordings } from './recordings.ts';

export type { CloudWatchConfig, CloudWatchSource } from './config.ts';

/** A datapoint counts for so many periods, and at least for so long: CloudWatch shows most of them a minute or more late. */
const STALE_AFTER_PERIODS = 3;
const LEAST_MAX_AGE_SECONDS = 300;

/**
 * Sums and counts go on growing after their period has ended, because services and agents send late: for one more period,
 * at most for two minutes.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 */
const MOST_SETTLING_SECONDS = 120;
const settlesIn = ({ statistic, period }: Pick<CloudWatchSource, 'statistic' | 'period'>): number =>
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

/** What does not depend on the form of the metric. */
function commonFacts(source: Pick<CloudWatchSource, 'statistic' | 'period'>) {
  return {
    period: source.period,
    maxAge: Math.max(STALE_AFTER_PERIODS * source.period, LEAST_MAX_AGE_SECONDS),
    settles: settlesIn(source),
    statistic: source.statistic,
    computedBy: null,
    reach: source.period < 60 ? SUB_MINUTE_REACH : null,
  };
}

function factsOfMetric(source: CloudWatchSource): SourceFacts {
  const { namespace, name, statistic, period, dimensions, each } = source;
  return {
    ...commonFacts(source),
    earlierMaxAge: STALE_AFTER_PERIODS * period,
    ...(each && { eachWorker: 'always' as const }),
    isTotal: !each && isPartialWhileRunning(statistic) && !/PerTarget$/.test(name),
    isSilentAtRest: isSilentAtRest(source),
    greatest: greatestOf(source),
    countsWaiting: namespace === 'AWS/SQS' && name === 'ApproximateNumberOfMessagesVisible',
    identity: [namespace, name, statistic, period, Object.entries(dimensions).sort(), ...(each ? [each] : [])],
    measures: { name },
    alarm: each ? null : source,
  };
}

const factsOfExpression = ({ expression, period }: CloudWatchExpression): SourceFacts => ({
  ...commonFacts({ statistic: statisticOf(expression), period }),
  identity: [expression, period],
  measures: null,
  alarm: null,
});

/** A statistic of a CloudWatch metric, of one metric a worker, or the result of an expression. */
export const cloudwatch = {
  kind: 'cloudwatch',
  isRead: true,
  presentOnly: null,
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
    isForEachWorker: true,
    page: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  facts: (config) => (isExpression(config) ? factsOfExpression(config) : factsOfMetric(config)),
  series(read, config, now) {
    const source = isExpression(config) ? { ...config, statistic: statisticOf(config.expression) } : config;
    const waits = isPartialWhileRunning(source.statistic) ? source.period + settlesIn(source) : 0;
    return read.filter(({ at }) => at <= now - waits * 1000);
  },
  recordings,
} as const satisfies SourceModule<CloudWatchConfig>;
