import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from './permissions.ts';

/** Allows to launch workers with these roles and no others. */
export function allowPassingRoles(role: iam.Role, passRoles: readonly iam.IRole[]) {
  if (passRoles.length === 0) return;
  allow(role, {
    sid: 'PassOnlyTheseRolesToWorkers',
    actions: ['iam:PassRole'],
    resources: passRoles.map(({ roleArn }) => roleArn),
    conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
  });
}
