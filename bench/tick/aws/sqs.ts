import { createHash, randomUUID } from 'node:crypto';
import { type Answer, Refused } from './call.ts';
import { LATENCY_MS } from './latency.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MESSAGES_PER_BATCH = 10;
/** Each 64 KB of a payload is billed as one request: https://aws.amazon.com/sqs/pricing/ */
const BILLED_BYTES = 65_536;

export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
}

/** The queue between schedule and evaluation. */
export class QueueStandIn {
  readonly #messages: QueuedMessage[] = [];

  /** As many messages as Lambda's poller hands over at once; none when the queue is empty. */
  receive(atMost: number): QueuedMessage[] {
    return this.#messages.splice(0, atMost);
  }

  readonly actions: Readonly<Record<string, (input: never) => Answer>> = {
    SendMessageBatch: ({ Entries: entries }: { Entries: readonly { Id: string; MessageBody: string }[] }) => {
      if (entries.length > MESSAGES_PER_BATCH) throw new Refused(`a batch has ${entries.length} messages`);
      const sent = entries.map(({ Id, MessageBody: body }) => {
        const messageId = randomUUID();
        this.#messages.push({ messageId, body });
        // The client compares it with what it sent.
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
