import type {
  BatchGetCommandInput,
  BatchGetCommandOutput,
  DeleteCommandInput,
  DeleteCommandOutput,
  GetCommandInput,
  GetCommandOutput,
  PutCommandInput,
  PutCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
  TransactWriteCommandInput,
  TransactWriteCommandOutput,
  UpdateCommandInput,
  UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { Calls } from '../../calls.ts';

type Action<Input extends object, Output extends object> = {
  readonly input: Input;
  readonly output: Omit<Output, '$metadata'>;
};

/** The actions of DynamoDB that are called, with items as plain values. */
export interface DocumentActions {
  readonly GetItem: Action<GetCommandInput, GetCommandOutput>;
  readonly PutItem: Action<PutCommandInput, PutCommandOutput>;
  readonly UpdateItem: Action<UpdateCommandInput, UpdateCommandOutput>;
  readonly DeleteItem: Action<DeleteCommandInput, DeleteCommandOutput>;
  readonly Query: Action<QueryCommandInput, QueryCommandOutput>;
  readonly Scan: Action<ScanCommandInput, ScanCommandOutput>;
  readonly BatchGetItem: Action<BatchGetCommandInput, BatchGetCommandOutput>;
  readonly TransactWriteItems: Action<TransactWriteCommandInput, TransactWriteCommandOutput>;
}
export type DocumentCalls = Calls<DocumentActions>;
