import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { sdkCalls } from '../calls.ts';
import type { DocumentCalls } from './calls/document-calls.ts';
import { type Store, storeIn } from './store.ts';

const COMMANDS = {
  GetItem: GetCommand,
  PutItem: PutCommand,
  UpdateItem: UpdateCommand,
  DeleteItem: DeleteCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
  BatchGetItem: BatchGetCommand,
  TransactWriteItems: TransactWriteCommand,
};

/** DynamoDB by the document client of the SDK. */
export function documentCalls(client: DynamoDBClient): DocumentCalls {
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
    // The converter's default throws at 1e300, which an author may write.
    unmarshallOptions: { wrapNumbers: Number },
  });
  return sdkCalls(documents, COMMANDS);
}

/** The storage ports in a table that an SDK client reads and writes. */
export const dynamoStore = (client: DynamoDBClient, tableName: string): Store =>
  storeIn({ call: documentCalls(client), name: tableName });
