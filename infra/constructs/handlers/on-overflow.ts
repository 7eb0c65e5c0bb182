import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT, functionName } from '../../../shared/names/index.ts';
import { allow } from '../permissions/permissions.ts';
import { BundledFunction, type FunctionDefaults } from './bundled-function.ts';

interface OnOverflowProps {
  readonly defaults: FunctionDefaults;
  readonly table: dynamodb.TableV2;
  /** The regions whose stacks may ask for workers. */
  readonly regions: readonly string[];
}

/** Stores what the stacks of other regions ask of groups of this one. It cannot resize anything. */
export class OnOverflow extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { defaults, table, regions }: OnOverflowProps) {
    super(scope, id);
    // The stack that asks waits for the answer and asks again a minute later: no event is retried or kept.
    this.function = new BundledFunction(this, 'Function', {
      defaults,
      name: 'on-overflow',
      description: 'Stores what other regions ask of groups',
      memorySize: 512,
      environment: {
        [ENVIRONMENT.stage]: defaults.stage,
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.overflowRegions]: regions.join(','),
      },
    });
    allow(this.function.ownRole, {
      sid: 'ReadGroupsStoreRequests',
      actions: ['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      resources: [table.tableArn],
    });
  }
}

/** Lets a function ask the stacks of its stage in these regions for workers, and nothing else there. */
export function allowOverflow(role: iam.Role, stage: string, regions: readonly string[]): void {
  if (regions.length === 0) return;
  allow(role, {
    sid: 'AskOtherRegionsForWorkers',
    actions: ['lambda:InvokeFunction'],
    resources: regions.map((region) =>
      Stack.of(role).formatArn({
        service: 'lambda',
        region,
        resource: 'function',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        resourceName: functionName(stage, 'on-overflow'),
      }),
    ),
  });
}
