import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { LISTS_NAME_NO_RESOURCE } from '../../shared/model/index.ts';
import { allow } from './permissions.ts';

/** Workers stand in target groups of load balancers: read their health, put them in and take them out. Never a balancer. */
export function allowTargets(role: iam.Role): void {
  allow(role, {
    sid: 'ReadTheHealthOfTargets',
    actions: ['elasticloadbalancing:DescribeTargetHealth'],
    resources: ['*'],
    patternBecause: LISTS_NAME_NO_RESOURCE,
  });
  allow(role, {
    sid: 'PutWorkersIntoTargetGroupsAndTakeThemOut',
    actions: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
    resources: [
      Stack.of(role).formatArn({ service: 'elasticloadbalancing', resource: 'targetgroup', resourceName: '*' }),
    ],
    patternBecause:
      'Policies written after the deployment name the target groups; no other part of a balancer is touched.',
  });
}
