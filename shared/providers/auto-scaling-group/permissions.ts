import { LISTS_NAME_NO_RESOURCE, type PermissionData } from '../../model/index.ts';
import { TAG, WORKER_MARKS } from '../../names/index.ts';
import type { AutoScalingGroupConfig } from './format/config.ts';

const named = (name: string) => ({
  service: 'autoscaling',
  resource: `autoScalingGroup:*:autoScalingGroupName/${name}`,
});

/**
 * A group belongs to the stage whose name its tag `headcount:stage` carries; no other group can be changed.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
 */
export const permissions = (stage: string): readonly PermissionData<AutoScalingGroupConfig>[] => [
  {
    sid: 'DescribeAutoScalingGroups',
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribePolicies',
      'autoscaling:DescribeScheduledActions',
      'autoscaling:DescribeScalingActivities',
    ],
    resources: ['*'],
    patternBecause: LISTS_NAME_NO_RESOURCE,
  },
  {
    sid: 'ResizeAutoScalingGroupsOfThisStage',
    actions: [
      'autoscaling:SetDesiredCapacity',
      'autoscaling:TerminateInstanceInAutoScalingGroup',
      // Rollouts: another version of the group's launch template.
      'autoscaling:UpdateAutoScalingGroup',
    ],
    resources: [named('*')],
    conditions: { StringEquals: { [`aws:ResourceTag/${TAG.stage}`]: stage } },
    patternBecause:
      "Policies written after the deployment name the groups; the condition demands the stage's tag on the group.",
    usedBy: ({ name }) => [named(name)],
  },
  {
    // Members carry the tags of the stage only if their group propagates them, so the group's own tag identifies them.
    sid: 'TagMembersOfAutoScalingGroupsAsDrainingAndWithTheirReports',
    actions: ['ec2:CreateTags'],
    resources: [{ service: 'ec2', resource: 'instance', resourceName: '*' }],
    conditions: {
      Null: { 'aws:ResourceTag/aws:autoscaling:groupName': 'false', 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': {
        'aws:TagKeys': [...WORKER_MARKS],
      },
    },
    patternBecause: 'Workers come and go; the conditions name members of groups and the tags that may be set.',
  },
  {
    sid: 'CancelTheDrainOfMembersOfAutoScalingGroups',
    actions: ['ec2:DeleteTags'],
    resources: [{ service: 'ec2', resource: 'instance', resourceName: '*' }],
    conditions: {
      // Without keys the call would remove all tags.
      Null: { 'aws:ResourceTag/aws:autoscaling:groupName': 'false', 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drainingUntil, TAG.drained] },
    },
    patternBecause: 'Workers come and go; the conditions name members of groups and the tags that may be removed.',
  },
];
