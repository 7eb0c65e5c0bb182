import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Clients } from '../../../shared/aws/clients.ts';
import { sqsEvaluationQueue } from '../../../shared/aws/sqs/evaluation-queue.ts';
import { sqsReader } from '../../../shared/sources/sqs/reader.ts';
import { countsOf, type EvaluationQueueSubject, type QueuesSubject } from '../queues.contract.ts';

type Sqs = Pick<Clients, 'sqs'>;

export const queuesOnAws = ({ sqs }: Sqs): QueuesSubject => ({
  queues: sqsReader(sqs),
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

export async function evaluationQueueOnAws({ sqs }: Sqs): Promise<EvaluationQueueSubject> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'evaluations' }));
  return {
    queue: sqsEvaluationQueue(sqs, QueueUrl),
    async delayed() {
      return (await countsOf(sqsReader(sqs), ['evaluations'])).get('evaluations')?.[2] ?? 0;
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
