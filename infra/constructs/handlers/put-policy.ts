import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../../shared/names/index.ts';
import { allow } from '../permissions/permissions.ts';
import { BundledFunction, type FunctionDefaults } from './bundled-function.ts';

interface PutPolicyProps {
  readonly defaults: FunctionDefaults;
  readonly table: dynamodb.TableV2;
}

/** Writes the policies of `WorkerGroup` constructs, because CloudFormation cannot write table items. */
export class PutPolicy extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { defaults, table }: PutPolicyProps) {
    super(scope, id);
    this.function = new BundledFunction(this, 'Function', {
      defaults,
      name: 'put-policy',
      description: 'Puts and deletes policies that CloudFormation deploys',
      memorySize: 256,
      environment: { [ENVIRONMENT.stage]: defaults.stage, [ENVIRONMENT.table]: table.tableName },
    });
    allow(this.function.ownRole, {
      sid: 'PutAndDeletePolicies',
      actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
      resources: [table.tableArn],
    });
  }
}
