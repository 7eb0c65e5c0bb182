import type { Clients } from './clients.ts';
import { cloudWatchCalls } from './cloudwatch/sdk-calls.ts';
import type { Connections } from './connections.ts';
import { documentCalls } from './dynamodb/sdk-store.ts';
import { sqsCalls } from './sqs/sdk-calls.ts';

/** Calls by SDK clients, which find credentials wherever a person or a machine keeps them. */
export const sdkConnections = ({ dynamodb, cloudwatch, sqs }: Clients): Connections => ({
  documents: documentCalls(dynamodb),
  metrics: cloudWatchCalls(cloudwatch),
  queues: sqsCalls(sqs),
  borrowed: cloudwatch.config,
});
