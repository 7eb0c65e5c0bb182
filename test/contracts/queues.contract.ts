import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationQueue } from '../../shared/evaluation/ports.ts';
import { datapointsOf, type SourceReader, type SqsSource } from '../../shared/sources/index.ts';
import { type Differences, skipDifferences } from './differences.ts';
import { freshGroup, NOON } from './examples.ts';

const COUNTS = ['waiting', 'inFlight', 'delayed', 'all'] as const;

/** All counts of each queue, at noon, by the queue; a queue without data is left out. */
export async function countsOf(reader: SourceReader<SqsSource>, queues: readonly string[]) {
  const requests = queues.flatMap((queue) =>
    COUNTS.map((count) => ({
      ...{ key: `${queue}/${count}`, group: 'ci', metric: 'jobs', kind: 'sqs', seconds: 60 },
      config: { queue, count },
    })),
  );
  const answers = await reader.read(requests, NOON);
  const pointsOf = (key: string) => datapointsOf(answers.get(key));
  for (const key of answers.keys()) for (const { at } of pointsOf(key) ?? []) expect(at).toBe(NOON);
  const read = queues.filter((queue) => pointsOf(`${queue}/waiting`));
  return new Map(read.map((queue) => [queue, COUNTS.map((count) => pointsOf(`${queue}/${count}`)?.at(-1)?.value)]));
}

export interface QueuesSubject {
  readonly queues: SourceReader<SqsSource>;
  /** Makes a queue that holds so many messages: waiting, taken and not yet done, and delayed. */
  create(name: string, waiting: number, inFlight: number, delayed: number): Promise<void>;
  remove(name: string): Promise<void>;
}

export function describeQueuesContract(
  name: string,
  makeSubject: () => QueuesSubject | Promise<QueuesSubject>,
  differences?: Differences,
): void {
  describe(`SourceReader of sqs: ${name}`, () => {
    skipDifferences(differences);
    let subject: QueuesSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    const freshQueue = () => `jobs-${randomUUID()}`;

    it('counts waiting, in-flight and delayed messages', async () => {
      const queue = freshQueue();
      await subject.create(queue, 3, 2, 1);
      expect(await countsOf(subject.queues, [queue])).toEqual(new Map([[queue, [3, 2, 1, 6]]]));
    });

    it('omits a queue that does not exist, and reads the others', async () => {
      const queue = freshQueue();
      await subject.create(queue, 1, 0, 0);
      expect([...(await countsOf(subject.queues, [freshQueue(), queue, freshQueue()])).keys()]).toEqual([queue]);
    });

    it('omits a deleted queue that was read before', async () => {
      const queue = freshQueue();
      await subject.create(queue, 1, 0, 0);
      await countsOf(subject.queues, [queue]);
      await subject.remove(queue);
      expect(await countsOf(subject.queues, [queue])).toEqual(new Map());
    });

    it('distinguishes an empty queue from a missing one', async () => {
      const queue = freshQueue();
      await subject.create(queue, 0, 0, 0);
      expect(await countsOf(subject.queues, [queue])).toEqual(new Map([[queue, [0, 0, 0, 0]]]));
    });
  });
}

export interface EvaluationQueueSubject {
  readonly queue: EvaluationQueue;
  /** All groups received since the last time. */
  received(): Promise<string[]>;
  /** How many messages wait for their time. */
  delayed(): Promise<number>;
}

export function describeEvaluationQueueContract(
  name: string,
  makeSubject: () => EvaluationQueueSubject | Promise<EvaluationQueueSubject>,
  differences?: Differences,
): void {
  describe(`EvaluationQueue: ${name}`, () => {
    skipDifferences(differences);
    let subject: EvaluationQueueSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });

    it.each([0, 1, 100, 101, 1234])('delivers each of %i groups once', async (count) => {
      const groups = Array.from({ length: count }, freshGroup);
      await subject.queue.send(groups);
      expect((await subject.received()).sort()).toEqual(groups.sort());
    });

    it('delays a follow-up until its time', async () => {
      await subject.queue.sendLater([freshGroup()], 899.5, 'push');
      expect(await subject.received()).toEqual([]);
      expect(await subject.delayed()).toBe(1);
    });
  });
}
