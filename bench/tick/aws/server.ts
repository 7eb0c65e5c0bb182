import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Billed } from './call.ts';

/** The requests of the functions. */
export interface Requests {
  /** Calls by action. */
  readonly calls: Readonly<Record<string, number>>;
  readonly billed: Readonly<Record<keyof Billed, number>>;
}

/** A stand-in for AWS at a single address, which counts calls and answers with AWS's latency. */
export interface StandIn {
  readonly url: string;
  /** Returns the requests since the previous call, and resets the counts. */
  takeRequests(): Requests;
  close(): Promise<void>;
}

export interface Services {
  /** DynamoDB, CloudWatch and SQS, which use JSON: by action. */
  readonly json: Readonly<Record<string, (input: never) => Answer>>;
  /** EC2, which uses the query protocol: by action. */
  readonly ec2: Readonly<Record<string, (parameters: URLSearchParams) => Answer>>;
}

const noRequests = (): { calls: Record<string, number>; billed: Record<keyof Billed, number> } => ({
  calls: {},
  billed: { reads: 0, writes: 0, metrics: 0, queueRequests: 0 },
});

/** Listens on a free port of the loopback interface. */
export async function standIn(services: Services): Promise<StandIn> {
  let requests = noRequests();
  const server = createServer((request, response) => {
    answer(request, services)
      .then(async ({ action, body, latencyMs, billed = {} }) => {
        requests.calls[action] = (requests.calls[action] ?? 0) + 1;
        for (const [unit, amount] of Object.entries(billed)) requests.billed[unit as keyof Billed] += amount;
        await pause(latencyMs);
        response.end(body);
      })
      .catch((error: Error) => refuse(response, error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeRequests() {
      const taken = requests;
      requests = noRequests();
      return taken;
    },
    close: () => closed(server),
  };
}

async function answer(request: IncomingMessage, { json, ec2 }: Services) {
  const body = await text(request);
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string') {
    const parameters = new URLSearchParams(body);
    const action = parameters.get('Action') ?? '';
    const known = ec2[action];
    if (!known) throw new Error(`a tick does not call EC2's ${action}`);
    return { action, ...known(parameters) };
  }
  const action = target.slice(target.lastIndexOf('.') + 1);
  const known = json[action];
  if (!known) throw new Error(`a tick does not call ${action}`);
  return { action, ...known(JSON.parse(body) as never) };
}

function refuse(response: ServerResponse, { name, message }: Error): void {
  response.statusCode = 400;
  response.end(JSON.stringify({ __type: name, message }));
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
