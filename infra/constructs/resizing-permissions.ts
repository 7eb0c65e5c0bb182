import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { LISTS_NAME_NO_RESOURCE } from '../../shared/model/index.ts';
import { TAG } from '../../shared/names/index.ts';
import type { Stage } from '../stage.ts';
import { allow } from './permissions.ts';

/** Allows launches only with this stage's tags, and changes only to instances that have these tags. */
export function allowResizing(role: iam.Role, { stage, passRoles }: { stage: Stage; passRoles: readonly iam.IRole[] }) {
  const ec2 = (resource: string, account: string = Stack.of(role).account) =>
    Stack.of(role).formatArn({ service: 'ec2', resource, resourceName: '*', account });
  const ofThisStage = { [`aws:ResourceTag/${TAG.stage}`]: stage };
  const ofAGroup = { [`aws:ResourceTag/${TAG.group}`]: 'false' };

  allow(role, {
    sid: 'ReadWorkersAndTheirStatusChecks',
    actions: ['ec2:DescribeInstances', 'ec2:DescribeInstanceStatus'],
    resources: ['*'],
    patternBecause: LISTS_NAME_NO_RESOURCE,
  });
  allow(role, {
    sid: 'ReadTheLimitsOfALaunch',
    actions: ['ec2:DescribeInstanceTypes', 'ec2:DescribeSubnets'],
    resources: ['*'],
    patternBecause: LISTS_NAME_NO_RESOURCE,
  });
  allow(role, {
    sid: 'LaunchOnlyInstancesTaggedAsWorkersOfThisStage',
    actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: { [`aws:RequestTag/${TAG.stage}`]: stage },
      Null: { [`aws:RequestTag/${TAG.group}`]: 'false' },
    },
    patternBecause:
      'An instance has no id before its launch; the conditions require the tags of this stage and of a group.',
  });
  allow(role, {
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
    ],
    patternBecause:
      'Policies written after the deployment name launch templates and subnets; the required instance tags restrict the launch.',
  });
  allow(role, {
    sid: 'TagOnlyInTheLaunchCall',
    actions: ['ec2:CreateTags'],
    resources: ['fleet', 'instance', 'network-interface', 'spot-instances-request', 'volume'].map((kind) => ec2(kind)),
    conditions: { StringEquals: { 'ec2:CreateAction': ['CreateFleet', 'RunInstances'] } },
    patternBecause: 'Resources have no id before their launch; the condition allows tags only in the launch call.',
  });
  allow(role, {
    sid: 'TagOnlyOwnWorkersAsDraining',
    actions: ['ec2:CreateTags'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: ofThisStage,
      Null: { ...ofAGroup, 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drainingUntil] },
    },
    patternBecause: "Workers are launched and terminated; the conditions allow only this stage's workers and one tag.",
  });
  allow(role, {
    sid: 'RemoveDrainTagsFromOwnWorkersOnly',
    actions: ['ec2:DeleteTags'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: ofThisStage,
      // Without keys, the call would remove every tag.
      Null: { ...ofAGroup, 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drainingUntil, TAG.drained] },
    },
    patternBecause: "Workers are launched and terminated; the conditions allow only this stage's workers and two tags.",
  });
  allow(role, {
    sid: 'TerminateOnlyOwnWorkers',
    actions: ['ec2:TerminateInstances'],
    resources: [ec2('instance')],
    conditions: { StringEquals: ofThisStage, Null: ofAGroup },
    patternBecause: "Workers are launched and terminated; the conditions allow only this stage's workers.",
  });
  if (passRoles.length === 0) return;
  allow(role, {
    sid: 'PassOnlyTheseRolesToWorkers',
    actions: ['iam:PassRole'],
    resources: passRoles.map(({ roleArn }) => roleArn),
    conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
  });
}
