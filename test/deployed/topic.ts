import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../../shared/aws/clients.ts';
import { queryCall } from '../../shared/aws/query/call.ts';

/** Subscribes a new queue to a topic, as an operator does. Returns what reads the messages that came since the last read. */
export async function subscribedTo(topicArn: string, name: string, { sqs, cloudwatch }: Clients) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const [, , , region = '', account = ''] = topicArn.split(':');
  const sns = queryCall(
    {
      ...{ label: 'SNS', name: 'sns', variable: 'SNS', version: '2010-03-31' },
      errorIn: (xml) => (xml.includes('<Error>') ? { code: 'Refused', message: xml } : { code: '', message: '' }),
    },
    cloudwatch.config,
    process.env,
  );
  const Endpoint = `arn:aws:sqs:${region}:${account}:${name}`;
  await sns('Subscribe', { TopicArn: topicArn, Protocol: 'sqs', Endpoint });

  return async (): Promise<unknown[]> => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages.map(({ Body = '' }) => JSON.parse(JSON.parse(Body).Message));
  };
}
