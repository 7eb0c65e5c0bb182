import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { sqsCalls } from '../../../../shared/aws/sqs/sdk-calls.ts';
import type { Reason } from '../../../../shared/model/index.ts';
import { commandPhrase } from '../../../../shared/presentation/sentences/command-sentence.ts';
import type { ReadFailure } from '../../../../shared/sources/index.ts';
import { sqsReader } from '../../../../shared/sources/sqs/reader.ts';
import { NOON } from '../../../contracts/examples.ts';
import { countsOf } from '../../../contracts/queues.contract.ts';
import { answering } from '../answering.ts';

const fault = (name: string) => Object.assign(new Error(`SQS says ${name}`), { name });

/** SQS whose queues answer with one waiting message, or with the fault of that name. */
function queuesThat(faults: Readonly<Record<string, string>>) {
  const sqs = new SQSClient({ region: 'us-east-1' });
  const calls = answering(sqs, (command, { QueueName, QueueUrl }: { QueueName?: string; QueueUrl?: string }) => {
    const name = faults[QueueName ?? QueueUrl ?? ''];
    if (name) throw fault(name);
    return command === 'GetQueueUrlCommand'
      ? { QueueUrl: QueueName }
      : { Attributes: { ApproximateNumberOfMessages: '1' } };
  });
  const warnings: string[] = [];
  const reader = sqsReader(sqsCalls(sqs), ({ queue, status }) => warnings.push(`${queue}: ${status}`));
  return { read: (queues: readonly string[]) => countsOf(reader, queues), reader, warnings, calls };
}

it.each(['AccessDenied', 'RequestThrottled', 'InternalError'])(
  'a queue that responds with %s is omitted and reported, and the others are read',
  async (name) => {
    const { read, warnings } = queuesThat({ closed: name });
    expect([...(await read(['one', 'closed', 'other'])).keys()]).toEqual(['one', 'other']);
    expect(warnings).toEqual([`closed: ${name}: SQS says ${name}`]);
  },
);

it('a single queue without access has no data, and does not fail all groups', async () => {
  const { read, warnings } = queuesThat({ closed: 'AccessDenied' });
  expect(await read(['closed'])).toEqual(new Map());
  expect(warnings).toHaveLength(1);
});

it('an error of every queue fails their metrics and is reported; after many queues, the rest are not tried', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `q${index}`);
  const { read, warnings, calls } = queuesThat(Object.fromEntries(names.map((name) => [name, 'TimeoutError'])));
  expect(await read(names)).toEqual(new Map());
  expect(warnings).toHaveLength(100);
  expect(calls).toHaveLength(40);
});

it('a failed read says with which code', async () => {
  const { reader } = queuesThat({ one: 'TimeoutError' });
  const request = {
    key: 'k',
    group: 'ci',
    metric: 'jobs',
    kind: 'sqs',
    seconds: 60,
    config: { queue: 'one', count: 'waiting' as const },
  };
  expect((await reader.read([request], 0)).get('k')).toMatchObject({ code: 'TimeoutError' });
});

it('a queue that does not exist is named, and what to do about it', async () => {
  const { reader, warnings } = queuesThat({ absent: 'QueueDoesNotExist' });
  const config = { queue: 'absent', count: 'all' } as const;
  const read = await reader.read([{ key: 'a', group: 'ci', kind: 'sqs', seconds: 300, config }], NOON);
  expect(read.get('a')).toMatchObject({ code: 'sqs-no-queue', isUnanswered: false });
  expect(commandPhrase((read.get('a') as ReadFailure).reason as Reason)).toBe(
    'There is no queue absent in this account and region. Create it, or correct its name in the policy',
  );
  expect(warnings).toEqual([]);
});

it('a count that SQS leaves out is not zero', async () => {
  const { reader } = queuesThat({});
  const requests = (['waiting', 'inFlight', 'all'] as const).map((count) => ({
    key: count,
    group: 'ci',
    kind: 'sqs',
    seconds: 300,
    config: { queue: 'one', count },
  }));
  const read = await reader.read(requests, NOON);
  expect(read.get('waiting')).toEqual([{ at: NOON, value: 1 }]);
  expect([read.get('inFlight'), read.get('all')]).toMatchObject([{ isUnanswered: true }, { isUnanswered: true }]);
});
