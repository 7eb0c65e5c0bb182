import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { sqsQueues } from '../../../shared/aws/sqs/queues.ts';
import { answering } from './answering.ts';

const fault = (name: string) => Object.assign(new Error(`SQS says ${name}`), { name });

/** SQS whose queues answer with one waiting message, or with the fault of that name. */
function queuesThat(faults: Readonly<Record<string, string>>) {
  const sqs = new SQSClient({ region: 'us-east-1' });
  answering(sqs, (command, { QueueName, QueueUrl }: { QueueName?: string; QueueUrl?: string }) => {
    const name = faults[QueueName ?? QueueUrl ?? ''];
    if (name) throw fault(name);
    return command === 'GetQueueUrlCommand'
      ? { QueueUrl: QueueName }
      : { Attributes: { ApproximateNumberOfMessages: '1' } };
  });
  const told: string[] = [];
  const queues = sqsQueues(sqs, ({ queue, status }) => told.push(`${queue}: ${status}`));
  return { queues, told };
}

it.each(['AccessDenied', 'RequestThrottled', 'InternalError'])(
  'a queue that answers %s is left out and told of; the others are read',
  async (name) => {
    const { queues, told } = queuesThat({ closed: name });
    expect([...(await queues.read(['one', 'closed', 'other'])).keys()]).toEqual(['one', 'other']);
    expect(told).toEqual([`closed: ${name}: SQS says ${name}`]);
  },
);

it('a closed queue that is the only one is a queue without data, no fault of all groups', async () => {
  const { queues, told } = queuesThat({ closed: 'AccessDenied' });
  expect(await queues.read(['closed'])).toEqual(new Map());
  expect(told).toHaveLength(1);
});

it('what fails every queue and is none’s own is thrown', async () => {
  const { queues } = queuesThat({ one: 'TimeoutError', other: 'TimeoutError' });
  await expect(queues.read(['one', 'other'])).rejects.toThrow('TimeoutError');
  await expect(queues.read(['one', 'third'])).resolves.toHaveProperty('size', 1);
});
