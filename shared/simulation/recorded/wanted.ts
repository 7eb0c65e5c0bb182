import type { CloudWatchSource, Policy } from '../../policy/index.ts';
import { isRate, type Signal } from '../world/signals.ts';

/** A series that tells of demand, and how CloudWatch is asked for it. */
export interface Wanted {
  /** The policy's name for it, or ours for what stands beside: what a file's series may be called. */
  readonly name: string;
  readonly signal: Signal | 'workers';
  /** A sum over its period, or a mean. */
  readonly statistic: 'Sum' | 'Average';
  /** Null where CloudWatch has nothing of it, so that only a file can hold it. */
  readonly source: CloudWatchSource | null;
}

/** A metric of a policy with what it measures. */
interface Metric {
  readonly name: string;
  readonly signal: Signal;
  readonly definition: Policy['metrics'][string] | undefined;
}

/**
 * All that may tell of a policy's demand: its own metrics with a statistic that demand can be had from, and what AWS
 * records beside them.
 */
export function wantedFor(policy: Policy, signals: ReadonlyMap<string, Signal>): Wanted[] {
  const metrics = [...signals].map(([name, signal]) => ({
    ...{ name, signal },
    definition: Object.hasOwn(policy.metrics, name) ? policy.metrics[name] : undefined,
  }));
  return distinct(metrics.flatMap((metric) => [ownOf(metric), ...besides(metric)]));
}

/** Metrics that a world tells of and no policy reads: only a file may hold them. */
export const wantedBesides = (metrics: Readonly<Record<string, Signal>>, isRead: (name: string) => boolean): Wanted[] =>
  Object.entries(metrics)
    .filter(([name]) => !isRead(name))
    .map(([name, signal]) => ({ name, signal, statistic: isRate(signal) ? 'Sum' : 'Average', source: null }));

/** The same metric once, by whichever name came first. */
export function distinct(wanted: readonly Wanted[]): Wanted[] {
  const seen = new Set<string>();
  return wanted.filter(({ name, signal, statistic, source }) => {
    const key = JSON.stringify([signal, statistic, source ? [source.namespace, source.name, source.dimensions] : name]);
    return seen.has(key) ? false : seen.add(key);
  });
}

function ownOf({ name, signal, definition }: Metric): Wanted {
  const source = definition?.cloudwatch ?? null;
  const statistic = statisticOf(signal, source);
  return { name, signal, statistic, source: source && { ...source, statistic } };
}

/** AWS's own metrics count events: of those a mean over samples says nothing. Somebody's own may hold so much a second. */
function statisticOf(signal: Signal, source: CloudWatchSource | null): Wanted['statistic'] {
  if (!isRate(signal)) return 'Average';
  return source?.statistic === 'Sum' || source?.namespace.startsWith('AWS/') ? 'Sum' : 'Average';
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
const SQS_METRICS = [
  { name: 'NumberOfMessagesSent', signal: 'demand', statistic: 'Sum' },
  { name: 'ApproximateNumberOfMessagesVisible', signal: 'waiting', statistic: 'Average' },
  { name: 'ApproximateNumberOfMessagesNotVisible', signal: 'running', statistic: 'Average' },
] as const;

function besides({ definition }: Metric): Wanted[] {
  const source = definition?.cloudwatch;
  const queue =
    definition?.sqs?.queue ?? (source?.namespace === 'AWS/SQS' ? source.dimensions['QueueName'] : undefined);
  if (queue !== undefined) {
    return SQS_METRICS.map(({ name, signal, statistic }) => {
      const asked = { namespace: 'AWS/SQS', name, statistic, period: 60, dimensions: { QueueName: queue } };
      return { name, signal, statistic, source: asked };
    });
  }
  return [...inService(source), ...requestCount(source)];
}

/** A group that moves here from EC2 Auto Scaling: its size was recorded there. */
function inService(source: CloudWatchSource | undefined): Wanted[] {
  const group = source?.dimensions['AutoScalingGroupName'];
  if (group === undefined) return [];
  const dimensions = { AutoScalingGroupName: group };
  const asked = { namespace: 'AWS/AutoScaling', name: 'GroupInServiceInstances', period: 60, dimensions };
  return [{ name: 'workers', signal: 'workers', statistic: 'Average', source: { ...asked, statistic: 'Average' } }];
}

/** What a load balancer counts for each target it counts in all as well. */
function requestCount(source: CloudWatchSource | undefined): Wanted[] {
  if (source?.namespace !== 'AWS/ApplicationELB' || source.name !== 'RequestCountPerTarget') return [];
  if (source.dimensions['LoadBalancer'] === undefined) return [];
  const name = 'RequestCount';
  return [{ name, signal: 'demand', statistic: 'Sum', source: { ...source, name, statistic: 'Sum' } }];
}
