import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { LISTS_NAME_NO_RESOURCE } from '../../shared/model/index.ts';
import { allow } from './permissions.ts';

/** Allows reading target health, and registering and deregistering workers. No access to load balancers themselves. */
export function allowTargets(role: iam.Role): void {
  allow(role, {
    sid: 'ReadTargetHealth',
    actions: ['elasticloadbalancing:DescribeTargetHealth'],
    resources: ['*'],
    patternBecause: LISTS_NAME_NO_RESOURCE,
  });
  allow(role, {
    sid: 'RegisterAndDeregisterWorkers',
    actions: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
    resources: [
      Stack.of(role).formatArn({ service: 'elasticloadbalancing', resource: 'targetgroup', resourceName: '*' }),
    ],
    patternBecause: 'Policies written after the deployment name the target groups; no action changes a load balancer.',
  });
}
