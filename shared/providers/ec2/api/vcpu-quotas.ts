import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchCalls } from '../../../aws/cloudwatch/calls.ts';
import { namedValues } from '../../../aws/cloudwatch/named-values.ts';
import type { Market } from '../../instances/listed-worker.ts';

const PERIOD_SECONDS = 60;
/** How far back usage is read, because it may be late or come only every few minutes. The newest value counts. */
const REACH_MS = 15 * 60_000;
/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html#service-quota-metrics */
const CLASS: Readonly<Record<Market, string>> = { 'on-demand': 'Standard/OnDemand', spot: 'Standard/Spot' };
const MARKETS = Object.keys(CLASS) as Market[];

export type VcpusLeft = Readonly<Partial<Record<Market, number>>>;

/**
 * The remaining vCPUs of the account's quotas for Standard instances, by market. They are a few minutes old. Omits a
 * market without usage or quota in CloudWatch, such as one without any instance. Throws if the response is incomplete.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html
 */
export async function vcpusLeft(call: CloudWatchCalls, now: number): Promise<VcpusLeft> {
  const { MetricDataResults: results = [] } = await call('GetMetricData', {
    MetricDataQueries: MARKETS.flatMap(queriesOf),
    StartTime: new Date(now - REACH_MS),
    EndTime: new Date(now),
    ScanBy: 'TimestampDescending',
  });
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
