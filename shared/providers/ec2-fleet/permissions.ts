import { LISTS_NAME_NO_RESOURCE, type PermissionData } from '../../model/index.ts';
import { TAG, WORKER_MARKS } from '../../names/index.ts';
import type { Ec2FleetConfig } from './format/config.ts';

/** EC2 sets it on every instance that a fleet launches. */
const OF_A_FLEET = { 'aws:ResourceTag/aws:ec2:fleet-id': 'false' };
const INSTANCE = { service: 'ec2', resource: 'instance', resourceName: '*' };

/**
 * A fleet and its instances belong to the stage whose name their tag `headcount:stage` has; nothing else can be changed.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export const permissions = (stage: string): readonly PermissionData<Ec2FleetConfig>[] => {
  const ofStage = { [`aws:ResourceTag/${TAG.stage}`]: stage };
  return [
    {
      sid: 'DescribeEc2Fleets',
      actions: ['ec2:DescribeFleets', 'ec2:DescribeFleetInstances', 'ec2:DescribeFleetHistory'],
      resources: ['*'],
      patternBecause: LISTS_NAME_NO_RESOURCE,
    },
    {
      sid: 'ResizeEc2FleetsOfThisStage',
      actions: ['ec2:ModifyFleet'],
      resources: [{ service: 'ec2', resource: 'fleet', resourceName: '*' }],
      conditions: { StringEquals: ofStage },
      patternBecause:
        "Policies written after the deployment name the fleets; the condition demands the stage's tag on the fleet.",
      usedBy: ({ id }) => [{ service: 'ec2', resource: 'fleet', resourceName: id }],
    },
    {
      sid: 'TerminateInstancesOfEc2FleetsOfThisStage',
      actions: ['ec2:TerminateInstances'],
      resources: [INSTANCE],
      conditions: { StringEquals: ofStage, Null: OF_A_FLEET },
      patternBecause:
        "Workers come and go; the conditions name instances that a fleet launched and that have the stage's tag.",
    },
    {
      sid: 'TagInstancesOfEc2FleetsAsDrainingAndWithTheirReports',
      actions: ['ec2:CreateTags'],
      resources: [INSTANCE],
      conditions: {
        StringEquals: ofStage,
        Null: { ...OF_A_FLEET, 'aws:TagKeys': 'false' },
        'ForAllValues:StringEquals': {
          'aws:TagKeys': [...WORKER_MARKS],
        },
      },
      patternBecause:
        "Workers come and go; the conditions name instances of fleets with the stage's tag, and the tags that may be set.",
    },
    {
      sid: 'CancelTheDrainOfInstancesOfEc2Fleets',
      actions: ['ec2:DeleteTags'],
      resources: [INSTANCE],
      conditions: {
        StringEquals: ofStage,
        // Without keys the call would remove all tags.
        Null: { ...OF_A_FLEET, 'aws:TagKeys': 'false' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drainingUntil, TAG.drained] },
      },
      patternBecause:
        "Workers come and go; the conditions name instances of fleets with the stage's tag, and the tags that may be removed.",
    },
  ];
};
