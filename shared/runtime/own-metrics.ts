import { OWN_METRIC } from '../names/index.ts';
import type { Logger } from './logger.ts';

/** Message of the log line that contains a metric. */
export const MEASURED = 'metric';

/**
 * Logs how long groups have waited for their evaluation. CloudWatch makes a metric of the line, without a call.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function logWait(logger: Logger, stage: string, seconds: number, now: number): void {
  const { namespace, wait, dimension } = OWN_METRIC;
  logger.info(MEASURED, {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [[dimension]], Metrics: [{ Name: wait, Unit: 'Seconds' }] },
      ],
    },
    [dimension]: stage,
    [wait]: seconds,
  });
}
