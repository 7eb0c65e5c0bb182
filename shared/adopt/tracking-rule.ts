import type { Reason } from '../model/index.ts';
import type { PolicyDocument } from '../policy/index.ts';
import type { ScalingPolicy, TargetTracking } from '../providers/auto-scaling-group/api/index.ts';
import type { AdoptedMetrics, CloudWatchMetric } from './metric.ts';
import { because } from './reasons.ts';

export type RuleDocument = NonNullable<PolicyDocument['rules']>[number];

/** The rules of one scaling policy, and notes about what you should check. */
export interface Translated {
  readonly rules: readonly RuleDocument[];
  readonly notes: readonly Reason[];
  /** Metrics among them that are averages over the workers. */
  readonly averages: readonly string[];
}

interface Tracked {
  readonly wanted: string;
  readonly metric: CloudWatchMetric;
  /** Whether EC2 publishes the metric, with a period that depends on the instances' monitoring. */
  readonly byEc2: boolean;
}

/**
 * Translates target tracking into a `target` rule: both keep an average over the workers at a value.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export function trackingRule(
  policy: ScalingPolicy,
  group: string,
  metrics: AdoptedMetrics,
  nameOf: (wanted: string) => string,
): Translated {
  const { tracking } = policy;
  const found = tracking === null ? null : tracked(tracking, group);
  if (tracking === null || found === null) {
    const isMath = tracking?.customized?.isMath === true;
    const cause = isMath ? because['adopt-metric-math']({}) : because['adopt-no-metric']({});
    const note = because['adopt-policy-left-out']({ policy: policy.name, type: policy.type, cause });
    return { rules: [], notes: [note], averages: [] };
  }
  const metric = metrics.add(found.wanted, found.metric);
  return {
    rules: [
      {
        name: nameOf(policy.name),
        kind: 'target',
        metric,
        value: tracking.target,
        ...(!tracking.scaleIn && { scaleIn: false }),
      },
    ],
    notes: found.byEc2 ? [because['adopt-check-period']({ metric: found.metric.name })] : [],
    averages: [metric],
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html */
const OF_EC2 = {
  ASGAverageCPUUtilization: { wanted: 'cpu', name: 'CPUUtilization' },
  ASGAverageNetworkIn: { wanted: 'network-in', name: 'NetworkIn' },
  ASGAverageNetworkOut: { wanted: 'network-out', name: 'NetworkOut' },
} as const;
/** Without detailed monitoring: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html */
const BASIC_MONITORING_SECONDS = 300;

function tracked({ predefined, customized }: TargetTracking, group: string): Tracked | null {
  if (customized !== null) {
    if (customized.isMath || customized.name === '') return null;
    const { namespace, name, statistic, period = 60, dimensions } = customized;
    return { wanted: name, metric: { namespace, name, statistic, period, dimensions }, byEc2: false };
  }
  if (predefined === null) return null;
  if (predefined.type === 'ALBRequestCountPerTarget') return requestsPerTarget(predefined.label);
  if (!Object.hasOwn(OF_EC2, predefined.type)) return null;
  const { wanted, name } = OF_EC2[predefined.type as keyof typeof OF_EC2];
  const metric = {
    namespace: 'AWS/EC2',
    name,
    statistic: 'Average',
    period: BASIC_MONITORING_SECONDS,
    dimensions: { AutoScalingGroupName: group },
  };
  return { wanted, metric, byEc2: true };
}

/** The label is `app/<load balancer>/<id>/targetgroup/<target group>/<id>`. */
function requestsPerTarget(label: string): Tracked | null {
  const parts = /^(?<balancer>(?:app|net)\/[^/]+\/[^/]+)\/(?<target>targetgroup\/[^/]+\/[^/]+)$/.exec(label)?.groups;
  if (parts === undefined) return null;
  const { balancer = '', target = '' } = parts;
  const metric = {
    namespace: 'AWS/ApplicationELB',
    name: 'RequestCountPerTarget',
    statistic: 'Sum',
    period: 60,
    dimensions: { LoadBalancer: balancer, TargetGroup: target },
  };
  return { wanted: 'requests-per-worker', metric, byEc2: false };
}
