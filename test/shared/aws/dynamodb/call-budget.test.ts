import { describe, expect, it } from 'vitest';
import { dynamodbClient } from '../../../../shared/aws/dynamodb/calls/client.ts';
import { dynamoStore } from '../../../../shared/aws/dynamodb/sdk-store.ts';
import { NOON } from '../../../contracts/examples.ts';
import { describeCallBudgetContract } from '../../../contracts/store/call-budget.contract.ts';
import { MemoryBudget } from '../../../fakes/table/memory-budget.ts';
import { answering } from '../answering.ts';
import { localAws } from '../local-aws.ts';
import { createTable } from './create-table.ts';

describeCallBudgetContract('in memory', () => {
  const budget = new MemoryBudget();
  return () => budget.elsewhere();
});

const aws = localAws();
let tables = 0;
describeCallBudgetContract('DynamoDB', async () => {
  const name = `headcount-budget-${++tables}`;
  await createTable(aws.clients().dynamodb, name);
  return () => dynamoStore(aws.clients().dynamodb, name).budget;
});

describe('the budget in DynamoDB', () => {
  it('needs one write when the bucket is full', async () => {
    const client = dynamodbClient();
    const calls = answering(client, () => ({}));
    expect(await dynamoStore(client, 'groups').budget.take('terminate-calls', 3, 'usual', NOON)).toBe(3);
    expect(calls).toMatchObject([
      {
        command: 'UpdateItemCommand',
        input: { TableName: 'groups', Key: { pk: 'ACCOUNT#budget', sk: 'terminate-calls' } },
      },
    ]);
    client.destroy();
  });

  it("throws DynamoDB's error, because the level is unknown", async () => {
    const client = dynamodbClient();
    answering(client, () => {
      throw new Error('the table is not there');
    });
    const { budget } = dynamoStore(client, 'groups');
    await expect(budget.take('terminate-calls', 3, 'usual', NOON)).rejects.toThrow('the table is not there');
    await expect(budget.giveBack('terminate-calls', 3)).rejects.toThrow('the table is not there');
    client.destroy();
  });
});
