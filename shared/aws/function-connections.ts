import { lightCloudWatchCalls } from './cloudwatch/light-calls.ts';
import type { Connections } from './connections.ts';
import { lightDocumentCalls } from './dynamodb/calls/light-calls.ts';
import { functionConnection } from './query/function-connection.ts';
import { lightSqsCalls } from './sqs/light-calls.ts';

/** How long one attempt of a call may take, in ms. */
const PATIENCE = { documents: 3000, metrics: 10_000, queues: 3000 };

/** Calls without SDK clients, for functions, which would load these at every cold start. */
export const functionConnections = (): Connections => {
  const borrowed = functionConnection(PATIENCE.metrics);
  return {
    documents: lightDocumentCalls(functionConnection(PATIENCE.documents)),
    metrics: lightCloudWatchCalls(borrowed),
    queues: lightSqsCalls(functionConnection(PATIENCE.queues)),
    borrowed,
  };
};
