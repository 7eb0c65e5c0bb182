import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoStore } from '../../../../shared/aws/dynamodb/sdk-store.ts';
import { storeIn } from '../../../../shared/aws/dynamodb/store.ts';
import { groupKey, KEY, SORT } from '../../../../shared/names/index.ts';
import { describeStoreContracts } from '../../../contracts/store/store.contract.ts';
import { MemoryTable } from '../../../fakes/table/memory-table.ts';
import { onlyInFullRun } from '../../../full-run.ts';
import { localAws } from '../local-aws.ts';
import { patientConnections } from '../patient.ts';
import { createTable } from './create-table.ts';

describeStoreContracts('in memory', () => new MemoryTable());

const aws = localAws();
let tables = 0;
async function newTable(): Promise<string> {
  const name = `headcount-contract-${++tables}`;
  await createTable(aws.clients().dynamodb, name);
  return name;
}
// The store is the same one, called by the SDK instead of by the client of functions.
describe('with the SDK', onlyInFullRun, () => {
  describeStoreContracts('DynamoDB', async () => dynamoStore(aws.clients().dynamodb, await newTable()));
});
describeStoreContracts('DynamoDB as functions call it', async () =>
  storeIn({ call: patientConnections().documents, name: await newTable() }),
);

it('a policy is not written over a field that another tool has added since it was read', async () => {
  const table = await newTable();
  const { dynamodb } = aws.clients();
  const { records } = dynamoStore(dynamodb, table);
  const document = { group: 'ci', capacity: { min: 1, max: 5 }, metrics: {} };
  await records.put(document, { by: 'ann' });
  const seen = await records.item('ci');
  const added = {
    ...{ UpdateExpression: 'SET #paused = :paused', ExpressionAttributeNames: { '#paused': 'paused' } },
    ExpressionAttributeValues: { ':paused': { BOOL: true } },
  };
  const Key = { [KEY.partition]: { S: groupKey('ci') }, [KEY.sort]: { S: SORT.policy } };
  await dynamodb.send(new UpdateItemCommand({ TableName: table, Key, ...added }));
  expect(await records.put(document, { by: 'bob' }, seen)).toBe(false);
  expect((await records.item('ci'))?.document).toEqual({ ...document, paused: true });
});
