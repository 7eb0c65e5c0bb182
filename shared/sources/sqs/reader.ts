import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import type { SqsCalls } from '../../aws/sqs/calls.ts';
import { errorText, inChunks, isThrottling } from '../../model/index.ts';
import { failedBecause, type ReadFailure, readFailure, unanswered } from '../reading/read-failure.ts';
import type { SourceReader } from '../source-reader.ts';
import { because } from './failures.ts';
import type { SqsSource } from './schema.ts';

const AT_ONCE = 40;
/** A fault of one queue, whatever the others answer: its policy or its key forbids reading it, or too many read it. */
const isItsOwn = (error: unknown): boolean =>
  error instanceof Error && (/AccessDenied|^Kms/.test(error.name) || isThrottling(error));
/** Its code in the SDK, and on the wire. */
const isMissing = (error: Error): boolean => /QueueDoesNotExist|NonExistentQueue/.test(error.name);

/** A queue that exists but could not be read. */
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

/**
 * Reads counts from the queues themselves: each queue once, however many metrics count its messages. Addresses are looked
 * up once a process. A queue that does not exist, or cannot be read, fails the metrics that count its messages;
 * `onUnreadable` gets the latter. When SQS answers none of many queues, the rest are not tried: an evaluation that waits
 * for all of them would run out of time.
 */
export function sqsReader(
  call: SqsCalls,
  onUnreadable: (unreadable: Unreadable) => void = () => {},
): SourceReader<SqsSource> {
  const urls = new Map<string, string>();

  async function countsOf(name: string): Promise<Counts | Error> {
    try {
      const url = urls.get(name) ?? (await urlOf(call, name));
      urls.set(name, url);
      const request = { QueueUrl: url, AttributeNames: Object.values(ATTRIBUTES) };
      return countsIn((await call('GetQueueAttributes', request)).Attributes);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  async function allCounts(queues: readonly string[]): Promise<Map<string, Counts | Error>> {
    const found = new Map<string, Counts | Error>();
    for (const chunk of inChunks(queues, AT_ONCE)) {
      const answers = await Promise.all(chunk.map(countsOf));
      chunk.forEach((name, index) => {
        found.set(name, answers[index] as Counts | Error);
      });
      const common = chunk.length === AT_ONCE ? commonError(answers) : undefined;
      if (!common) continue;
      for (const name of queues) if (!found.has(name)) found.set(name, common);
      break;
    }
    for (const [queue, answer] of found) {
      if (answer instanceof Error && !isMissing(answer)) {
        onUnreadable({ queue, status: errorText(answer) });
      }
    }
    return found;
  }

  return {
    async read(requests, now) {
      const counts = await allCounts([...new Set(requests.map(({ config }) => config.queue))]);
      return new Map(
        requests.map(({ key, config: { queue, count } }) => {
          const answer = counts.get(queue) as Counts | Error;
          if (answer instanceof Error) return [key, failureOf(answer, queue)];
          const value = answer[count];
          // A count that SQS leaves out is unknown, not zero.
          return [key, Number.isNaN(value) ? unanswered('NoCount') : [{ at: now, value }]];
        }),
      );
    },
  };
}

const failureOf = (error: Error, queue: string): ReadFailure =>
  isMissing(error) ? failedBecause(because['sqs-no-queue']({ queue })) : readFailure(error);

/** The error of the first queue, if every queue failed for a reason that is no queue's own (no credentials, no connection). */
function commonError(answers: readonly (Counts | Error)[]): Error | undefined {
  const shared = answers.filter(
    (answer): answer is Error => answer instanceof Error && !isMissing(answer) && !isItsOwn(answer),
  );
  return shared.length === answers.length ? shared[0] : undefined;
}

function countsIn(attributes: Partial<Record<string, string>> = {}): Counts {
  const count = (name: keyof typeof ATTRIBUTES) => Number(attributes[ATTRIBUTES[name]]);
  const [waiting, inFlight, delayed] = [count('waiting'), count('inFlight'), count('delayed')];
  return { waiting, inFlight, delayed, all: waiting + inFlight + delayed };
}

async function urlOf(call: SqsCalls, name: string): Promise<string> {
  const { QueueUrl: url } = await call('GetQueueUrl', { QueueName: name });
  if (!url) throw new Error(`SQS gave no address for queue ${name}`);
  return url;
}
