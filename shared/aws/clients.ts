import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';

/** The clients that every evaluation needs. Made once a process: a client holds the connections that make the next call fast. */
export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly cloudwatch: CloudWatchClient;
  readonly sqs: SQSClient;
}

/**
 * How long one attempt of a call may take, in ms. The SDK waits for ever by default, and a function that hangs on one
 * call loses all its groups; a timed-out attempt is repeated like any passing fault.
 */
export const patience = (requestTimeout: number) => ({
  requestHandler: { connectionTimeout: 1000, requestTimeout, throwOnRequestTimeout: true },
  maxAttempts: 4,
  retryMode: 'standard' as const,
});

interface Settings {
  readonly region?: string;
}

/** Region, credentials and endpoints come from the usual AWS environment. A function that needs one client bundles one. */
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
