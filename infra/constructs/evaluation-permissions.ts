import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Stage } from '../stage.ts';
import { allow } from './permissions.ts';
import { allowResizing } from './resizing-permissions.ts';

export interface EvaluationAccess {
  readonly stage: Stage;
  readonly table: dynamodb.TableV2;
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
  allow(role, {
    sid: 'ReadMetrics',
    actions: ['cloudwatch:GetMetricData'],
    resources: ['*'],
    patternBecause: 'Metrics and lists of instances have no resource to name; both statements only read.',
  });
  allow(role, {
    sid: 'CountMessagesOfQueuesThatPoliciesName',
    actions: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
    resources: [Stack.of(role).formatArn({ service: 'sqs', resource: '*' })],
    patternBecause: 'Policies written after the deployment name the queues. Counts are read, never messages.',
  });
  allowResizing(role, access);
}
