import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  QueueDoesNotExist,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueueCounts, Queues } from '../../evaluation/ports.ts';
import { inChunks } from '../chunks.ts';

const AT_ONCE = 40;
const COUNTS = {
  waiting: 'ApproximateNumberOfMessages',
  inFlight: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const satisfies Record<keyof QueueCounts, QueueAttributeName>;

/** Counts read from the queues themselves; addresses are looked up once a process. */
export function sqsQueues(client: SQSClient): Queues {
  const urls = new Map<string, string>();

  async function countsOf(name: string): Promise<QueueCounts | undefined> {
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
      throw new Error(`queue ${name} could not be read`, { cause: error });
    }
  }

  return {
    async read(names) {
      const found = new Map<string, QueueCounts>();
      for (const chunk of inChunks([...new Set(names)], AT_ONCE)) {
        const counts = await Promise.all(chunk.map(countsOf));
        chunk.forEach((name, index) => {
          const count = counts[index];
          if (count) found.set(name, count);
        });
      }
      return found;
    },
  };
}

async function urlOf(client: SQSClient, name: string): Promise<string> {
  const { QueueUrl: url } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
  if (!url) throw new Error(`SQS gave no address for queue ${name}`);
  return url;
}
