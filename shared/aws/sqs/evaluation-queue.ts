import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { EvaluationMessage, EvaluationQueue } from '../../evaluation/index.ts';
import { inChunks } from '../../model/index.ts';
import { GROUPS_PER_MESSAGE } from '../../names/index.ts';
import type { SqsCalls } from './calls.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MESSAGES_PER_BATCH = 10;

interface Message {
  readonly body: EvaluationMessage;
  /** How long SQS keeps it back. */
  readonly seconds: number;
}

/** Sends `{ "groups": [...] }`, with many groups per message. Throws when SQS rejects a message twice. */
export function sqsEvaluationQueue(call: SqsCalls, queueUrl: string): EvaluationQueue {
  async function send(entries: SendMessageBatchRequestEntry[]): Promise<SendMessageBatchRequestEntry[]> {
    if (entries.length === 0) return [];
    const { Failed: failed = [] } = await call('SendMessageBatch', { QueueUrl: queueUrl, Entries: entries });
    const ids = new Set(failed.map(({ Id }) => Id));
    return entries.filter(({ Id }) => ids.has(Id));
  }

  async function sendAll(messages: readonly Message[]) {
    const entries = messages.map(({ body, seconds }, index) => ({
      Id: `m${index}`,
      MessageBody: JSON.stringify(body),
      ...(seconds > 0 && { DelaySeconds: seconds }),
    }));
    const batches = inChunks(entries, MESSAGES_PER_BATCH);
    // A batch call succeeds even when SQS rejects some of its messages.
    const refused = await Promise.all(batches.map(async (batch) => send(await send(batch))));
    const lost = refused.flat().length;
    if (lost > 0) throw new Error(`SQS rejected ${lost} of ${messages.length} messages twice`);
  }

  return {
    send: (groups, { bundles = [], later = new Map<number, readonly string[]>() } = {}) =>
      sendAll([
        ...messagesOf(groups, bundles).map((some) => ({ body: { groups: some }, seconds: 0 })),
        ...[...later].flatMap(([seconds, all]) => delayed(all, seconds, { after: seconds })),
      ]),
    sendLater: (groups, seconds, trigger) => sendAll(delayed(groups, Math.ceil(seconds), { trigger })),
  };
}

const delayed = (groups: readonly string[], seconds: number, body: Omit<EvaluationMessage, 'groups'>): Message[] =>
  inChunks(groups, GROUPS_PER_MESSAGE).map((some) => ({ body: { groups: some, ...body }, seconds }));

/** The groups of each message. Bundles go first, each into the first message that has room for it. */
function messagesOf(groups: readonly string[], bundles: readonly (readonly string[])[]): string[][] {
  if (bundles.length === 0) return inChunks(groups, GROUPS_PER_MESSAGE);
  const messages: string[][] = [];
  for (const bundle of bundles.toSorted((one, other) => other.length - one.length)) {
    const message = messages.find(({ length }) => length + bundle.length <= GROUPS_PER_MESSAGE);
    if (message) message.push(...bundle);
    else messages.push([...bundle]);
  }
  const isBundled = new Set(bundles.flat());
  const others = groups.filter((group) => !isBundled.has(group));
  for (const message of messages) message.push(...others.splice(0, Math.max(0, GROUPS_PER_MESSAGE - message.length)));
  return [...messages, ...inChunks(others, GROUPS_PER_MESSAGE)];
}
