import { queueName } from '../../names/index.ts';
import type { QueueLengths } from '../../operations/index.ts';
import type { SqsCalls } from './calls.ts';

/** Reads how many messages wait in the queues of the stage. */
export function queueLengths(call: SqsCalls, stage: string): QueueLengths {
  async function lengthOf(queue: Parameters<typeof queueName>[1]): Promise<number> {
    const { QueueUrl = '' } = await call('GetQueueUrl', { QueueName: queueName(stage, queue) });
    const request = { QueueUrl, AttributeNames: ['ApproximateNumberOfMessages' as const] };
    return Number((await call('GetQueueAttributes', request)).Attributes?.ApproximateNumberOfMessages ?? 0);
  }
  return async () => {
    const [evaluations, deadLetters, failures] = await Promise.all([
      lengthOf('evaluations'),
      lengthOf('dead-letters'),
      lengthOf('failures'),
    ]);
    return { evaluations, 'dead-letters': deadLetters, failures };
  };
}
