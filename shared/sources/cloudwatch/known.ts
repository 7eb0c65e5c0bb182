import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import type { Clients } from '../../aws/clients.ts';
import type { SourceRequest } from '../source-reader.ts';
import { type CloudWatchConfig, isExpression, WORKER_DIMENSION } from './config.ts';

/**
 * Whether CloudWatch lists the metrics: it does for two weeks after the newest datapoint.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
export const cloudWatchKnown =
  ({ cloudwatch }: Pick<Clients, 'cloudwatch'>) =>
  async (requests: readonly SourceRequest<CloudWatchConfig>[]): Promise<ReadonlyMap<string, boolean>> => {
    const named = requests.flatMap(({ key, config }) => (isExpression(config) ? [] : [{ key, config }]));
    const known = await Promise.all(
      named.map(async ({ key, config: { namespace, name, dimensions, each } }) => {
        const Dimensions = [
          ...Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          ...(each ? [{ Name: WORKER_DIMENSION }] : []),
        ];
        const request = { Namespace: namespace, MetricName: name, Dimensions };
        const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand(request));
        // The request also finds metrics with further dimensions.
        return [
          key,
          Metrics.some((metric) => metric.Dimensions?.length === Dimensions.length || !metric.Dimensions),
        ] as const;
      }),
    );
    return new Map(known);
  };
