import { OWN_METRIC } from '../../names/index.ts';

/**
 * Fields of a log line of which CloudWatch makes metrics, without a call.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  now: number,
  dimensions: Readonly<Record<string, string>>,
  values: Readonly<Record<string, number>>,
  Unit: 'Count' | 'Seconds' = 'Count',
) {
  const Metrics = Object.keys(values).map((Name) => ({ Name, Unit }));
  const directive = { Namespace: OWN_METRIC.namespace, Dimensions: [Object.keys(dimensions)], Metrics };
  return { _aws: { Timestamp: now, CloudWatchMetrics: [directive] }, ...dimensions, ...values };
}
