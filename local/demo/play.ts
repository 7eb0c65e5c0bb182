import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { ManagedWorker } from '../../shared/providers/index.ts';
import { DEMO_GROUP, DEMO_METRIC, DEMO_WARMUP_SECONDS } from './policy.ts';

const WARMUP_MS = DEMO_WARMUP_SECONDS * 1000;

/**
 * Puts one moment of demand into CloudWatch, as a load balancer in front of the fleet would see it: what each of the
 * workers that are warm has to serve. Returns the workers counted by tag that are not on their way out.
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
          // While nobody serves, all of the demand waits for the first worker.
          Value: requestsPerSecond / Math.max(1, warm.length),
          StorageResolution: 1,
        },
      ],
    }),
  );
  return there.length;
}
