import type {
  GetQueueAttributesCommandInput,
  GetQueueAttributesCommandOutput,
  GetQueueUrlCommandInput,
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
} from '@aws-sdk/client-sqs';
import type { Calls } from '../calls.ts';

/** The actions of SQS that functions call, and what is read of their answers. */
export interface SqsActions {
  readonly GetQueueUrl: { readonly input: GetQueueUrlCommandInput; readonly output: { readonly QueueUrl?: string } };
  readonly GetQueueAttributes: {
    readonly input: GetQueueAttributesCommandInput;
    readonly output: Pick<GetQueueAttributesCommandOutput, 'Attributes'>;
  };
  readonly SendMessageBatch: {
    readonly input: SendMessageBatchCommandInput;
    readonly output: Partial<Pick<SendMessageBatchCommandOutput, 'Failed'>>;
  };
}
export type SqsCalls = Calls<SqsActions>;
