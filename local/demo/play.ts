import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { ManagedWorker } from '../../shared/providers/index.ts';
import { DEMO_GROUP, DEMO_METRIC, DEMO_WARMUP_SECONDS } from './policy.ts';

const WARMUP_MS = DEMO_WARMUP_SECONDS * 1000;

/**
 * Publishes one data point of demand to CloudWatch, as a load balancer of the fleet would: requests per warm worker.
 * Returns the number of workers, counted by tag, that are not draining or terminating.
 */
export async function putDemand(
  requestsPerSecond: number,
  { cloudwatch, workers }: { cloudwatch: CloudWatchClient; workers: () => Promise<readonly ManagedWorker[]> },
): Promise<number> {
  const there = (await workers()).filter(({ drainingUntil }) => drainingUntil === null);
  const warm = there.filter(({ serving, launchedAt }) => serving && launchedAt <= Date.now() - WARMUP_MS);
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: DEMO_METRIC.namespace,
      MetricData: [
        {
          MetricName: DEMO_METRIC.name,
          Dimensions: [{ Name: 'Group', Value: DEMO_GROUP }],
          // Without a warm worker, the first one will get all of the demand.
          Value: requestsPerSecond / Math.max(1, warm.length),
          StorageResolution: 1,
        },
      ],
    }),
  );
  return there.length;
}
