import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { namedValues } from '../../../aws/cloudwatch/named-values.ts';
import type { Market } from '../ports.ts';

const PERIOD_SECONDS = 60;
/** Far enough for usage that comes late, or every few minutes only: the newest counts. */
const REACH_MS = 15 * 60_000;
/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html#service-quota-metrics */
const CLASS: Readonly<Record<Market, string>> = { 'on-demand': 'Standard/OnDemand', spot: 'Standard/Spot' };
const MARKETS = Object.keys(CLASS) as Market[];

export type VcpusLeft = Readonly<Partial<Record<Market, number>>>;

/**
 * vCPUs of Standard instances that the account's quotas leave, by market, as of a few minutes ago. A market of which
 * CloudWatch knows no usage or no quota is left out: of one without any instance it tells nothing. Throws when it
 * does not answer in full.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html
 */
export async function vcpusLeft(client: CloudWatchClient, now: number): Promise<VcpusLeft> {
  const { MetricDataResults: results = [] } = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: MARKETS.flatMap(queriesOf),
      StartTime: new Date(now - REACH_MS),
      EndTime: new Date(now),
      ScanBy: 'TimestampDescending',
    }),
  );
  const unanswered = results.find(({ StatusCode }) => StatusCode !== 'Complete');
  if (unanswered) throw new Error(`CloudWatch answered ${unanswered.Id} with ${unanswered.StatusCode}`);
  const newest = (id: string): number | undefined => results.find(({ Id }) => Id === id)?.Values?.[0];
  const left: Partial<Record<Market, number>> = {};
  MARKETS.forEach((market, index) => {
    const [used, quota] = [newest(`used${index}`), newest(`quota${index}`)];
    if (used !== undefined && quota !== undefined) left[market] = Math.max(0, quota - used);
  });
  return left;
}

function queriesOf(market: Market, index: number): MetricDataQuery[] {
  const dimensions = { Service: 'EC2', Type: 'Resource', Resource: 'vCPU', Class: CLASS[market] };
  const Metric = { Namespace: 'AWS/Usage', MetricName: 'ResourceCount', Dimensions: namedValues(dimensions) };
  return [
    { Id: `used${index}`, MetricStat: { Metric, Period: PERIOD_SECONDS, Stat: 'Maximum' } },
    { Id: `quota${index}`, Expression: `SERVICE_QUOTA(used${index})` },
  ];
}
