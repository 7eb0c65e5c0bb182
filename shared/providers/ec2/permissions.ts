import { LISTS_NAME_NO_RESOURCE, type PermissionData, type ResourceName } from '../../model/index.ts';
import { TAG } from '../../names/index.ts';
import type { Ec2Config } from './format/config.ts';

const ec2 = (resource: string, account?: string): ResourceName => ({
  service: 'ec2',
  resource,
  resourceName: '*',
  ...(account === undefined ? {} : { account }),
});
const ofThisStage = (stage: string) => ({ [`aws:ResourceTag/${TAG.stage}`]: stage });
/** What a statement about members of warm pools is used for. */
const membersIn = ({ warm }: Ec2Config) => (warm ? [ec2('instance')] : []);
/** Target groups are written as ARNs. */
const namedIn = ({ targetGroups }: Ec2Config): ResourceName[] =>
  targetGroups.map((arn) => ({ service: 'elasticloadbalancing', resource: arn.split(':').slice(5).join(':') }));
const ofAGroup = { [`aws:ResourceTag/${TAG.group}`]: 'false' };

/**
 * Allows launches only with this stage's tags, changes only to instances with these tags, and changes to target groups.
 * The infrastructure adds the roles that may be passed to workers.
 */
export const permissions = (stage: string): readonly PermissionData<Ec2Config>[] => [
  {
    sid: 'ReadWorkersAndTheirStatusChecks',
    actions: ['ec2:DescribeInstances', 'ec2:DescribeInstanceStatus'],
    resources: ['*'],
    patternBecause: LISTS_NAME_NO_RESOURCE,
  },
  {
    sid: 'ReadTemplatesAndTheLimitsOfALaunch',
    actions: [
      ...['ec2:DescribeInstanceTypes', 'ec2:DescribeLaunchTemplateVersions', 'ec2:DescribeSubnets'],
      // Rollouts need the numbers behind $Default and $Latest.
      'ec2:DescribeLaunchTemplates',
      // Without EC2 Fleet, a launch by requirements needs a type that matches them and can run the image.
      ...['ec2:DescribeImages', 'ec2:GetInstanceTypesFromInstanceRequirements'],
    ],
    resources: ['*'],
    patternBecause: LISTS_NAME_NO_RESOURCE,
  },
  {
    sid: 'ReadTheAlarmsOfRollouts',
    actions: ['cloudwatch:DescribeAlarms'],
    resources: ['*'],
    patternBecause:
      'CloudWatch shows composite alarms only to callers that may read all alarms; the action only reads.',
    usedBy: ({ rollout }) => (rollout.alarms.length > 0 ? ['*'] : []),
  },
  {
    sid: 'LaunchOnlyInstancesTaggedAsWorkersOfThisStage',
    actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: { [`aws:RequestTag/${TAG.stage}`]: stage },
      Null: { [`aws:RequestTag/${TAG.group}`]: 'false' },
    },
    patternBecause:
      'An instance has no id before its launch; the conditions require the tags of this stage and of a group.',
  },
  {
    // The other resources that a launch uses: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    sid: 'LaunchWorkersFromTheirTemplates',
    actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
    resources: [
      ...['fleet', 'key-pair', 'launch-template', 'network-interface', 'spot-instances-request', 'volume'].map((kind) =>
        ec2(kind),
      ),
      // ARNs of images and snapshots contain no account.
      ...['image', 'snapshot'].map((kind) => ec2(kind, '')),
      // Another account may share these.
      ...['capacity-reservation', 'placement-group', 'security-group', 'subnet'].map((kind) => ec2(kind, '*')),
      // Templates may name a host resource group or a group of capacity reservations, and a license configuration.
      { service: 'resource-groups', resource: 'group', resourceName: '*', account: '*' },
      { service: 'license-manager', resource: 'license-configuration:*', account: '*' },
    ],
    patternBecause:
      'Policies written after the deployment name launch templates and subnets; the required instance tags restrict the launch.',
    // What every launch creates. The others depend on the template, and an account may allow only some of them.
    usedBy: () => [ec2('network-interface'), ec2('volume')],
  },
  {
    sid: 'TagOnlyInTheLaunchCall',
    actions: ['ec2:CreateTags'],
    resources: ['fleet', 'instance', 'network-interface', 'spot-instances-request', 'volume'].map((kind) => ec2(kind)),
    conditions: { StringEquals: { 'ec2:CreateAction': ['CreateFleet', 'RunInstances'] } },
    patternBecause: 'Resources have no id before their launch; the condition allows tags only in the launch call.',
  },
  {
    sid: 'TagOnlyOwnWorkersAsDraining',
    actions: ['ec2:CreateTags'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: ofThisStage(stage),
      Null: { ...ofAGroup, 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drainingUntil] },
    },
    patternBecause: "Workers are launched and terminated; the conditions allow only this stage's workers and one tag.",
  },
  {
    sid: 'RemoveDrainTagsFromOwnWorkersOnly',
    actions: ['ec2:DeleteTags'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: ofThisStage(stage),
      // Without keys, the call would remove every tag.
      Null: { ...ofAGroup, 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drainingUntil, TAG.drained] },
    },
    patternBecause: "Workers are launched and terminated; the conditions allow only this stage's workers and two tags.",
  },
  {
    sid: 'TagOnlyOwnWorkersAsMembersOfWarmPools',
    actions: ['ec2:CreateTags'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: ofThisStage(stage),
      Null: { ...ofAGroup, 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.warm, TAG.activity, TAG.ready] },
    },
    patternBecause:
      "Workers are launched and terminated; the conditions allow only this stage's workers and three tags.",
    usedBy: membersIn,
  },
  {
    // A worker that was started meanwhile has another tag, so a late call cannot stop it.
    sid: 'StopOnlyMembersOfWarmPools',
    actions: ['ec2:StopInstances'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: { ...ofThisStage(stage), [`aws:ResourceTag/${TAG.warm}`]: 'true' },
      Null: ofAGroup,
    },
    patternBecause:
      "Workers are launched and terminated; the conditions allow only members of this stage's warm pools.",
    usedBy: membersIn,
  },
  {
    sid: 'StartOnlyMembersTakenFromWarmPools',
    actions: ['ec2:StartInstances'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: { ...ofThisStage(stage), [`aws:ResourceTag/${TAG.warm}`]: 'false' },
      Null: ofAGroup,
    },
    patternBecause:
      "Workers are launched and terminated; the conditions allow only workers that were taken from this stage's warm pools.",
    usedBy: membersIn,
  },
  {
    sid: 'TerminateOnlyOwnWorkers',
    actions: ['ec2:TerminateInstances'],
    resources: [ec2('instance')],
    conditions: { StringEquals: ofThisStage(stage), Null: ofAGroup },
    patternBecause: "Workers are launched and terminated; the conditions allow only this stage's workers.",
  },
  {
    sid: 'ReadTargetHealth',
    actions: ['elasticloadbalancing:DescribeTargetHealth'],
    resources: ['*'],
    patternBecause: LISTS_NAME_NO_RESOURCE,
    usedBy: ({ targetGroups }) => (targetGroups.length > 0 ? ['*'] : []),
  },
  {
    sid: 'RegisterAndDeregisterWorkers',
    actions: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
    resources: [{ service: 'elasticloadbalancing', resource: 'targetgroup', resourceName: '*' }],
    patternBecause: 'Policies written after the deployment name the target groups; no action changes a load balancer.',
    usedBy: namedIn,
  },
];
