import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { ManagedWorker } from '../../shared/providers/index.ts';
import { DEMO_GROUP, DEMO_METRIC, DEMO_WARMUP_SECONDS } from './policy.ts';

const WARMUP_MS = DEMO_WARMUP_SECONDS * 1000;

/**
 * Publishes one datapoint of demand to CloudWatch, as the group's load balancer would: requests per warm worker.
 * Returns the number of workers, counted by tag, that are not draining or terminating.
 */
export async function putDemand(
  requestsPerSecond: number,
  { cloudwatch, workers }: { cloudwatch: CloudWatchClient; workers: () => Promise<readonly ManagedWorker[]> },
): Promise<number> {
  const kept = (await workers()).filter(({ drainingUntil }) => drainingUntil === null);
  const warm = kept.filter(({ serving, launchedAt }) => serving && launchedAt <= Date.now() - WARMUP_MS);
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: DEMO_METRIC.namespace,
      MetricData: [
        {
          MetricName: DEMO_METRIC.name,
          Dimensions: [{ Name: 'Group', Value: DEMO_GROUP }],
          // Without a warm worker, the first one that becomes warm will get all of the demand.
          Value: requestsPerSecond / Math.max(1, warm.length),
          StorageResolution: 1,
        },
      ],
    }),
  );
  return kept.length;
}
