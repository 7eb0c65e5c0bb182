import type { Agent, IncomingMessage } from 'node:http';

/** A request as the SDK's connections take it. */
export interface Sent {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}
export interface Answered {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: AsyncIterable<Uint8Array | string>;
}

/** Connections, like those of an SDK client. */
export interface Connections {
  handle(request: Sent): Promise<{ readonly response: Answered }>;
}

export interface Patience {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
}

/** An attempt took too long; a retry may be faster. */
class Timeout extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * Not imported: the import of a built-in module reads all its exports, and one of those of `node:http` is a getter that
 * loads a client for `fetch`, in some 20 ms.
 */
const modules = {
  'http:': () => process.getBuiltinModule('node:http'),
  'https:': () => process.getBuiltinModule('node:https'),
};
type Protocol = keyof typeof modules;

/** Connections that are kept open between calls. Times in ms. */
export function keptConnections({ connectionTimeout, requestTimeout }: Patience): Connections {
  const agents = new Map<Protocol, Agent>();
  return {
    handle: (sent) =>
      new Promise((resolve, reject) => {
        const { method, hostname, port, path, headers, body } = sent;
        const isTls = sent.protocol === 'https:';
        const protocol = isTls ? 'https:' : 'http:';
        const module = modules[protocol]();
        const agent = agents.get(protocol) ?? new module.Agent({ keepAlive: true });
        agents.set(protocol, agent);
        const request = module.request({ method, hostname, port, path, headers, agent });
        const giveUpAfter = (ms: number, what: string) =>
          setTimeout(() => request.destroy(new Timeout(`${hostname} ${what} in ${ms} ms`)), ms);
        const connecting = giveUpAfter(connectionTimeout, 'did not accept the connection');
        const waiting = giveUpAfter(requestTimeout, 'did not answer');
        const settled = () => {
          clearTimeout(connecting);
          clearTimeout(waiting);
        };
        request.on('socket', (socket) => {
          if (!socket.connecting) clearTimeout(connecting);
          else socket.once(isTls ? 'secureConnect' : 'connect', () => clearTimeout(connecting));
        });
        request.on('response', (answer) => {
          received(answer)
            .then((response) => resolve({ response }), reject)
            .finally(settled);
        });
        request.on('error', (error) => {
          settled();
          reject(error);
        });
        request.end(body);
      }),
  };
}

async function received(answer: IncomingMessage): Promise<Answered> {
  const body: Uint8Array[] = [];
  for await (const chunk of answer) body.push(chunk as Uint8Array);
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
  return { statusCode: answer.statusCode ?? 0, headers: Object.fromEntries(headers), body: each(body) };
}

async function* each<T>(parts: readonly T[]): AsyncGenerator<T> {
  yield* parts;
}
