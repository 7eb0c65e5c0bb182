import { type SendMessageBatchRequest, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { sqsEvaluationQueue } from '../../../../shared/aws/sqs/evaluation-queue.ts';
import { sqsCalls } from '../../../../shared/aws/sqs/sdk-calls.ts';
import { answering } from '../answering.ts';

const groups = (count: number) => Array.from({ length: count }, (_, index) => `g-${index}`);
const client = () => new SQSClient({ region: 'us-east-1' });
const entries = (input: unknown) => (input as SendMessageBatchRequest).Entries ?? [];

it('1,000 groups need one batch of ten messages', async () => {
  const sqs = client();
  const calls = answering(sqs, () => ({ Successful: [], Failed: [] }));
  await sqsEvaluationQueue(sqsCalls(sqs), 'https://queue').send(groups(1000));
  expect(calls.map(({ input }) => entries(input).length)).toEqual([10]);
  expect(JSON.parse(entries(calls[0]?.input)[9]?.MessageBody ?? '')).toEqual({ groups: groups(1000).slice(900) });
});

it('a message that SQS rejects is sent again, alone', async () => {
  const sqs = client();
  let first = true;
  const calls = answering(sqs, () => {
    const Failed = first ? [{ Id: 'm1', Code: 'InternalError', SenderFault: false }] : [];
    first = false;
    return { Successful: [], Failed };
  });
  await sqsEvaluationQueue(sqsCalls(sqs), 'https://queue').send(groups(250));
  expect(calls.map(({ input }) => entries(input).map(({ Id }) => Id))).toEqual([['m0', 'm1', 'm2'], ['m1']]);
});

it('a message that SQS rejects twice is an error', async () => {
  const sqs = client();
  answering(sqs, () => ({ Failed: [{ Id: 'm0', Code: 'InternalError', SenderFault: false }] }));
  await expect(sqsEvaluationQueue(sqsCalls(sqs), 'https://queue').send(groups(150))).rejects.toThrow('1 of 2 messages');
});

it('a follow-up has its trigger, and never arrives early', async () => {
  const sqs = client();
  const calls = answering(sqs, () => ({}));
  await sqsEvaluationQueue(sqsCalls(sqs), 'https://queue').sendLater(['ci'], 29.2, 'follow-up');
  const [{ DelaySeconds, MessageBody } = {}] = entries(calls[0]?.input);
  expect(DelaySeconds).toBe(30);
  expect(JSON.parse(MessageBody ?? '')).toEqual({ groups: ['ci'], trigger: 'follow-up' });
});

it('groups of the schedule wait for their seconds, in the calls of the others', async () => {
  const sqs = client();
  const calls = answering(sqs, () => ({}));
  const later = new Map([
    [5, ['b', 'c']],
    [40, ['d']],
  ]);
  await sqsEvaluationQueue(sqsCalls(sqs), 'https://queue').send(['a'], { later });
  expect(calls).toHaveLength(1);
  expect(
    entries(calls[0]?.input).map(({ DelaySeconds, MessageBody = '' }) => [DelaySeconds, JSON.parse(MessageBody)]),
  ).toEqual([
    [undefined, { groups: ['a'] }],
    [5, { groups: ['b', 'c'], after: 5 }],
    [40, { groups: ['d'], after: 40 }],
  ]);
});

it('groups that belong together are in one message, and the others fill it', async () => {
  const messagesOf = async (all: readonly string[], bundles: readonly (readonly string[])[]): Promise<string[][]> => {
    const sqs = client();
    const calls = answering(sqs, () => ({ Successful: [], Failed: [] }));
    await sqsEvaluationQueue(sqsCalls(sqs), 'https://queue').send(all, { bundles });
    return calls.flatMap(({ input }) => entries(input).map(({ MessageBody = '' }) => JSON.parse(MessageBody).groups));
  };
  const all = groups(250);
  const [small, large, third] = [all.slice(95, 105), all.slice(0, 80), all.slice(150, 200)];
  const messages = await messagesOf(all, [small, large, third]);
  expect(messages.map(({ length }) => length)).toEqual([100, 100, 50]);
  // The largest first, the small one in the room that it leaves.
  expect(messages[0]?.slice(0, 90)).toEqual([...large, ...small]);
  expect(messages[1]?.slice(0, 50)).toEqual(third);
  expect(messages.flat().toSorted()).toEqual(all.toSorted());
  expect(await messagesOf(all.slice(0, 3), [all.slice(0, 2)])).toEqual([all.slice(0, 3)]);
});
