import * as z from 'zod';
import { checked, positiveDuration, textLike, valueError, withinADay } from '../../model/index.ts';
import { cloudwatchError } from './reasons.ts';

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

const MOST_DIMENSIONS = 30;
const dimensionPart = (part: 'name' | 'value', pattern: RegExp, max: number) =>
  textLike(pattern, (written) => cloudwatchError('', 'cloudwatch-invalid-dimension', { written, part }), {
    min: 1,
    max,
  });

export const schema = z.strictObject({
  namespace: textLike(NAMESPACE, (written) => cloudwatchError('', 'cloudwatch-invalid-namespace', { written }), {
    min: 1,
    max: 255,
  }),
  name: textLike(METRIC_NAME, (written) => cloudwatchError('', 'cloudwatch-invalid-metric-name', { written }), {
    min: 1,
    max: 255,
  }),
  statistic: textLike(STATISTIC, (written) => cloudwatchError('', 'cloudwatch-unknown-statistic', { written })).default(
    'Average',
  ),
  period: checked(withinADay(positiveDuration), isPeriod, (written) =>
    cloudwatchError('', 'cloudwatch-invalid-period', { written }),
  ).default(60),
  dimensions: checked(
    z.record(dimensionPart('name', DIMENSION_NAME, 255), dimensionPart('value', DIMENSION_VALUE, 1024)),
    (dimensions) => Object.keys(dimensions).length <= MOST_DIMENSIONS,
    () => valueError('', 'out-of-range', { relation: 'at most', bound: MOST_DIMENSIONS, of: 'list' }),
  ).default({}),
});

export type CloudWatchSource = z.output<typeof schema>;
