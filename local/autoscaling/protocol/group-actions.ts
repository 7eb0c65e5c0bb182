import { invalid } from '../errors.ts';
import { createGroup } from '../groups/create.ts';
import { describeGroups } from '../groups/describe.ts';
import { setDesiredCapacity } from '../groups/sizes.ts';
import { createTags, deleteTags, type TagRequest } from '../groups/tags.ts';
import { deleteGroup, setSuspended, updateGroup } from '../groups/update.ts';
import { type GroupSettings, type LaunchSource, PROCESSES, type ScalingProcess } from '../model.ts';
import { pageOf } from '../pages.ts';
import type { Actions } from './action.ts';
import { hookOf } from './hook-actions.ts';
import type { RequestOf } from './requests.ts';
import { groupXml, memberXml } from './shown.ts';

export const groupActions: Actions<
  | 'CreateAutoScalingGroup'
  | 'UpdateAutoScalingGroup'
  | 'DeleteAutoScalingGroup'
  | 'DescribeAutoScalingGroups'
  | 'DescribeAutoScalingInstances'
  | 'SetDesiredCapacity'
  | 'SuspendProcesses'
  | 'ResumeProcesses'
  | 'CreateOrUpdateTags'
  | 'DeleteTags'
> = {
  CreateAutoScalingGroup: (state, request) => {
    const launch = launchIn(request);
    if (launch === null) throw invalid('Valid requests must contain a LaunchTemplate or a MixedInstancesPolicy.');
    createGroup(state, {
      name: request.AutoScalingGroupName,
      min: request.MinSize,
      max: request.MaxSize,
      desired: request.DesiredCapacity ?? null,
      launch,
      subnets: subnetsIn(request),
      zones: request.AvailabilityZones ?? [],
      settings: { ...DEFAULTS, ...settingsIn(request), targetGroups: request.TargetGroupARNs ?? [] },
      tags: (request.Tags ?? []).map((tag) => ({
        key: tag.Key,
        value: tag.Value ?? '',
        propagate: tag.PropagateAtLaunch ?? false,
      })),
      hooks: (request.LifecycleHookSpecificationList ?? []).map(hookOf),
    });
    return null;
  },
  UpdateAutoScalingGroup: (state, request) => {
    updateGroup(state, {
      name: request.AutoScalingGroupName,
      min: request.MinSize ?? null,
      max: request.MaxSize ?? null,
      desired: request.DesiredCapacity ?? null,
      launch: launchIn(request),
      subnets: subnetsIn(request),
      zones: request.AvailabilityZones ?? [],
      settings: settingsIn(request),
    });
    return null;
  },
  DeleteAutoScalingGroup: (state, request) => {
    deleteGroup(state, { name: request.AutoScalingGroupName, force: request.ForceDelete ?? false });
    return null;
  },
  DescribeAutoScalingGroups: (state, request) => {
    const { items, nextToken } = describeGroups(state, {
      names: request.AutoScalingGroupNames ?? [],
      filters: request.Filters ?? [],
      NextToken: request.NextToken,
      MaxRecords: request.MaxRecords,
    });
    const withInstances = request.IncludeInstances ?? true;
    return { AutoScalingGroups: items.map((group) => groupXml(state, group, withInstances)), NextToken: nextToken };
  },
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html
  DescribeAutoScalingInstances: (state, request) => {
    const ids = request.InstanceIds ?? [];
    if (ids.length > 50) throw invalid('At most 50 instance IDs can be specified.');
    const all = [...state.groups.values()].flatMap((group) =>
      [...group.members.values()].map((member) => ({ group, member })),
    );
    const found = all.filter(({ member }) => ids.length === 0 || ids.includes(member.id));
    const page = pageOf('instances', found, ({ member }) => member.id, request, { usual: 50, most: 50 });
    const details = page.items.map(({ group, member }) => ({
      ...memberXml(member),
      AutoScalingGroupName: group.name,
      HealthStatus: member.health.toUpperCase(),
    }));
    return { AutoScalingInstances: details, NextToken: page.nextToken };
  },
  SetDesiredCapacity: (state, request) => {
    setDesiredCapacity(state, {
      name: request.AutoScalingGroupName,
      desired: request.DesiredCapacity,
      // "By default, Amazon EC2 Auto Scaling does not wait for a cooldown period to complete before initiating" manual scaling.
      honorCooldown: request.HonorCooldown ?? false,
    });
    return null;
  },
  SuspendProcesses: (state, request) => {
    setSuspended(state, { name: request.AutoScalingGroupName, processes: processesIn(request), on: true });
    return null;
  },
  ResumeProcesses: (state, request) => {
    setSuspended(state, { name: request.AutoScalingGroupName, processes: processesIn(request), on: false });
    return null;
  },
  CreateOrUpdateTags: (state, request) => {
    createTags(state, request.Tags.map(tagOf));
    return null;
  },
  DeleteTags: (state, request) => {
    deleteTags(state, request.Tags.map(tagOf));
    return null;
  },
};

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
const DEFAULTS = {
  defaultCooldown: 300,
  healthCheckType: 'EC2',
  healthCheckGracePeriod: 0,
  terminationPolicies: ['Default'],
  newInstancesProtected: false,
  defaultInstanceWarmup: null,
} as const;

type Settings = RequestOf<'UpdateAutoScalingGroup'>;

function settingsIn(request: Settings): Partial<GroupSettings> {
  const given = {
    defaultCooldown: request.DefaultCooldown,
    healthCheckType: request.HealthCheckType,
    healthCheckGracePeriod: request.HealthCheckGracePeriod,
    terminationPolicies: request.TerminationPolicies,
    newInstancesProtected: request.NewInstancesProtectedFromScaleIn,
    defaultInstanceWarmup: request.DefaultInstanceWarmup,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html: the defaults. */
function launchIn({ LaunchTemplate: template, MixedInstancesPolicy: mixed }: Settings): LaunchSource | null {
  if (template !== undefined && mixed !== undefined) {
    throw invalid('Valid requests must contain either LaunchTemplate or MixedInstancesPolicy parameter.');
  }
  if (template !== undefined) return { kind: 'template', template: templateOf(template) };
  if (mixed === undefined) return null;
  const specification = mixed.LaunchTemplate?.LaunchTemplateSpecification;
  if (specification === undefined) throw invalid('MixedInstancesPolicy needs a LaunchTemplateSpecification.');
  const distribution = mixed.InstancesDistribution;
  return {
    kind: 'mixed',
    template: templateOf(specification),
    overrides: (mixed.LaunchTemplate?.Overrides ?? []).map(
      ({ InstanceType: instanceType, WeightedCapacity: weight }) => {
        if (instanceType === undefined) throw invalid('An override needs an InstanceType.');
        if (weight !== undefined && !/^([1-9]\d{0,2})$/.test(weight)) {
          throw invalid(`WeightedCapacity must be between 1 and 999: ${weight}`);
        }
        return { instanceType, weight: weight === undefined ? null : Number(weight) };
      },
    ),
    distribution: {
      onDemandStrategy: distribution?.OnDemandAllocationStrategy ?? 'prioritized',
      onDemandBase: distribution?.OnDemandBaseCapacity ?? 0,
      onDemandPercent: distribution?.OnDemandPercentageAboveBaseCapacity ?? 100,
      spotStrategy: distribution?.SpotAllocationStrategy ?? 'lowest-price',
    },
  };
}

const templateOf = (template: NonNullable<Settings['LaunchTemplate']>) => ({
  id: template.LaunchTemplateId ?? null,
  name: template.LaunchTemplateName ?? null,
  version: template.Version ?? null,
});

const subnetsIn = ({ VPCZoneIdentifier: subnets }: Settings): string[] | null =>
  subnets === undefined ? null : subnets.split(',').map((id) => id.trim());

function processesIn({ ScalingProcesses: named = [] }: RequestOf<'SuspendProcesses'>): readonly ScalingProcess[] {
  if (named.length === 0) return PROCESSES;
  return named.map((name) => {
    const process = PROCESSES.find((one) => one === name);
    if (process === undefined) throw invalid(`Process name is invalid: ${name}`);
    return process;
  });
}

const tagOf = (tag: RequestOf<'CreateOrUpdateTags'>['Tags'][number]): TagRequest => ({
  group: tag.ResourceId ?? null,
  resourceType: tag.ResourceType ?? null,
  key: tag.Key,
  value: tag.Value ?? '',
  propagate: tag.PropagateAtLaunch ?? false,
});
