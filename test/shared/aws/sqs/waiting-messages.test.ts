import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { queueArn, queueUrl, waitingMessages } from '../../../../shared/aws/sqs/waiting-messages.ts';
import { describeWaitingMessagesContract } from '../../../contracts/waiting-messages.contract.ts';
import { FakeWaitingMessages } from '../../../fakes/fake-waiting-messages.ts';
import { localAws } from '../local-aws.ts';

describeWaitingMessagesContract('fake', () => {
  const waiting = new FakeWaitingMessages();
  return { waiting, send: async (body) => waiting.send(body) };
});

const aws = localAws();
let queues = 0;

describeWaitingMessagesContract('SQS', async () => {
  const { sqs } = aws.clients();
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `failures-${++queues}` }));
  return {
    waiting: waitingMessages(sqs, QueueUrl),
    send: (MessageBody) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
  };
});

test('a queue is found by its name, with account and region, and a missing one is reported', async () => {
  const { sqs } = aws.clients();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'known' }));
  expect(await queueUrl(sqs, 'known')).toBe(QueueUrl);
  expect(await queueArn(sqs, QueueUrl ?? '')).toMatch(/^arn:aws:sqs:us-east-1:\d{12}:known$/);
  await expect(queueUrl(sqs, 'unknown')).rejects.toMatchObject({
    name: expect.stringMatching(/NonExistentQueue|QueueDoesNotExist/),
  });
});
