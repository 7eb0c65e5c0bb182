import { awsClients, type Clients } from '../../../shared/aws/clients.ts';
import { lightCloudWatchCalls } from '../../../shared/aws/cloudwatch/light-calls.ts';
import type { Connections } from '../../../shared/aws/connections.ts';
import { lightDocumentCalls } from '../../../shared/aws/dynamodb/calls/light-calls.ts';
import { functionConnection } from '../../../shared/aws/query/function-connection.ts';
import { keptConnections } from '../../../shared/aws/query/send.ts';
import { lightSqsCalls } from '../../../shared/aws/sqs/light-calls.ts';

/** How long a call may take on a busy machine, in ms. */
const PATIENCE = 60_000;

interface Handler {
  updateHttpClientConfig?: (key: string, value: number) => void;
}

/** Clients that wait longer than those of a function. */
export function patientClients(): Clients {
  const clients = awsClients();
  for (const { config } of Object.values(clients)) {
    const handler: Handler = config.requestHandler;
    for (const key of ['connectionTimeout', 'requestTimeout']) handler.updateHttpClientConfig?.(key, PATIENCE);
  }
  return clients;
}

/** The calls of a function without SDK clients, which wait longer than a function does. */
export function patientConnections(): Connections {
  const patience = { connectionTimeout: PATIENCE, requestTimeout: PATIENCE };
  const borrowed = { ...functionConnection(PATIENCE), requestHandler: keptConnections(patience) };
  return {
    documents: lightDocumentCalls(borrowed),
    metrics: lightCloudWatchCalls(borrowed),
    queues: lightSqsCalls(borrowed),
    borrowed,
  };
}
