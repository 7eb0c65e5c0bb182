import * as z from 'zod';
import {
  always,
  checked,
  isMap,
  positiveDuration,
  refused,
  textLike,
  valueError,
  whereRight,
  withinADay,
} from '../../model/index.ts';
import { type CloudWatchConfig, type CloudWatchExpression, type CloudWatchSource, WORKER_DIMENSION } from './config.ts';
import { isComputable, isQuery } from './expression.ts';
import { cloudwatchError } from './reasons.ts';

const STATISTIC = /^(Average|Sum|Minimum|Maximum|SampleCount|(p|tm|wm|tc|ts)\d{1,2}(\.\d{1,10})?|IQM)$/;
/**
 * The names that CloudWatch accepts; a single one that it rejects makes it reject every query of the call.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
const NAMESPACE = /^(?!:)(?=.*[^ ])[0-9A-Za-z.\-_/#: ]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: `\p{Cc}` means the same, but validators of JSON schemas in other languages can't read it.
const METRIC_NAME = /^(?=.*\S)[^\x00-\x1f\x7f-\x9f]+$/;
const DIMENSION_NAME = /^(?!:)(?=.*[^ ])[ -~]+$/;
const DIMENSION_VALUE = /^(?=.*[^ ])[ -~]+$/;
/** CloudWatch keeps high-resolution data in periods of 1, 5, 10, 20 and 30 s, everything else in whole minutes. */
const isPeriod = (seconds: number) => [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);

const MOST_DIMENSIONS = 30;
const dimensionPart = (part: 'name' | 'value', pattern: RegExp, max: number) =>
  textLike(pattern, (written) => cloudwatchError('', 'cloudwatch-invalid-dimension', { written, part }), {
    min: 1,
    max,
  });

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
const LONGEST_EXPRESSION = 2048;

const fields = {
  namespace: textLike(NAMESPACE, (written) => cloudwatchError('', 'cloudwatch-invalid-namespace', { written }), {
    min: 1,
    max: 255,
  }),
  name: textLike(METRIC_NAME, (written) => cloudwatchError('', 'cloudwatch-invalid-metric-name', { written }), {
    min: 1,
    max: 255,
  }),
  statistic: textLike(STATISTIC, (written) => cloudwatchError('', 'cloudwatch-unknown-statistic', { written })),
  period: checked(withinADay(positiveDuration), isPeriod, (written) =>
    cloudwatchError('', 'cloudwatch-invalid-period', { written }),
  ),
  dimensions: checked(
    z.record(dimensionPart('name', DIMENSION_NAME, 255), dimensionPart('value', DIMENSION_VALUE, 1024)),
    (dimensions) => Object.keys(dimensions).length <= MOST_DIMENSIONS,
    () => valueError('', 'out-of-range', { relation: 'at most', bound: MOST_DIMENSIONS, of: 'list' }),
    always,
  ),
};

const written = z.strictObject({
  namespace: fields.namespace.optional(),
  name: fields.name.optional(),
  statistic: fields.statistic.optional().meta({ default: 'Average' }),
  period: fields.period.default(60),
  dimensions: fields.dimensions.optional().meta({ default: {} }),
  each: z.literal('worker').optional().meta({ description: 'One value for each worker, by the dimension InstanceId.' }),
  expression: checked(z.string().min(1).max(LONGEST_EXPRESSION), isComputable, () =>
    cloudwatchError('', 'cloudwatch-expression-without-metrics', {}),
  )
    .optional()
    .meta({ description: 'A Metrics Insights query or metric math with one result, instead of namespace and name.' }),
});
const BESIDE = ['namespace', 'name', 'statistic', 'dimensions', 'each'] as const;

const shape = written
  .superRefine((metric, context) => {
    if (metric.expression === undefined) {
      for (const field of ['namespace', 'name'] as const) {
        if (metric[field] === undefined) context.addIssue(refused(valueError('', 'required', {}), [field]));
      }
    } else {
      for (const field of BESIDE) {
        if (metric[field] === undefined) continue;
        context.addIssue(refused(cloudwatchError('', 'cloudwatch-beside-expression', { field }), [field]));
      }
    }
  }, always)
  .superRefine(
    ({ expression, period }, context) => {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-limits.html
      if (expression !== undefined && isQuery(expression) && period < 60) {
        context.addIssue(
          refused(valueError('', 'out-of-range', { relation: 'at least', bound: 60, of: 'number' }), ['period']),
        );
      }
    },
    whereRight('expression', 'period'),
  )
  .superRefine(({ each, dimensions }, context) => {
    if (each !== undefined && isMap(dimensions) && Object.hasOwn(dimensions, WORKER_DIMENSION)) {
      const error = cloudwatchError('', 'cloudwatch-worker-dimension', { dimension: WORKER_DIMENSION });
      context.addIssue(refused(error, ['dimensions', WORKER_DIMENSION]));
    }
  }, always)
  .transform(({ namespace, name, statistic = 'Average', period, dimensions = {}, each, expression }) => {
    if (expression !== undefined) return { expression, period };
    return { namespace, name, statistic, period, dimensions, ...(each && { each }) };
  });

type Duration = z.input<typeof positiveDuration>;
export interface WrittenMetric extends Partial<Omit<CloudWatchSource, 'period'>> {
  readonly namespace: string;
  readonly name: string;
  readonly period?: Duration;
}
export interface WrittenExpression extends Pick<CloudWatchExpression, 'expression'> {
  readonly period?: Duration;
}

/** Its author writes namespace and name, or an expression. */
export const schema = shape as unknown as z.ZodType<CloudWatchConfig, WrittenMetric | WrittenExpression>;
