import { AutoScalingError, invalid } from '../errors.ts';
import type { Group, ScalingPolicy } from '../model.ts';
import { arnOf, groupOf, newUuid, type State } from '../state.ts';

export interface PolicySettings {
  readonly PolicyType?: string | undefined;
  readonly AdjustmentType?: string | undefined;
  readonly MinAdjustmentMagnitude?: number | undefined;
  readonly ScalingAdjustment?: number | undefined;
  readonly Cooldown?: number | undefined;
  readonly MetricAggregationType?: string | undefined;
  readonly StepAdjustments?:
    | readonly {
        readonly MetricIntervalLowerBound?: number | undefined;
        readonly MetricIntervalUpperBound?: number | undefined;
        readonly ScalingAdjustment: number;
      }[]
    | undefined;
  readonly EstimatedInstanceWarmup?: number | undefined;
  readonly TargetTrackingConfiguration?:
    | {
        readonly PredefinedMetricSpecification?:
          | { readonly PredefinedMetricType: string; readonly ResourceLabel?: string | undefined }
          | undefined;
        readonly CustomizedMetricSpecification?: object | undefined;
      }
    | undefined;
  readonly Enabled?: boolean | undefined;
}

const ADJUSTMENTS = ['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'];
const AGGREGATIONS = ['Minimum', 'Maximum', 'Average'];
const TYPES = ['SimpleScaling', 'StepScaling', 'TargetTrackingScaling'] as const;

/**
 * The stand-in stores and describes policies but does not scale by them, because the emulator's alarms do not call it.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html
 */
export function putPolicy(state: State, groupName: string, name: string, settings: PolicySettings): ScalingPolicy {
  const group = groupOf(state, groupName);
  const type = TYPES.find((one) => one === (settings.PolicyType ?? 'SimpleScaling'));
  if (type === undefined) throw invalid(`Policy type ${settings.PolicyType} is not part of this stand-in.`);
  check(type, settings);
  const known = group.policies.get(name);
  if (known !== undefined && known.type !== type) {
    throw invalid(`Only the parameters of a policy can be updated, not its type (${known.type}).`);
  }
  const arn =
    known?.arn ?? arnOf(state, `scalingPolicy:${newUuid()}:autoScalingGroupName/${group.name}:policyName/${name}`);
  const policy: ScalingPolicy = {
    name,
    arn,
    type,
    enabled: settings.Enabled ?? true,
    alarms: type === 'TargetTrackingScaling' ? (known?.alarms ?? trackingAlarms(state, group)) : [],
    settings: { ...settings, PolicyType: type },
  };
  group.policies.set(name, policy);
  return policy;
}

/** Target tracking creates its own alarms; for the other types, users create the alarms. */
const trackingAlarms = (state: State, group: Group) =>
  (['AlarmHigh', 'AlarmLow'] as const).map((side) => {
    const name = `TargetTracking-${group.name}-${side}-${newUuid()}`;
    return { name, arn: `arn:aws:cloudwatch:${state.region}:${state.account}:alarm:${name}` };
  });

function check(type: ScalingPolicy['type'], settings: PolicySettings): void {
  const wants = (there: boolean, what: string): void => {
    if (!there) throw invalid(`${what} is required for the policy type ${type}.`);
  };
  const refuses = (there: boolean, what: string): void => {
    if (there) throw invalid(`${what} is not supported by the policy type ${type}.`);
  };
  refuses(type !== 'StepScaling' && settings.StepAdjustments !== undefined, 'StepAdjustments');
  refuses(type !== 'SimpleScaling' && settings.ScalingAdjustment !== undefined, 'ScalingAdjustment');
  refuses(type !== 'SimpleScaling' && settings.Cooldown !== undefined, 'Cooldown');
  refuses(
    type !== 'TargetTrackingScaling' && settings.TargetTrackingConfiguration !== undefined,
    'TargetTrackingConfiguration',
  );
  if (type === 'TargetTrackingScaling') {
    const tracking = settings.TargetTrackingConfiguration;
    wants(tracking !== undefined, 'TargetTrackingConfiguration');
    refuses(settings.AdjustmentType !== undefined, 'AdjustmentType');
    const predefined = tracking?.PredefinedMetricSpecification;
    if ((predefined === undefined) === (tracking?.CustomizedMetricSpecification === undefined)) {
      throw invalid('Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification is required.');
    }
    // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html
    const needsLabel = predefined?.PredefinedMetricType === 'ALBRequestCountPerTarget';
    if (needsLabel !== (predefined?.ResourceLabel !== undefined)) {
      throw invalid('ResourceLabel is required for ALBRequestCountPerTarget, and for no other metric.');
    }
    return;
  }
  if (!ADJUSTMENTS.includes(settings.AdjustmentType ?? ''))
    throw invalid(`Invalid AdjustmentType: ${settings.AdjustmentType}`);
  if (settings.MinAdjustmentMagnitude !== undefined && settings.AdjustmentType !== 'PercentChangeInCapacity') {
    throw invalid('MinAdjustmentMagnitude is only supported for PercentChangeInCapacity.');
  }
  if (type === 'SimpleScaling') {
    wants(settings.ScalingAdjustment !== undefined, 'ScalingAdjustment');
    return;
  }
  const { StepAdjustments: steps = [], MetricAggregationType: aggregation } = settings;
  wants(steps.length > 0, 'StepAdjustments');
  if (aggregation !== undefined && !AGGREGATIONS.includes(aggregation)) {
    throw invalid(`Invalid MetricAggregationType: ${aggregation}`);
  }
  checkSteps(steps);
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html#as-scaling-steps: no gap, no overlap. */
function checkSteps(steps: NonNullable<PolicySettings['StepAdjustments']>): void {
  const lower = (step: (typeof steps)[number]): number => step.MetricIntervalLowerBound ?? Number.NEGATIVE_INFINITY;
  const upper = (step: (typeof steps)[number]): number => step.MetricIntervalUpperBound ?? Number.POSITIVE_INFINITY;
  if (steps.some((step) => lower(step) === Number.NEGATIVE_INFINITY && upper(step) === Number.POSITIVE_INFINITY)) {
    throw invalid('At least one bound is required for each step adjustment.');
  }
  const sorted = steps.toSorted((a, b) => lower(a) - lower(b));
  for (const [index, step] of sorted.entries()) {
    if (lower(step) >= upper(step)) throw invalid('The lower bound of a step must be below its upper bound.');
    const next = sorted[index + 1];
    if (next !== undefined && lower(next) < upper(step)) throw invalid('StepAdjustment intervals may not overlap.');
    if (next !== undefined && lower(next) > upper(step))
      throw invalid('StepAdjustment intervals may not have gaps between them.');
  }
}

/** `name` is the policy's name or ARN. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeletePolicy.html */
export function deletePolicy(state: State, groupName: string | undefined, name: string): void {
  const groups = groupName === undefined ? [...state.groups.values()] : [groupOf(state, groupName)];
  for (const group of groups) {
    for (const policy of group.policies.values()) {
      if (policy.arn === name || (groupName !== undefined && policy.name === name)) {
        group.policies.delete(policy.name);
        return;
      }
    }
  }
  throw invalid(`Policy not found - ${name}`);
}

export function policiesOf(
  state: State,
  request: { group: string | undefined; names: readonly string[]; types: readonly string[] },
): { group: Group; policy: ScalingPolicy }[] {
  const groups = request.group === undefined ? [...state.groups.values()] : [groupOf(state, request.group)];
  if (request.names.length > 50) throw new AutoScalingError('ValidationError', 'At most 50 policy names per call.');
  return groups.flatMap((group) =>
    [...group.policies.values()]
      .filter(
        ({ name, arn, type }) =>
          (request.names.length === 0 || request.names.includes(name) || request.names.includes(arn)) &&
          (request.types.length === 0 || request.types.includes(type)),
      )
      .map((policy) => ({ group, policy })),
  );
}
