import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { sdkCalls } from '../calls.ts';
import type { SqsCalls } from './calls.ts';

const COMMANDS = {
  GetQueueUrl: GetQueueUrlCommand,
  GetQueueAttributes: GetQueueAttributesCommand,
  SendMessage: SendMessageCommand,
  SendMessageBatch: SendMessageBatchCommand,
};

export const sqsCalls = (client: SQSClient): SqsCalls => sdkCalls(client, COMMANDS);
