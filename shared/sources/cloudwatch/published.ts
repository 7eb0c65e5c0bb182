/** What AWS publishes in one of its namespaces. */
interface Published {
  /** The sets of dimensions by which metrics are published. */
  readonly by: readonly (readonly string[])[];
  /** Seconds between datapoints. */
  readonly period: number;
  /** Metrics by other dimensions than the rest of the namespace. */
  readonly except?: Readonly<Record<string, readonly (readonly string[])[]>>;
}

const LOAD_BALANCER = [
  ['LoadBalancer'],
  ['AvailabilityZone', 'LoadBalancer'],
  ['LoadBalancer', 'TargetGroup'],
  ['AvailabilityZone', 'LoadBalancer', 'TargetGroup'],
];
const MINUTE = 60;

/**
 * Namespaces whose metrics scaling policies use, and the dimensions that AWS documents.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 * https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
 */
const PUBLISHED: Readonly<Record<string, Published>> = {
  'AWS/EC2': {
    by: [['AutoScalingGroupName'], ['ImageId'], ['InstanceId'], ['InstanceType']],
    // Detailed monitoring, which is billed and has to be switched on, makes it a minute.
    period: 300,
  },
  'AWS/SQS': { by: [['QueueName']], period: MINUTE },
  'AWS/ApplicationELB': {
    by: LOAD_BALANCER,
    period: MINUTE,
    except: {
      RequestCountPerTarget: [['TargetGroup'], ['LoadBalancer', 'TargetGroup'], ['AvailabilityZone', 'TargetGroup']],
    },
  },
  'AWS/NetworkELB': { by: LOAD_BALANCER, period: MINUTE },
  'AWS/ELB': {
    by: [['LoadBalancerName'], ['AvailabilityZone'], ['AvailabilityZone', 'LoadBalancerName']],
    period: MINUTE,
  },
  'AWS/AutoScaling': { by: [['AutoScalingGroupName']], period: MINUTE },
  'AWS/ECS': { by: [['ClusterName'], ['ClusterName', 'ServiceName']], period: MINUTE },
  'AWS/Kinesis': { by: [['StreamName'], ['ShardId', 'StreamName']], period: MINUTE },
};

/** The sets of dimensions by which AWS publishes a metric; null for one that this list does not know. */
export function publishedBy(namespace: string, name: string): readonly (readonly string[])[] | null {
  const published = Object.hasOwn(PUBLISHED, namespace) ? PUBLISHED[namespace] : undefined;
  if (!published) return null;
  const { by, except = {} } = published;
  return (Object.hasOwn(except, name) && except[name]) || by;
}

/** Seconds between the datapoints of a namespace of AWS's own; null for any other namespace. */
export function publishedEvery(namespace: string): number | null {
  if (!namespace.startsWith('AWS/')) return null;
  return (Object.hasOwn(PUBLISHED, namespace) && PUBLISHED[namespace]?.period) || MINUTE;
}

/** Metrics in percent, in AWS's namespaces and in that of the CloudWatch agent. */
const PERCENT = /^(CPUUtilization|MemoryUtilization|cpu_usage_\w+|mem_used_percent|disk_used_percent)$/;
const PERCENT_NAMESPACES = new Set(['AWS/EC2', 'AWS/ECS', 'CWAgent']);

/** The greatest value that a metric can have; null if it has no limit, or none that is known. */
export const greatestOf = ({
  namespace,
  name,
  statistic,
}: {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
}): number | null =>
  PERCENT_NAMESPACES.has(namespace) && PERCENT.test(name) && statistic !== 'Sum' && statistic !== 'SampleCount'
    ? 100
    : null;

/**
 * Elastic Load Balancing reports what it counts only while requests flow.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
const SILENT_AT_REST: Readonly<Record<string, RegExp>> = {
  'AWS/ApplicationELB': /^(RequestCount|NewConnectionCount)$/,
  'AWS/ELB': /^RequestCount$/,
};

export const isSilentAtRest = ({ namespace, name }: { readonly namespace: string; readonly name: string }): boolean =>
  Object.hasOwn(SILENT_AT_REST, namespace) && SILENT_AT_REST[namespace]?.test(name) === true;
