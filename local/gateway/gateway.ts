import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import {
  controlAutoScaling,
  type LocalAutoScaling,
  reportAutoScaling,
  serveAutoScaling,
} from '../autoscaling/index.ts';
import { control, type LocalEc2, report, serveEc2 } from '../ec2/index.ts';
import { Forwarder } from './forward.ts';
import { signedService } from './scope.ts';

/** Prefix of the gateway's own paths. The emulator has no path with this prefix. */
export const OWN_PATH = '/_headcount/';

export interface Gateway {
  readonly url: URL;
  /** Forwards all requests that no stand-in answers to this endpoint from now on. */
  forwardTo(emulatorEndpoint: string): void;
  close(): Promise<void>;
}

/**
 * Starts one endpoint for all of AWS. The stand-ins answer requests signed for `ec2` and `autoscaling`; the emulator
 * answers all others.
 * It listens before the emulator runs, because the emulator needs the gateway's port. Until then it responds with 503.
 * `GET /_headcount/world` identifies the local AWS; `/_headcount/ec2/…` and
 * `/_headcount/autoscaling/…` control the stand-ins.
 * Throws a message for the user when the port is taken.
 */
export async function startGateway(options: {
  ec2: LocalEc2;
  autoScaling: LocalAutoScaling;
  port?: number;
  id: string;
}): Promise<Gateway> {
  const standIns = { ec2: serveEc2(options.ec2), autoscaling: serveAutoScaling(options.autoScaling) };
  let forwarder: Forwarder | null = null;

  const own = async (path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (path === 'world') return sendJson(response, 200, { id: options.id, pid: process.pid });
    if (path === 'ec2' && request.method === 'GET') return sendJson(response, 200, report(options.ec2));
    if (path === 'autoscaling' && request.method === 'GET') {
      return sendJson(response, 200, reportAutoScaling(options.autoScaling));
    }
    const [service, subpath] = path.split('/', 2);
    if ((service === 'ec2' || service === 'autoscaling') && subpath !== undefined && request.method === 'POST') {
      try {
        const body = await json(request);
        const done =
          service === 'ec2'
            ? control(options.ec2, subpath, body)
            : controlAutoScaling(options.autoScaling, subpath, body);
        if (done !== null) return sendJson(response, 200, done);
      } catch (error) {
        return sendJson(response, 400, { error: (error as Error).message });
      }
    }
    sendJson(response, 404, { error: `The gateway has no ${request.method} ${OWN_PATH}${path}` });
  };

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const service = signedService(request);
    const answered = path.startsWith(OWN_PATH)
      ? own(path.slice(OWN_PATH.length), request, response)
      : service === 'ec2' || service === 'autoscaling'
        ? standIns[service](request, response)
        : null;
    if (answered !== null) answered.catch((error: unknown) => fail(response, error));
    else if (forwarder !== null) forwarder.forward(request, response);
    else fail(response, new Error('The emulator is not up yet.'), 503);
  });
  // Longer than any AWS client keeps an idle connection, so that no client uses a closing one.
  server.keepAliveTimeout = 120_000;
  server.on('clientError', (_error, socket) => socket.destroy());

  const port = await listen(server, options.port ?? 0);
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    forwardTo: (endpoint) => {
      forwarder = new Forwarder(endpoint);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      forwarder?.close();
    },
  };
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE' ? 'is taken by another program; choose another with --port' : 'cannot be used';
      reject(new Error(`Port ${port} of 127.0.0.1 ${why} (${cause.message}).`, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The gateway has no port.');
  return address.port;
}

function sendJson(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

function fail(response: ServerResponse, error: unknown, status = 500): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-type': 'text/plain' }).end(`${(error as Error).message}\n`);
}
