import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { sdkCalls } from '../calls.ts';
import type { SqsCalls } from './calls.ts';

const COMMANDS = {
  GetQueueUrl: GetQueueUrlCommand,
  GetQueueAttributes: GetQueueAttributesCommand,
  SendMessageBatch: SendMessageBatchCommand,
};

export const sqsCalls = (client: SQSClient): SqsCalls => sdkCalls(client, COMMANDS);
