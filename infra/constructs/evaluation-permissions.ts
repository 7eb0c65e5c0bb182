import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { sourceModules } from '../../shared/sources/index.ts';
import type { Stage } from '../stage.ts';
import { allow, allowDeclared } from './permissions.ts';
import { allowResizing } from './resizing-permissions.ts';
import { allowTargets } from './target-permissions.ts';

export interface EvaluationAccess {
  readonly stage: Stage;
  readonly table: dynamodb.TableV2;
  readonly eventBus: events.EventBus;
  /** Roles that workers may be given. */
  readonly passRoles: readonly iam.IRole[];
}

/** What one evaluation needs, whatever set it off: observe, claim, resize. */
export function allowEvaluation(role: iam.Role, access: EvaluationAccess): void {
  allow(role, {
    // A transaction needs the permissions of its parts. Nothing is deleted: history expires by itself.
    sid: 'ReadPoliciesClaimGroupsRecordActivities',
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resources: [access.table.tableArn],
  });
  for (const { permissions } of sourceModules) for (const each of permissions) allowDeclared(role, each);
  allow(role, {
    sid: 'TellWhatBecomesOfWorkers',
    actions: ['events:PutEvents'],
    resources: [access.eventBus.eventBusArn],
  });
  allowResizing(role, access);
  allowTargets(role);
}
