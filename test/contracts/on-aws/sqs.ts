import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Clients } from '../../../shared/aws/clients.ts';
import type { SqsCalls } from '../../../shared/aws/sqs/calls.ts';
import { sqsEvaluationQueue } from '../../../shared/aws/sqs/evaluation-queue.ts';
import { sqsCalls } from '../../../shared/aws/sqs/sdk-calls.ts';
import { sqsReader } from '../../../shared/sources/sqs/reader.ts';
import { countsOf, type EvaluationQueueSubject, type QueuesSubject } from '../queues.contract.ts';

type Sqs = Pick<Clients, 'sqs'>;

export const queuesOnAws = ({ sqs }: Sqs, calls: SqsCalls = sqsCalls(sqs)): QueuesSubject => ({
  queues: sqsReader(calls),
  async create(name, waiting, inFlight, delayed) {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    const send = async (count: number, DelaySeconds = 0) => {
      for (let n = 0; n < count; n++) {
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'job', DelaySeconds }));
      }
    };
    await send(inFlight);
    for (let n = 0; n < inFlight; n++) {
      await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: 600 }));
    }
    await send(waiting);
    await send(delayed, 600);
  },
  async remove(name) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  },
});

let made = 0;

export async function evaluationQueueOnAws(
  { sqs }: Sqs,
  calls: SqsCalls = sqsCalls(sqs),
): Promise<EvaluationQueueSubject> {
  const QueueName = `evaluations-${++made}`;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
  return {
    queue: sqsEvaluationQueue(calls, QueueUrl),
    async delayed() {
      return (await countsOf(sqsReader(calls), [QueueName])).get(QueueName)?.[2] ?? 0;
    },
    async received() {
      const groups: string[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return groups;
        for (const { Body = '', ReceiptHandle } of Messages) {
          groups.push(...(JSON.parse(Body) as { groups: string[] }).groups);
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
    },
  };
}
