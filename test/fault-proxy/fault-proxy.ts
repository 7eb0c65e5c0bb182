import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { passedOn } from '../../local/gateway/forward.ts';
import { LABEL, type ProxyCall, proxyCall } from './call.ts';
import { broken, type Refusal, tooFast } from './refusals.ts';

/**
 * The fault of a call. `…-before`: the call has no effect. `…-after`: it takes effect, and the caller gets no complete answer.
 * `hold-after` sends no answer until the caller gives up. `truncated-after` sends half of the answer.
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
  /** The endpoint that gets the calls. */
  readonly target: string;
  /** Is called once for each call, before it takes effect. Returns the fault, or null for none. */
  readonly onCall: (call: ProxyCall) => Promise<ProxyFault | null> | ProxyFault | null;
  /** Is called after a call took effect, before its caller gets the answer. */
  readonly onAnswer?: (call: ProxyCall, status: number) => Promise<void> | void;
  /** Is called for a call that gets no answer. `givenUp` resolves when its caller waits no longer. */
  readonly onHold?: (call: ProxyCall, givenUp: Promise<void>) => void;
}

export interface FaultProxy {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Starts a proxy between clients and a local AWS. It can make every call fail as networks and services do. */
export async function startFaultProxy({ target, onCall, onAnswer, onHold }: FaultProxyOptions): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const call = proxyCall(request, body);
    const fault = await onCall(call);
    if (fault === 'throttled') return answer(response, tooFast(call));
    if (fault === 'error-500') return answer(response, broken(call, 500));
    if (fault === 'error-503') return answer(response, broken(call, 503));
    if (fault === 'reset-before') return reset(request.socket);

    const answered = throughProxy(call, await exchange(new URL(target), agent, request, body));
    await onAnswer?.(call, answered.status);
    if (fault === 'reset-after') return reset(request.socket);
    if (fault === 'hold-after') return onHold?.(call, new Promise((resolve) => response.once('close', resolve)));
    response.writeHead(answered.status, answered.headers);
    if (fault !== 'truncated-after') return void response.end(answered.body);
    response.write(answered.body.subarray(0, Math.floor(answered.body.length / 2)), () => request.socket.destroy());
  }

  /** Replaces the endpoint in the URL of a queue, so that its calls also pass the proxy. */
  function throughProxy({ action }: ProxyCall, original: Answered): Answered {
    if (action !== 'GetQueueUrl' && action !== 'CreateQueue') return original;
    const body = Buffer.from(original.body.toString().replaceAll(target, endpoint));
    const headers = [...passedOn(original.headers, ['content-length']), 'content-length', String(body.length)];
    return { ...original, headers, body };
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
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

/** A socket that already ends, because its caller was killed, cannot be reset: Node would then never exit. */
function reset(socket: Socket): void {
  if (socket.readableEnded || socket.writableEnded || socket.destroyed) socket.destroy();
  else socket.resetAndDestroy();
}

interface Answered {
  readonly status: number;
  /** Names and values in turns. */
  readonly headers: string[];
  readonly body: Buffer;
}

/** Forwards the request, also if its caller has ended meanwhile: AWS completes such calls, too. */
async function exchange(target: URL, agent: Agent, incoming: IncomingMessage, body: Buffer): Promise<Answered> {
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
