import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { ClientSettings } from './client-settings.ts';
import { cloudwatchClient } from './cloudwatch/client.ts';
import { dynamodbClient } from './dynamodb/calls/client.ts';
import { sqsClient } from './sqs/client.ts';

/** Create the clients once per process, so that later calls reuse their connections. */
export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly cloudwatch: CloudWatchClient;
  readonly sqs: SQSClient;
}

/** The clients of a program. A function imports each client that it needs by itself, so that its bundle contains no other. */
export const awsClients = (settings: ClientSettings = {}): Clients => ({
  dynamodb: dynamodbClient(settings),
  cloudwatch: cloudwatchClient(settings),
  sqs: sqsClient(settings),
});
