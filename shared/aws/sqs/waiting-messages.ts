import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { WaitingMessage, WaitingMessages } from '../../operations/index.ts';

const MESSAGES_PER_CALL = 10;
/** Time enough to do with all messages what is to be done. */
const HIDDEN_SECONDS = 900;

/** The queue's address, by its name. Throws a sentence when there is none. */
export async function queueUrl(client: SQSClient, name: string): Promise<string> {
  try {
    const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
    return QueueUrl;
  } catch (cause) {
    if (!/NonExistentQueue|QueueDoesNotExist/.test((cause as Error).name)) throw cause;
    throw new Error(`There is no queue ${name}: deploy the stack, or choose another stage with --stage.`, { cause });
  }
}

/** Tells the account and region as well. */
export async function queueArn(client: SQSClient, url: string): Promise<string> {
  const request = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
  return (await client.send(request)).Attributes?.['QueueArn'] ?? '';
}

export function waitingMessages(client: SQSClient, QueueUrl: string): WaitingMessages {
  return {
    async receiveAll() {
      const received = new Map<string, WaitingMessage>();
      for (;;) {
        // Waiting, SQS asks all its servers; without, an answer may be empty though messages wait.
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
        const { Messages: messages = [] } = await client.send(
          new ReceiveMessageCommand({
            ...{ QueueUrl, MaxNumberOfMessages: MESSAGES_PER_CALL, WaitTimeSeconds: 1 },
            VisibilityTimeout: HIDDEN_SECONDS,
          }),
        );
        if (messages.length === 0) return [...received.values()];
        // A message may be delivered twice; the newest receipt is the one that serves.
        for (const { MessageId: id = '', Body: body = '', ReceiptHandle: receipt = '' } of messages)
          received.set(id, { id, body, receipt });
      }
    },
    async delete({ receipt }) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    },
    async release({ receipt }) {
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
    },
  };
}
