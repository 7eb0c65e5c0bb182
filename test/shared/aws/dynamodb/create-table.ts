import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { GroupsTable } from '../../../../infra/constructs/table.ts';

type Definition = Pick<CreateTableCommandInput, 'AttributeDefinitions' | 'KeySchema' | 'GlobalSecondaryIndexes'>;

/** Creates the stack's table without the stack: keys and indexes are those of the synthesized template. */
export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = definition();
  const { TableDescription: table } = await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      ...{ AttributeDefinitions, KeySchema, GlobalSecondaryIndexes },
    }),
  );
  if (table?.TableStatus !== 'ACTIVE') throw new Error(`table ${name} is ${table?.TableStatus}`);
}

let synthesized: Definition | undefined;

function definition(): Definition {
  synthesized ??= synthesize();
  return synthesized;
}

function synthesize(): Definition {
  const stack = new Stack();
  new GroupsTable(stack, 'Groups', { stage: 'local', isProtected: false });
  const [table] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable'));
  if (!table) throw new Error('The template has no table.');
  return table['Properties'] as Definition;
}
