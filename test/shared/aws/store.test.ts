import { dynamoStore } from '../../../shared/aws/dynamodb/store.ts';
import { describeStoreContracts } from '../../contracts/store.contract.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';
import { createTable } from './create-table.ts';
import { localAws } from './local-aws.ts';

describeStoreContracts('in memory', () => new MemoryTable());

const aws = localAws();
let tables = 0;
describeStoreContracts('DynamoDB', async () => {
  const name = `headcount-contract-${++tables}`;
  await createTable(aws.clients().dynamodb, name);
  return dynamoStore(aws.clients().dynamodb, name);
});
