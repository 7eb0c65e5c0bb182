import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Workers } from '../../shared/evaluation/index.ts';
import { DEMO_GROUP, DEMO_METRIC } from './policy.ts';

/**
 * Puts one moment of demand into CloudWatch, as a load balancer in front of the fleet would see it: what each of the
 * workers has to serve. Returns the workers counted by tag that are not on their way out.
 */
export async function putDemand(
  requestsPerSecond: number,
  { cloudwatch, workers }: { cloudwatch: CloudWatchClient; workers: Workers },
): Promise<number> {
  const count = await countWorkers(workers);
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: DEMO_METRIC.namespace,
      MetricData: [
        {
          MetricName: DEMO_METRIC.name,
          Dimensions: [{ Name: 'Group', Value: DEMO_GROUP }],
          // While nobody serves, all of the demand waits for the first worker.
          Value: requestsPerSecond / Math.max(1, count),
          StorageResolution: 1,
        },
      ],
    }),
  );
  return count;
}

/** Workers by tag that are not on their way out. */
async function countWorkers(workers: Workers): Promise<number> {
  return (await listWorkers(workers)).filter(({ drainingUntil }) => drainingUntil === null).length;
}

/** Workers by tag, the draining ones too. */
export async function listWorkers(workers: Workers) {
  return (await workers.list([DEMO_GROUP])).get(DEMO_GROUP) ?? [];
}
