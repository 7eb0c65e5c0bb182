import { dynamoStore } from '../../../shared/aws/dynamodb/sdk-store.ts';
import { storeIn } from '../../../shared/aws/dynamodb/store.ts';
import { functionConnections } from '../../../shared/aws/function-connections.ts';
import { describeStoreContracts } from '../../contracts/store.contract.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';
import { createTable } from './create-table.ts';
import { localAws } from './local-aws.ts';

describeStoreContracts('in memory', () => new MemoryTable());

const aws = localAws();
let tables = 0;
async function newTable(): Promise<string> {
  const name = `headcount-contract-${++tables}`;
  await createTable(aws.clients().dynamodb, name);
  return name;
}
describeStoreContracts('DynamoDB', async () => dynamoStore(aws.clients().dynamodb, await newTable()));
describeStoreContracts('DynamoDB as functions call it', async () =>
  storeIn({ call: functionConnections().documents, name: await newTable() }),
);
