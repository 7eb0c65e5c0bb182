import { createHash, randomUUID } from 'node:crypto';
import { type Answer, Refused } from './call.ts';
import { LATENCY_MS } from './latency.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MESSAGES_PER_BATCH = 10;
/** SQS bills every started 64 KB of a payload as one request: https://aws.amazon.com/sqs/pricing/ */
const BILLED_BYTES = 65_536;

export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
}

/** The queue between the schedule and the evaluation. */
export class QueueStandIn {
  readonly #messages: QueuedMessage[] = [];

  /** Removes up to `limit` messages, as Lambda's poller does. */
  receive(limit: number): QueuedMessage[] {
    return this.#messages.splice(0, limit);
  }

  readonly actions: Readonly<Record<string, (input: never) => Answer>> = {
    SendMessageBatch: ({ Entries: entries }: { Entries: readonly { Id: string; MessageBody: string }[] }) => {
      if (entries.length > MESSAGES_PER_BATCH)
        throw new Refused(`a batch contains ${entries.length} messages, more than ${MESSAGES_PER_BATCH}`);
      const sent = entries.map(({ Id, MessageBody: body }) => {
        const messageId = randomUUID();
        this.#messages.push({ messageId, body });
        // The client compares the MD5 digest with that of the message it sent.
        return { Id, MessageId: messageId, MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
      });
      const bytes = entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0);
      return {
        body: JSON.stringify({ Successful: sent, Failed: [] }),
        latencyMs: LATENCY_MS.sqs,
        billed: { queueRequests: Math.max(1, Math.ceil(bytes / BILLED_BYTES)) },
      };
    },
  };
}
