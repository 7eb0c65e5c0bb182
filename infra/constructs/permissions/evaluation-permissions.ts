import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Extension } from '../../../shared/extension/index.ts';
import type { PermissionData } from '../../../shared/model/index.ts';
import { providerPermissions } from '../../../shared/providers/index.ts';
import { sourceModules } from '../../../shared/sources/index.ts';
import type { Stage } from '../../stage.ts';
import { allowOverflow } from '../handlers/on-overflow.ts';
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
  readonly extensions: readonly Extension[];
}

/** Grants the permissions of an evaluation: to observe, claim and resize. */
export function allowEvaluation(role: iam.Role, access: EvaluationAccess): void {
  allow(role, {
    // A transaction needs the permissions of its operations. No deletion is needed, because old activities expire.
    sid: 'ReadPoliciesClaimGroupsRecordActivities',
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resources: [access.table.tableArn],
  });
  for (const permission of [...readingOf(access), ...resizingOf(access)]) allowDeclared(role, permission);
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

/** Grants reading the metrics of every kind of source. */
export function allowReading(role: iam.Role, access: Pick<EvaluationAccess, 'extensions'>): void {
  for (const permission of readingOf(access)) allowDeclared(role, permission);
}

/** Grants what a preview of a decision needs: to read metrics and to describe workers. */
export function allowPreview(role: iam.Role, access: EvaluationAccess): void {
  allowReading(role, access);
  for (const { actions, ...permission } of resizingOf(access)) {
    const reads = actions.filter((action) => READS.test(action));
    if (reads.length > 0) allowDeclared(role, { ...permission, actions: reads });
  }
}

const readingOf = ({ extensions }: Pick<EvaluationAccess, 'extensions'>): PermissionData[] => [
  ...sourceModules.flatMap(({ permissions }) => permissions),
  ...extensions.flatMap((each) =>
    (each.sources ?? []).flatMap(({ permissions = [] }) => permissions.map((permission) => ownedBy(each, permission))),
  ),
];

const resizingOf = ({ stage, extensions }: EvaluationAccess): PermissionData[] => [
  ...providerPermissions(stage),
  ...extensions.flatMap((each) =>
    (each.providers ?? []).flatMap(({ permissions }) =>
      (permissions?.(stage) ?? []).map((permission) => ownedBy(each, permission)),
    ),
  ),
];

/** The names of statements are distinct in a role, and no extension knows those of others. */
const ownedBy = ({ name }: Extension, permission: PermissionData): PermissionData => ({
  ...permission,
  sid: `${name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}${permission.sid}`,
});
