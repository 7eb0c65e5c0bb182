import { define, errorsOf } from '../../model/index.ts';

type Written = { written: string };

/** Validation errors of CloudWatch metrics. CloudWatch rejects all queries of a call for one invalid name. */
export const reasons = {
  'cloudwatch-invalid-namespace': define<Written>(
    'CloudWatch does not accept the namespace.',
    () => 'must consist of letters, digits, spaces and . - _ / # : and must not be blank or start with a colon',
  ),
  'cloudwatch-invalid-metric-name': define<Written>(
    'CloudWatch does not accept the name of the metric.',
    () => 'must not be blank and must not contain control characters',
  ),
  'cloudwatch-invalid-dimension': define<Written & { part: 'name' | 'value' }>(
    'CloudWatch does not accept the name or the value of a dimension.',
    ({ part }) => `must be printable ASCII and must not be blank${part === 'name' ? ' or start with a colon' : ''}`,
  ),
  'cloudwatch-unknown-statistic': define<Written>(
    'CloudWatch does not have the statistic.',
    () => 'must be Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p95',
  ),
  'cloudwatch-invalid-period': define<{ written: number }>(
    'CloudWatch does not keep datapoints of this period. In seconds.',
    () => 'must be 1, 5, 10, 20 or 30 seconds, or whole minutes',
  ),
};
export const cloudwatchError = errorsOf(reasons);
