import type { QueryCall } from '../../../aws/query/call.ts';
import { type Node, only, text } from '../../../aws/query/xml.ts';
import { explained } from '../errors.ts';
import { everyPage, members, number } from './pages.ts';

/** A scaling policy of the group's own. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScalingPolicy.html */
export interface ScalingPolicy {
  readonly name: string;
  readonly arn: string;
  /** `TargetTrackingScaling`, `StepScaling`, `SimpleScaling`, `PredictiveScaling`. */
  readonly type: string;
  readonly enabled: boolean;
  readonly alarmNames: readonly string[];
  /** `ChangeInCapacity`, `PercentChangeInCapacity`, `ExactCapacity`; empty for target tracking. */
  readonly adjustmentType: string;
  readonly adjustment: number | undefined;
  readonly minMagnitude: number | undefined;
  /** Seconds. */
  readonly cooldown: number | undefined;
  /** Seconds. */
  readonly warmup: number | undefined;
  readonly steps: readonly {
    readonly from: number | undefined;
    readonly to: number | undefined;
    readonly adjustment: number;
  }[];
  readonly tracking: TargetTracking | null;
}

export interface TargetTracking {
  readonly target: number;
  readonly scaleIn: boolean;
  /** Such as `ASGAverageCPUUtilization`; null for a customized metric. */
  readonly predefined: { readonly type: string; readonly label: string } | null;
  readonly customized: {
    readonly namespace: string;
    readonly name: string;
    readonly statistic: string;
    readonly period: number | undefined;
    readonly dimensions: Readonly<Record<string, string>>;
    /** Metric math instead of one metric. */
    readonly isMath: boolean;
  } | null;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribePolicies.html */
const POLICIES = { action: 'DescribePolicies', set: 'ScalingPolicies', perPage: 100 };

export const describePolicies = (call: QueryCall, group: string): Promise<ScalingPolicy[]> =>
  explained(() => everyPage(call, POLICIES, { AutoScalingGroupName: group }, policyOf), [group]);

function policyOf(node: Node): ScalingPolicy {
  const tracking = only(node, 'TargetTrackingConfiguration');
  return {
    name: text(node, 'PolicyName'),
    arn: text(node, 'PolicyARN'),
    type: text(node, 'PolicyType') || 'SimpleScaling',
    enabled: text(node, 'Enabled') !== 'false',
    alarmNames: members(node, 'Alarms').map((alarm) => text(alarm, 'AlarmName')),
    adjustmentType: text(node, 'AdjustmentType'),
    adjustment: number(node, 'ScalingAdjustment'),
    minMagnitude: number(node, 'MinAdjustmentMagnitude'),
    cooldown: number(node, 'Cooldown'),
    warmup: number(node, 'EstimatedInstanceWarmup'),
    steps: members(node, 'StepAdjustments').map((step) => ({
      from: number(step, 'MetricIntervalLowerBound'),
      to: number(step, 'MetricIntervalUpperBound'),
      adjustment: number(step, 'ScalingAdjustment') ?? 0,
    })),
    tracking: tracking === undefined ? null : trackingOf(tracking),
  };
}

function trackingOf(node: Node): TargetTracking {
  const predefined = only(node, 'PredefinedMetricSpecification');
  const customized = only(node, 'CustomizedMetricSpecification');
  return {
    target: number(node, 'TargetValue') ?? 0,
    scaleIn: text(node, 'DisableScaleIn') !== 'true',
    predefined:
      predefined === undefined
        ? null
        : { type: text(predefined, 'PredefinedMetricType'), label: text(predefined, 'ResourceLabel') },
    customized:
      customized === undefined
        ? null
        : {
            namespace: text(customized, 'Namespace'),
            name: text(customized, 'MetricName'),
            statistic: text(customized, 'Statistic') || 'Average',
            period: number(customized, 'Period'),
            dimensions: Object.fromEntries(
              members(customized, 'Dimensions').map((dimension) => [text(dimension, 'Name'), text(dimension, 'Value')]),
            ),
            isMath: members(customized, 'Metrics').length > 0,
          },
  };
}
