import * as z from 'zod';
import { positiveDuration, withinADay } from '../../model/index.ts';

const STATISTIC = /^(Average|Sum|Minimum|Maximum|SampleCount|(p|tm|wm|tc|ts)\d{1,2}(\.\d{1,10})?|IQM)$/;
/**
 * The names that CloudWatch accepts; a single one that it rejects makes it reject every query of the call.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
const NAMESPACE = /^(?!:)(?=.*[^ ])[0-9A-Za-z.\-_/#: ]+$/;
const METRIC_NAME = /^(?=.*\S)[^\p{Cc}]+$/u;
const DIMENSION_NAME = /^(?!:)(?=.*[^ ])[ -~]+$/;
const DIMENSION_VALUE = /^(?=.*[^ ])[ -~]+$/;
/** CloudWatch keeps high-resolution data in periods of 1, 5, 10, 20 and 30 s, everything else in whole minutes. */
const isPeriod = (seconds: number) => [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);

export const schema = z.strictObject({
  namespace: z.string().min(1).max(255).regex(NAMESPACE, {
    error: 'must consist of letters, digits, spaces and . - _ / # : and must not be blank or start with a colon',
  }),
  name: z
    .string()
    .min(1)
    .max(255)
    .regex(METRIC_NAME, { error: 'must not be blank and must not contain control characters' }),
  statistic: z
    .string()
    .regex(STATISTIC, { error: 'must be Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p95' })
    .default('Average'),
  period: withinADay(positiveDuration)
    .refine(isPeriod, { error: 'must be 1, 5, 10, 20 or 30 seconds, or whole minutes' })
    .default(60),
  dimensions: z
    .record(
      z.string().min(1).max(255).regex(DIMENSION_NAME, {
        error: 'must be printable ASCII and must not be blank or start with a colon',
      }),
      z.string().min(1).max(1024).regex(DIMENSION_VALUE, { error: 'must be printable ASCII and must not be blank' }),
    )
    .refine((dimensions) => Object.keys(dimensions).length <= 30, { error: 'must have at most 30 dimensions' })
    .default({}),
});

export type CloudWatchSource = z.output<typeof schema>;
