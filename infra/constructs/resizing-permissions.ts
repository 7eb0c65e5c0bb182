import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { TAG } from '../../shared/aws/names.ts';
import { LISTS_NAME_NO_RESOURCE } from '../../shared/model/index.ts';
import type { Stage } from '../stage.ts';
import { allow } from './permissions.ts';

/** May launch nothing without this stage's tags, and touch nothing that does not carry them. */
export function allowResizing(role: iam.Role, { stage, passRoles }: { stage: Stage; passRoles: readonly iam.IRole[] }) {
  const ec2 = (resource: string, account: string = Stack.of(role).account) =>
    Stack.of(role).formatArn({ service: 'ec2', resource, resourceName: '*', account });
  const mine = { [`aws:ResourceTag/${TAG.stage}`]: stage };
  const inSomeGroup = { [`aws:ResourceTag/${TAG.group}`]: 'false' };

  allow(role, {
    sid: 'ListWorkersAndWhatFailsOfThem',
    actions: ['ec2:DescribeInstances', 'ec2:DescribeInstanceStatus'],
    resources: ['*'],
    patternBecause: LISTS_NAME_NO_RESOURCE,
  });
  allow(role, {
    sid: 'SeeWhatRoomThereIsForALaunch',
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
    patternBecause: 'An instance has no id before its launch; the condition demands this stage and a group as tags.',
  });
  allow(role, {
    // The other resources of a launch: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    sid: 'LaunchWorkersFromWhatTheirTemplatesName',
    actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
    resources: [
      ...['fleet', 'key-pair', 'launch-template', 'network-interface', 'spot-instances-request', 'volume'].map((kind) =>
        ec2(kind),
      ),
      // Images and snapshots have no account in their names.
      ...['image', 'snapshot'].map((kind) => ec2(kind, '')),
      // These may be shared from another account.
      ...['capacity-reservation', 'placement-group', 'security-group', 'subnet'].map((kind) => ec2(kind, '*')),
    ],
    patternBecause:
      'Policies written after the deployment name launch templates and subnets; what runs from them is tied by the instance tags.',
  });
  allow(role, {
    sid: 'TagOnlyWhatIsBeingLaunched',
    actions: ['ec2:CreateTags'],
    resources: ['fleet', 'instance', 'network-interface', 'spot-instances-request', 'volume'].map((kind) => ec2(kind)),
    conditions: { StringEquals: { 'ec2:CreateAction': ['CreateFleet', 'RunInstances'] } },
    patternBecause: 'What is being launched has no id yet; the condition allows tags in the launching call only.',
  });
  allow(role, {
    sid: 'MarkOnlyOwnWorkersAsDraining',
    actions: ['ec2:CreateTags'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: mine,
      Null: { ...inSomeGroup, 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drainingUntil] },
    },
    patternBecause: "Workers come and go; the conditions name this stage's workers and the one tag that may be set.",
  });
  allow(role, {
    sid: 'TakeTheseMarksOffOwnWorkersOnly',
    actions: ['ec2:DeleteTags'],
    resources: [ec2('instance')],
    conditions: {
      StringEquals: mine,
      // Without keys the call would take off all tags.
      Null: { ...inSomeGroup, 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drainingUntil, TAG.drained] },
    },
    patternBecause: "Workers come and go; the conditions name this stage's workers and the tags that may be removed.",
  });
  allow(role, {
    sid: 'TerminateOnlyOwnWorkers',
    actions: ['ec2:TerminateInstances'],
    resources: [ec2('instance')],
    conditions: { StringEquals: mine, Null: inSomeGroup },
    patternBecause: "Workers come and go; the conditions name this stage's workers.",
  });
  if (passRoles.length === 0) return;
  allow(role, {
    sid: 'GiveWorkersOnlyTheseRoles',
    actions: ['iam:PassRole'],
    resources: passRoles.map(({ roleArn }) => roleArn),
    conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
  });
}
