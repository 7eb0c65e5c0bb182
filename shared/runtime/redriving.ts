import type { Clients } from '../aws/clients.ts';
import { cloudWatchAlarms } from '../aws/cloudwatch/alarms.ts';
import { storeIn } from '../aws/dynamodb/store.ts';
import { readFailed } from '../aws/events/failed-event.ts';
import { priceList } from '../aws/prices/price-list.ts';
import { sdkConnections } from '../aws/sdk-connections.ts';
import { sqsEvaluationQueue } from '../aws/sqs/evaluation-queue.ts';
import { queueArn, queueUrl, waitingMessages } from '../aws/sqs/waiting-messages.ts';
import { alarmTopicName, queueName } from '../names/index.ts';
import type { RedriveUse } from '../operations/index.ts';
import { providerAdapters } from '../providers/adapters.ts';

/** The dependencies of `redrive`. It finds the stage's resources by the names that the stack gives them. */
export async function awsRedriving(
  { sqs, ...others }: Clients,
  { stage, table }: { readonly stage: string; readonly table: string },
): Promise<RedriveUse> {
  const connections = sdkConnections({ sqs, ...others });
  const [evaluations, failures, deadLetters] = (await Promise.all(
    (['evaluations', 'failures', 'dead-letters'] as const).map((queue) => queueUrl(sqs, queueName(stage, queue))),
  )) as [string, string, string];
  const { records, states, budget, prices } = storeIn({ call: connections.documents, name: table });
  const topicArn = topicBeside(await queueArn(sqs, failures), alarmTopicName(stage));
  return {
    waiting: [waitingMessages(sqs, failures), waitingMessages(sqs, deadLetters)],
    queue: sqsEvaluationQueue(connections.queues, evaluations),
    records,
    states,
    alarms: cloudWatchAlarms(connections.metrics, stage, topicArn),
    clock: Date.now,
    prices: { records: prices, lists: { onDemand: priceList(connections.borrowed) } },
    read: (body) => readFailed(stage, body),
    providers: providerAdapters({ connections, budget, stage, clock: Date.now, warn: () => {} }),
  };
}

/** The ARN of the topic with this name, in the account and region of a queue. */
function topicBeside(queue: string, topic: string): string {
  const [arn, partition, , region, account] = queue.split(':');
  return [arn, partition, 'sns', region, account, topic].join(':');
}
