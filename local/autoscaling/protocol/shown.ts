import { isoTime, type Xml } from '../../query/xml.ts';
import {
  type Activity,
  type Group,
  isTerminating,
  type LaunchSource,
  type Member,
  type ScalingPolicy,
  type ScheduledAction,
} from '../model.ts';
import type { State } from '../state.ts';

/** AWS's response, member by member: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html */
export function groupXml(state: State, group: Group, withInstances: boolean): Xml {
  const { settings } = group;
  const zones = state.ec2
    .subnets()
    .filter(({ id }) => settings.subnets.includes(id))
    .map(({ zone }) => zone);
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    ...launchXml(state, settings.launch),
    MinSize: settings.min,
    MaxSize: settings.max,
    DesiredCapacity: group.desired,
    DefaultCooldown: settings.defaultCooldown,
    AvailabilityZones: [...new Set(zones)],
    LoadBalancerNames: [],
    TargetGroupARNs: settings.targetGroups,
    HealthCheckType: settings.healthCheckType,
    HealthCheckGracePeriod: settings.healthCheckGracePeriod,
    Instances: withInstances ? [...group.members.values()].map(memberXml) : [],
    CreatedTime: isoTime(group.createdAt),
    SuspendedProcesses: [...group.suspended].map((ProcessName) => ({
      ProcessName,
      SuspensionReason: 'User suspended',
    })),
    VPCZoneIdentifier: settings.subnets.join(','),
    EnabledMetrics: [],
    Status: group.deleting ? 'Delete in progress' : null,
    Tags: [...group.tags.values()].map(({ key, value, propagate }) => ({
      ResourceId: group.name,
      ResourceType: 'auto-scaling-group',
      Key: key,
      Value: value,
      PropagateAtLaunch: propagate,
    })),
    TerminationPolicies: settings.terminationPolicies,
    NewInstancesProtectedFromScaleIn: settings.newInstancesProtected,
    DefaultInstanceWarmup: settings.defaultInstanceWarmup,
    TrafficSources: settings.targetGroups.map((Identifier) => ({ Identifier, Type: 'elbv2' })),
  };
}

function launchXml(state: State, launch: LaunchSource): { readonly [element: string]: Xml } {
  const template = templateXml(named(state, launch.template));
  if (launch.kind === 'template') return { LaunchTemplate: template };
  const { distribution, overrides } = launch;
  return {
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: template,
        Overrides: overrides.map(({ instanceType, weight }) => ({
          InstanceType: instanceType,
          WeightedCapacity: weight === null ? null : String(weight),
        })),
      },
      InstancesDistribution: {
        OnDemandAllocationStrategy: distribution.onDemandStrategy,
        OnDemandBaseCapacity: distribution.onDemandBase,
        OnDemandPercentageAboveBaseCapacity: distribution.onDemandPercent,
        SpotAllocationStrategy: distribution.spotStrategy,
      },
    },
  };
}

/** AWS shows the id and the name, whichever the request had. A template that was deleted is shown as it was given. */
function named({ ec2 }: State, given: Member['template']): Member['template'] {
  try {
    const { id, name } = ec2.resolvedTemplate(given).template;
    return { ...given, id, name };
  } catch {
    return given;
  }
}

const templateXml = ({ id, name, version }: Member['template']): Xml => ({
  LaunchTemplateId: id,
  LaunchTemplateName: name,
  Version: version,
});

export const memberXml = (member: Member): { readonly [element: string]: Xml } => ({
  InstanceId: member.id,
  InstanceType: member.instanceType,
  AvailabilityZone: member.zone,
  LifecycleState: member.state,
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Instance.html: Healthy or Unhealthy.
  HealthStatus: isTerminating(member) ? 'Unhealthy' : member.health,
  LaunchTemplate: templateXml(member.template),
  ProtectedFromScaleIn: member.protected,
  WeightedCapacity: member.weight === 1 ? null : String(member.weight),
});

export const activityXml = (activity: Activity): Xml => ({
  ActivityId: activity.id,
  AutoScalingGroupName: activity.group,
  Description: activity.description,
  Cause: activity.cause.trim().slice(0, 1023),
  StartTime: isoTime(activity.startedAt),
  EndTime: activity.endedAt === null ? null : isoTime(activity.endedAt),
  StatusCode: activity.status,
  StatusMessage: activity.message,
  Progress: activity.progress,
  Details: activity.details,
  AutoScalingGroupARN: activity.arn,
});

export const policyXml = (group: Group, { name, arn, alarms, enabled, settings }: ScalingPolicy): Xml => ({
  AutoScalingGroupName: group.name,
  PolicyName: name,
  PolicyARN: arn,
  ...plain(settings, ['AutoScalingGroupName', 'PolicyName', 'Enabled']),
  Alarms: alarms.map((alarm) => ({ AlarmName: alarm.name, AlarmARN: alarm.arn })),
  Enabled: enabled,
});

export function scheduledXml(group: Group, { name, arn, settings }: ScheduledAction): Xml {
  const { StartTime: start, EndTime: end, ...rest } = settings;
  return {
    AutoScalingGroupName: group.name,
    ScheduledActionName: name,
    ScheduledActionARN: arn,
    StartTime: typeof start === 'number' ? isoTime(start) : null,
    EndTime: typeof end === 'number' ? isoTime(end) : null,
    ...plain(rest, ['AutoScalingGroupName', 'ScheduledActionName']),
  };
}

/** The settings as they were sent, except those that are printed separately. */
const plain = (settings: Readonly<Record<string, unknown>>, apart: readonly string[]) =>
  Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => value !== undefined && !apart.includes(name)),
  ) as { readonly [element: string]: Xml };
