import { policyItems } from '../../../shared/aws/dynamodb/policies/policy-items.ts';
import { dynamoStore } from '../../../shared/aws/dynamodb/sdk-store.ts';
import { functionConnections } from '../../../shared/aws/function-connections.ts';
import { describePolicyItemsContract } from '../../contracts/store/policies/policy-items.contract.ts';
import { memoryPolicyItems } from '../../fakes/table/memory-policy-items.ts';
import { MemoryTable } from '../../fakes/table/memory-table.ts';
import { createTable } from '../../shared/aws/dynamodb/create-table.ts';
import { localAws } from '../../shared/aws/local-aws.ts';

describePolicyItemsContract('in memory', () => {
  const table = new MemoryTable();
  return { items: memoryPolicyItems(table), records: table.records };
});

const aws = localAws();
describePolicyItemsContract('DynamoDB', async () => {
  const client = aws.clients().dynamodb;
  const name = 'headcount-put-policy';
  await createTable(client, name);
  return {
    items: policyItems({ call: functionConnections().documents, name }),
    records: dynamoStore(client, name).records,
  };
});
