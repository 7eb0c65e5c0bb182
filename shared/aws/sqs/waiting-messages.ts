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
/** Long enough to process all received messages. */
const HIDDEN_SECONDS = 900;

/** The URL of the queue with this name. Throws the error of SQS if there is none. */
export async function queueUrl(client: SQSClient, name: string): Promise<string> {
  const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
  return QueueUrl;
}

/** The ARN also contains the account and region. */
export async function queueArn(client: SQSClient, url: string): Promise<string> {
  const request = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
  return (await client.send(request)).Attributes?.['QueueArn'] ?? '';
}

export function waitingMessages(client: SQSClient, QueueUrl: string): WaitingMessages {
  return {
    async receiveAll() {
      const received = new Map<string, WaitingMessage>();
      for (;;) {
        // With a wait time, SQS queries all its servers; without it, a response may be empty although messages wait.
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
        const { Messages: messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: MESSAGES_PER_CALL,
            WaitTimeSeconds: 1,
            VisibilityTimeout: HIDDEN_SECONDS,
          }),
        );
        if (messages.length === 0) return [...received.values()];
        // SQS may deliver a message twice; only the newest receipt is valid.
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
