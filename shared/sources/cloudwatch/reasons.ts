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
  'cloudwatch-beside-expression': define<{ field: string }>(
    'A metric with an expression has a field that only metrics without one use.',
    ({ field }) => `cannot be used with expression: leave ${field} out. The expression itself names what to read`,
  ),
  'cloudwatch-expression-without-metrics': define<Record<never, never>>(
    'An expression names no metrics, so CloudWatch cannot compute it.',
    () =>
      "must be a query (SELECT … FROM …) or metric math over a search, such as AVG(SEARCH('{App,Host} MetricName=\"Load\"', 'Average')). To compute with other metrics of the policy, write a formula",
  ),
  'cloudwatch-worker-dimension': define<{ dimension: string }>(
    'The policy contains the dimension that Headcount sets to the id of each worker.',
    ({ dimension }) => `must be left out: Headcount sets ${dimension} to the id of each worker`,
  ),
  'dimensions-not-published': define<{ namespace: string; written: string; published: readonly string[] }>(
    'A warning: AWS publishes the metric by other dimensions, so CloudWatch has no data for these.',
    ({ namespace, written, published }) =>
      `AWS publishes metrics of ${namespace} by ${published.join(' or by ')}, not by ${written}: the rule would have no data. Use dimensions that exist, or publish an average over your own workers with the CloudWatch agent (append_dimensions and aggregation_dimensions)`,
  ),
  'period-too-fine': define<{ namespace: string; period: number; published: number }>(
    'A warning: the period is shorter than the time between two datapoints of the metric. In seconds.',
    ({ namespace, period, published }) =>
      `metrics of ${namespace} have a datapoint every ${published} s, so most periods of ${period} s are empty. Write ${published}${namespace === 'AWS/EC2' && period >= 60 ? ', or switch on detailed monitoring for the instances' : ''}`,
  ),
};
export const cloudwatchError = errorsOf(reasons);
