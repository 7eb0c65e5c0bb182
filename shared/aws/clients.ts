import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';

/** The clients that every evaluation needs. Create them once per process, so that later calls reuse their connections. */
export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly cloudwatch: CloudWatchClient;
  readonly sqs: SQSClient;
}

/**
 * How long one attempt of a call may take, in ms. By default the SDK waits forever, and a function that hangs on one
 * call loses all its groups. The SDK retries a timed-out attempt like any other transient fault.
 */
export const patience = (requestTimeout: number) => ({
  requestHandler: { connectionTimeout: 1000, requestTimeout, throwOnRequestTimeout: true },
  maxAttempts: 4,
  retryMode: 'standard' as const,
});

interface Settings {
  readonly region?: string;
}

/** Region, credentials and endpoints come from the usual AWS environment. A function that needs one client bundles only that one. */
export const dynamodbClient = (settings: Settings = {}) => new DynamoDBClient({ ...patience(3000), ...settings });
export const cloudwatchClient = (settings: Settings = {}) => new CloudWatchClient({ ...patience(10_000), ...settings });
export const sqsClient = (settings: Settings = {}) => new SQSClient({ ...patience(3000), ...settings });

export function awsClients(settings: Settings = {}): Clients {
  return {
    dynamodb: dynamodbClient(settings),
    cloudwatch: cloudwatchClient(settings),
    sqs: sqsClient(settings),
  };
}
