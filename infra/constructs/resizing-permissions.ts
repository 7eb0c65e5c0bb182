import type * as iam from 'aws-cdk-lib/aws-iam';
import { providerModules } from '../../shared/providers/index.ts';
import type { Stage } from '../stage.ts';
import { allow, allowDeclared } from './permissions.ts';

/** Allows what the providers declare, for this stage only; workers get no role but these. */
export function allowResizing(role: iam.Role, { stage, passRoles }: { stage: Stage; passRoles: readonly iam.IRole[] }) {
  for (const { permissions } of providerModules)
    for (const permission of permissions(stage)) allowDeclared(role, permission);
  if (passRoles.length === 0) return;
  allow(role, {
    sid: 'PassOnlyTheseRolesToWorkers',
    actions: ['iam:PassRole'],
    resources: passRoles.map(({ roleArn }) => roleArn),
    conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
  });
}
