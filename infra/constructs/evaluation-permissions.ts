import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { providerPermissions } from '../../shared/providers/index.ts';
import { sourceModules } from '../../shared/sources/index.ts';
import type { Stage } from '../stage.ts';
import { allowOverflow } from './on-overflow.ts';
import { allowPassingRoles } from './pass-role-permission.ts';
import { allow, allowDeclared } from './permissions.ts';

export interface EvaluationAccess {
  readonly stage: Stage;
  readonly table: dynamodb.TableV2;
  readonly eventBus: events.EventBus;
  /** Roles that the functions may pass to workers. */
  readonly passRoles: readonly iam.IRole[];
  /** Regions that groups may ask for workers. */
  readonly overflowRegions: readonly string[];
}

/** Grants the permissions of an evaluation: to observe, claim and resize. */
export function allowEvaluation(role: iam.Role, access: EvaluationAccess): void {
  allow(role, {
    // A transaction needs the permissions of its operations. No deletion is needed, because old activities expire.
    sid: 'ReadPoliciesClaimGroupsRecordActivities',
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resources: [access.table.tableArn],
  });
  for (const { permissions } of sourceModules) for (const permission of permissions) allowDeclared(role, permission);
  for (const permission of providerPermissions(access.stage)) allowDeclared(role, permission);
  allow(role, {
    sid: 'PublishWorkerEvents',
    actions: ['events:PutEvents'],
    resources: [access.eventBus.eventBusArn],
  });
  allowOverflow(role, access.stage, access.overflowRegions);
  allowPassingRoles(role, access.passRoles);
}

/** Actions of providers that change nothing. */
const READS = /:(Describe|Get|List)/;

/** Grants what a preview of a decision needs: to read metrics and to describe workers. */
export function allowPreview(role: iam.Role, access: EvaluationAccess): void {
  for (const { permissions } of sourceModules) for (const permission of permissions) allowDeclared(role, permission);
  for (const { actions, ...permission } of providerPermissions(access.stage)) {
    const reads = actions.filter((action) => READS.test(action));
    if (reads.length > 0) allowDeclared(role, { ...permission, actions: reads });
  }
}
