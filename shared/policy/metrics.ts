import * as z from 'zod';
import { positiveDuration, withinADay } from './duration.ts';
import { compileFormula, formulaFault } from './formula.ts';
import { GROUP_FIGURES, isGroupFigure, plainName } from './names.ts';
import { exactlyOne } from './one-of.ts';

const STATISTIC = /^(Average|Sum|Minimum|Maximum|SampleCount|(p|tm|wm|tc|ts)\d{1,2}(\.\d{1,10})?|IQM)$/;
/**
 * What CloudWatch takes for names; one that it refuses makes it refuse every query of the call.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
const NAMESPACE = /^(?!:)(?=.*[^ ])[0-9A-Za-z.\-_/#: ]+$/;
const METRIC_NAME = /^(?=.*\S)[^\p{Cc}]+$/u;
const DIMENSION_NAME = /^(?!:)(?=.*[^ ])[ -~]+$/;
const DIMENSION_VALUE = /^(?=.*[^ ])[ -~]+$/;
/** CloudWatch keeps high-resolution data in 1, 5, 10, 20 and 30 s periods, everything else in whole minutes. */
const isCloudWatchPeriod = (seconds: number) =>
  [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);

const cloudwatchSource = z.strictObject({
  namespace: z.string().min(1).max(255).regex(NAMESPACE, {
    error: 'must be letters, digits, spaces and . - _ / # : without a colon first, and not blank',
  }),
  name: z.string().min(1).max(255).regex(METRIC_NAME, { error: 'must not be blank nor hold control characters' }),
  statistic: z
    .string()
    .regex(STATISTIC, { error: 'must be Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p95' })
    .default('Average'),
  period: withinADay(positiveDuration)
    .refine(isCloudWatchPeriod, { error: 'must be 1, 5, 10, 20 or 30 seconds, or whole minutes' })
    .default(60),
  dimensions: z
    .record(
      z.string().min(1).max(255).regex(DIMENSION_NAME, {
        error: 'must be ASCII without control characters nor a colon first, and not blank',
      }),
      z.string().min(1).max(1024).regex(DIMENSION_VALUE, {
        error: 'must be ASCII without control characters, and not blank',
      }),
    )
    .refine((dimensions) => Object.keys(dimensions).length <= 30, { error: 'must name at most 30 dimensions' })
    .default({}),
});

/** Read from the queue itself: fresher and cheaper than its CloudWatch metric. */
const sqsSource = z.strictObject({
  queue: z.string().regex(/^[A-Za-z0-9_-]{1,80}(\.fifo)?$/, { error: "must be a queue's name" }),
  count: z.enum(['waiting', 'inFlight', 'delayed', 'all']).default('waiting'),
});

const formula = z
  .string()
  .max(1000)
  .superRefine((text, context) => {
    const fault = formulaFault(text);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

export const metric = z
  .strictObject({
    cloudwatch: cloudwatchSource.optional(),
    sqs: sqsSource.optional(),
    formula: formula.optional(),
    pushed: z.strictObject({}).optional(),
    maxAge: withinADay(positiveDuration).optional(),
  })
  .superRefine(exactlyOne(['cloudwatch', 'sqs', 'formula', 'pushed']));

export const metrics = z
  .record(
    plainName.refine((name) => !isGroupFigure(name), {
      error: `must not be one of ${GROUP_FIGURES.join(', ')}: formulas read those from the group`,
    }),
    metric,
  )
  .default({});

export type MetricDefinition = z.output<typeof metric>;
export type CloudWatchSource = z.output<typeof cloudwatchSource>;
export type SqsSource = z.output<typeof sqsSource>;

const DEFAULT_PERIOD_SECONDS = 60;
const STALE_AFTER_PERIODS = 3;

/** Seconds one datapoint of the metric stands for. */
export function periodOf(definition: MetricDefinition | undefined): number {
  return definition?.cloudwatch?.period ?? DEFAULT_PERIOD_SECONDS;
}

/** Seconds after which a datapoint no longer counts as data: `maxAge`, else three periods. */
export function maxAgeOf(definition: MetricDefinition | undefined): number {
  return definition?.maxAge ?? STALE_AFTER_PERIODS * periodOf(definition);
}

/** The metric itself, or the names that its formula reads: metrics, and the group's own figures. */
export function readBy(
  name: string,
  metrics: Readonly<Record<string, MetricDefinition | undefined>>,
): readonly string[] {
  const formula = Object.hasOwn(metrics, name) ? metrics[name]?.formula : undefined;
  return formula === undefined ? [name] : compileFormula(formula).names;
}
