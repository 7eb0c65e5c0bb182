import { policyItems } from '../../../shared/aws/dynamodb/policy-items.ts';
import { dynamoStore } from '../../../shared/aws/dynamodb/store.ts';
import { tableOf } from '../../../shared/aws/dynamodb/table.ts';
import { describePolicyItemsContract } from '../../contracts/policy-items.contract.ts';
import { memoryPolicyItems } from '../../fakes/memory-policy-items.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';
import { createTable } from '../../shared/aws/create-table.ts';
import { localAws } from '../../shared/aws/local-aws.ts';

describePolicyItemsContract('in memory', () => {
  const table = new MemoryTable();
  return { items: memoryPolicyItems(table), records: table.records };
});

const aws = localAws();
describePolicyItemsContract('DynamoDB', async () => {
  const client = aws.clients().dynamodb;
  await createTable(client, 'headcount-put-policy');
  return {
    items: policyItems(tableOf(client, 'headcount-put-policy')),
    records: dynamoStore(client, 'headcount-put-policy').records,
  };
});
