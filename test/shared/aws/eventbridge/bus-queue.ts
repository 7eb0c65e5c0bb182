import { type EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** An event as EventBridge delivers it. */
export interface BusEvent<Detail = Record<string, unknown>> {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Detail;
}

/** Has a bus send Headcount's events to a new queue. Returns what reads those that came since the last read. */
export async function queueBehind<Detail>(
  EventBusName: string,
  name: string,
  { sqs, events }: { readonly sqs: SQSClient; readonly events: EventBridgeClient },
): Promise<() => Promise<BusEvent<Detail>[]>> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  const { Attributes } = await sqs.send(asked);
  const EventPattern = JSON.stringify({ source: ['headcount'] });
  await events.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern }));
  const target = { Id: 'queue', Arn: Attributes?.['QueueArn'] };
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets: [target] }));
  return async () => {
    const read: BusEvent<Detail>[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return read;
      read.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  };
}
