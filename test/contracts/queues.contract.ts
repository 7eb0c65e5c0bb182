import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationQueue, Queues } from '../../shared/evaluation/ports.ts';
import { freshGroup } from './examples.ts';

export interface QueuesSubject {
  readonly queues: Queues;
  /** Makes a queue that holds so many messages: waiting, taken and not yet done, and delayed. */
  create(name: string, waiting: number, inFlight: number, delayed: number): Promise<void>;
  remove(name: string): Promise<void>;
}

export function describeQueuesContract(name: string, makeSubject: () => QueuesSubject | Promise<QueuesSubject>): void {
  describe(`Queues: ${name}`, () => {
    let subject: QueuesSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    const freshQueue = () => `jobs-${randomUUID()}`;

    it('counts what waits, what is under way and what is delayed', async () => {
      const queue = freshQueue();
      await subject.create(queue, 3, 2, 1);
      expect(await subject.queues.read([queue])).toEqual(new Map([[queue, { waiting: 3, inFlight: 2, delayed: 1 }]]));
    });

    it('leaves a queue out that does not exist, and still reads the others', async () => {
      const queue = freshQueue();
      await subject.create(queue, 1, 0, 0);
      expect([...(await subject.queues.read([freshQueue(), queue, freshQueue()])).keys()]).toEqual([queue]);
    });

    it('leaves a queue out once it has been deleted, although it was read before', async () => {
      const queue = freshQueue();
      await subject.create(queue, 1, 0, 0);
      await subject.queues.read([queue]);
      await subject.remove(queue);
      expect(await subject.queues.read([queue])).toEqual(new Map());
    });

    it('sees an empty queue as empty, which is not the same as missing', async () => {
      const queue = freshQueue();
      await subject.create(queue, 0, 0, 0);
      expect(await subject.queues.read([queue, queue])).toEqual(
        new Map([[queue, { waiting: 0, inFlight: 0, delayed: 0 }]]),
      );
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
): void {
  describe(`EvaluationQueue: ${name}`, () => {
    let subject: EvaluationQueueSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });

    it.each([0, 1, 100, 101, 1234])('delivers each of %i groups once', async (count) => {
      const groups = Array.from({ length: count }, freshGroup);
      await subject.queue.send(groups);
      expect((await subject.received()).sort()).toEqual(groups.sort());
    });

    it('keeps a follow-up back until its time', async () => {
      await subject.queue.sendLater(freshGroup(), 899.5);
      expect(await subject.received()).toEqual([]);
      expect(await subject.delayed()).toBe(1);
    });
  });
}
