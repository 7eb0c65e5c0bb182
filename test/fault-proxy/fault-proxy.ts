import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { passedOn } from '../../local/gateway/forward.ts';
import { LABEL, type ProxyCall, proxyCall } from './call.ts';
import { broken, type Refusal, tooFast } from './refusals.ts';

/**
 * What goes wrong with a call. `…-before`: it is not carried out; `…-after`: it is, and the caller does not learn it.
 * `hold-after` keeps the answer until the caller gives up, `truncated-after` breaks off in the middle of it.
 */
export const PROXY_FAULTS = [
  'throttled',
  'error-500',
  'error-503',
  'reset-before',
  'reset-after',
  'hold-after',
  'truncated-after',
] as const;
export type ProxyFault = (typeof PROXY_FAULTS)[number];

export interface FaultProxyOptions {
  /** The endpoint that carries calls out. */
  readonly target: string;
  /** Asked once a call, before it is carried out; `null`: let it pass. */
  readonly onCall: (call: ProxyCall) => Promise<ProxyFault | null> | ProxyFault | null;
  /** Told when a call has been carried out, before its caller hears of it. */
  readonly onAnswer?: (call: ProxyCall, status: number) => Promise<void> | void;
}

export interface FaultProxy {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** A proxy between clients and a local AWS that sees every call, and can make it fail as real wires do. */
export async function startFaultProxy({ target, onCall, onAnswer }: FaultProxyOptions): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const call = proxyCall(request, body);
    const fault = await onCall(call);
    if (fault === 'throttled') return answer(response, tooFast(call));
    if (fault === 'error-500') return answer(response, broken(call, 500));
    if (fault === 'error-503') return answer(response, broken(call, 503));
    if (fault === 'reset-before') return reset(request.socket);

    const carriedOut = throughProxy(call, await exchange(new URL(target), agent, request, body));
    await onAnswer?.(call, carriedOut.status);
    if (fault === 'reset-after') return reset(request.socket);
    if (fault === 'hold-after') return;
    response.writeHead(carriedOut.status, carriedOut.headers);
    if (fault !== 'truncated-after') return void response.end(carriedOut.body);
    response.write(carriedOut.body.subarray(0, Math.floor(carriedOut.body.length / 2)), () => request.socket.destroy());
  }

  /** The address of a queue leads through the proxy as well. */
  function throughProxy({ action }: ProxyCall, answered: CarriedOut): CarriedOut {
    if (action !== 'GetQueueUrl' && action !== 'CreateQueue') return answered;
    const body = Buffer.from(answered.body.toString().replaceAll(target, endpoint));
    const headers = [...passedOn(answered.headers, ['content-length']), 'content-length', String(body.length)];
    return { ...answered, headers, body };
  }

  const server = createServer((request, response) => {
    carry(request, response).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 120_000;
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const endpoint = `http://127.0.0.1:${address.port}`;
  return {
    endpoint,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

/** A socket that is ending already (its caller was killed) cannot be reset: Node would wait for it for ever as it exits. */
function reset(socket: Socket): void {
  if (socket.readableEnded || socket.writableEnded || socket.destroyed) socket.destroy();
  else socket.resetAndDestroy();
}

interface CarriedOut {
  readonly status: number;
  /** Flat: name, value, name, value… */
  readonly headers: string[];
  readonly body: Buffer;
}

/** Carries the request out whether or not its caller still lives: AWS does not stop half-way either. */
async function exchange(target: URL, agent: Agent, incoming: IncomingMessage, body: Buffer): Promise<CarriedOut> {
  const headers = passedOn(incoming.rawHeaders, [LABEL]);
  const { hostname: host, port } = target;
  const upstream = requestHttp({ agent, host, port, method: incoming.method, path: incoming.url, headers });
  upstream.end(body);
  const [response] = (await once(upstream, 'response')) as [IncomingMessage];
  const answered = await buffer(response);
  return { status: response.statusCode ?? 502, headers: passedOn(response.rawHeaders), body: answered };
}

function answer(response: ServerResponse, { status, headers, body }: Refusal): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
