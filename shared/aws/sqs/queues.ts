import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  QueueDoesNotExist,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { isThrottlingError } from '@smithy/core/retry';
import type { QueueCounts, Queues } from '../../evaluation/ports.ts';
import { inChunks } from '../chunks.ts';

const AT_ONCE = 40;
/** Of one queue, whatever the others say: its policy or its key forbids reading it, or too many read it. */
const isItsOwn = (error: unknown): boolean =>
  error instanceof Error && (/AccessDenied|^Kms/.test(error.name) || isThrottlingError(error as SdkError));
type SdkError = Parameters<typeof isThrottlingError>[0];

/** A queue that exists but could not be read; it is missing from the result. */
export interface Unreadable {
  readonly queue: string;
  readonly status: string;
}
const COUNTS = {
  waiting: 'ApproximateNumberOfMessages',
  inFlight: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const satisfies Record<keyof QueueCounts, QueueAttributeName>;

/**
 * Counts read from the queues themselves; addresses are looked up once a process. A queue that cannot be read is no
 * data: it is left out and `onUnreadable` told. What fails every queue and is none's own (no credentials, no connection)
 * is thrown.
 */
export function sqsQueues(client: SQSClient, onUnreadable: (unreadable: Unreadable) => void = () => {}): Queues {
  const urls = new Map<string, string>();

  async function countsOf(name: string): Promise<QueueCounts | Failed | undefined> {
    try {
      const url = urls.get(name) ?? (await urlOf(client, name));
      urls.set(name, url);
      const request = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: Object.values(COUNTS) });
      const { Attributes: attributes = {} } = await client.send(request);
      const { waiting, inFlight, delayed } = COUNTS;
      const count = (attribute: QueueAttributeName) => Number(attributes[attribute] ?? 0);
      return { waiting: count(waiting), inFlight: count(inFlight), delayed: count(delayed) };
    } catch (error) {
      if (error instanceof QueueDoesNotExist) return undefined;
      return { queue: name, error };
    }
  }

  return {
    async read(names) {
      const distinct = [...new Set(names)];
      const found = new Map<string, QueueCounts>();
      const failed: Failed[] = [];
      for (const chunk of inChunks(distinct, AT_ONCE)) {
        const answers = await Promise.all(chunk.map(countsOf));
        chunk.forEach((name, index) => {
          const answer = answers[index];
          if (answer && 'error' in answer) failed.push(answer);
          else if (answer) found.set(name, answer);
        });
      }
      const common = failed.find(({ error }) => !isItsOwn(error));
      if (common && failed.length === distinct.length) {
        throw new Error(`no queue could be read, ${common.queue} for one: ${told(common)}`, { cause: common.error });
      }
      for (const each of failed) onUnreadable({ queue: each.queue, status: told(each) });
      return found;
    },
  };
}

interface Failed {
  readonly queue: string;
  readonly error: unknown;
}
const told = ({ error }: Failed): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

async function urlOf(client: SQSClient, name: string): Promise<string> {
  const { QueueUrl: url } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
  if (!url) throw new Error(`SQS gave no address for queue ${name}`);
  return url;
}
