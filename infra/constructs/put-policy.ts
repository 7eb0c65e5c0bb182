import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../shared/aws/names.ts';
import { BundledFunction, type House } from './bundled-function.ts';
import { allow } from './permissions.ts';

interface PutPolicyProps {
  readonly house: House;
  readonly table: dynamodb.TableV2;
}

/** Writes the policies of `WorkerGroup`s: CloudFormation itself cannot write an item. */
export class PutPolicy extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { house, table }: PutPolicyProps) {
    super(scope, id);
    this.function = new BundledFunction(this, 'Function', {
      house,
      name: 'put-policy',
      description: 'Puts and deletes policies that CloudFormation deploys',
      memorySize: 256,
      environment: { [ENVIRONMENT.stage]: house.stage, [ENVIRONMENT.table]: table.tableName },
    });
    allow(this.function.ownRole, {
      sid: 'PutAndDeletePolicies',
      actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
      resources: [table.tableArn],
    });
  }
}
