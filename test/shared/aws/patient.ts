import { awsClients, type Clients } from '../../../shared/aws/clients.ts';

interface Handler {
  updateHttpClientConfig?: (key: string, value: number) => void;
}

/** Clients that wait longer than those of a function: on a busy machine, a call may take its time. */
export function patientClients(): Clients {
  const clients = awsClients();
  for (const { config } of Object.values(clients)) {
    const handler: Handler = config.requestHandler;
    for (const key of ['connectionTimeout', 'requestTimeout']) handler.updateHttpClientConfig?.(key, 60_000);
  }
  return clients;
}
