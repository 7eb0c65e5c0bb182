import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  QueueDoesNotExist,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { isThrottlingError } from '@smithy/core/retry';
import { inChunks } from '../../aws/chunks.ts';
import type { SourceReader } from '../source-reader.ts';
import type { SqsSource } from './schema.ts';

const AT_ONCE = 40;
/** A fault of one queue, whatever the others answer: its policy or its key forbids reading it, or too many read it. */
const isItsOwn = (error: unknown): boolean =>
  error instanceof Error && (/AccessDenied|^Kms/.test(error.name) || isThrottlingError(error as SdkError));
type SdkError = Parameters<typeof isThrottlingError>[0];

/** A queue that exists but could not be read; metrics that count its messages are missing from the result. */
export interface Unreadable {
  readonly queue: string;
  readonly status: string;
}

const ATTRIBUTES = {
  waiting: 'ApproximateNumberOfMessages',
  inFlight: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const satisfies Partial<Record<SqsSource['count'], QueueAttributeName>>;

type Counts = Readonly<Record<SqsSource['count'], number>>;

interface Failed {
  readonly queue: string;
  readonly error: unknown;
}

/**
 * Reads counts from the queues themselves: each queue once, however many metrics count its messages. Addresses are looked
 * up once a process. A queue that does not exist, or alone cannot be read, is left out; `onUnreadable` gets the latter.
 * Throws if no queue can be read for a reason that is no queue's own (no credentials, no connection).
 */
export function sqsReader(
  client: SQSClient,
  onUnreadable: (unreadable: Unreadable) => void = () => {},
): SourceReader<SqsSource> {
  const urls = new Map<string, string>();

  async function countsOf(name: string): Promise<Counts | Failed | undefined> {
    try {
      const url = urls.get(name) ?? (await urlOf(client, name));
      urls.set(name, url);
      const request = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: Object.values(ATTRIBUTES) });
      return countsIn((await client.send(request)).Attributes);
    } catch (error) {
      if (error instanceof QueueDoesNotExist) return undefined;
      return { queue: name, error };
    }
  }

  async function allCounts(queues: readonly string[]): Promise<Map<string, Counts>> {
    const found = new Map<string, Counts>();
    const failed: Failed[] = [];
    for (const chunk of inChunks(queues, AT_ONCE)) {
      const answers = await Promise.all(chunk.map(countsOf));
      chunk.forEach((name, index) => {
        const answer = answers[index];
        if (answer && 'error' in answer) failed.push(answer);
        else if (answer) found.set(name, answer);
      });
    }
    const common = failed.find(({ error }) => !isItsOwn(error));
    if (common && failed.length === queues.length) {
      throw new Error(`no queue could be read; ${common.queue}: ${errorText(common)}`, { cause: common.error });
    }
    for (const each of failed) onUnreadable({ queue: each.queue, status: errorText(each) });
    return found;
  }

  return {
    async read(requests, now) {
      const counts = await allCounts([...new Set(requests.map(({ config }) => config.queue))]);
      return new Map(
        requests.flatMap(({ key, config: { queue, count } }) => {
          const value = counts.get(queue)?.[count];
          return value === undefined ? [] : [[key, [{ at: now, value }]]];
        }),
      );
    },
  };
}

function countsIn(attributes: Partial<Record<string, string>> = {}): Counts {
  const count = (name: keyof typeof ATTRIBUTES) => Number(attributes[ATTRIBUTES[name]] ?? 0);
  const [waiting, inFlight, delayed] = [count('waiting'), count('inFlight'), count('delayed')];
  return { waiting, inFlight, delayed, all: waiting + inFlight + delayed };
}

const errorText = ({ error }: Failed): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

async function urlOf(client: SQSClient, name: string): Promise<string> {
  const { QueueUrl: url } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
  if (!url) throw new Error(`SQS gave no address for queue ${name}`);
  return url;
}
