import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';

/** Headers that apply to one connection only: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect']);

/**
 * Streams requests to the emulator and its responses back. Does not change the status, the order and spelling of headers,
 * or a body that it is not asked to change. The emulator needs the original Host header to find the bucket.
 */
export class Forwarder {
  readonly #target: URL;
  // The emulator closes idle connections after 75 s. Closing them earlier ensures that no request uses a closing one.
  readonly #agent = new Agent({ keepAlive: true, timeout: 30_000 });

  constructor(target: string) {
    this.#target = new URL(target);
  }

  /** `body`: that of the request, if it has been read. `change` changes the body of the response. */
  forward(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    body?: Buffer,
    change?: (answer: string) => string,
  ): void {
    const upstream = this.#request(incoming);
    upstream.on('response', (response) => {
      if (change !== undefined) {
        sendChanged(response, outgoing, change).catch(() => outgoing.destroy());
        return;
      }
      outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, passedOn(response.rawHeaders));
      response.pipe(outgoing);
      response.on('error', () => outgoing.destroy());
    });
    upstream.on('error', (error) => {
      if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
      else
        outgoing
          .writeHead(503, { 'content-type': 'text/plain' })
          .end(`The gateway of the local AWS cannot reach the emulator: ${error.message}\n`);
    });
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) upstream.destroy();
    });
    if (body === undefined) incoming.pipe(upstream);
    else upstream.end(body);
  }

  /** Sends a request whose response nobody waits for. */
  send(incoming: IncomingMessage, body: Buffer): void {
    const upstream = this.#request(incoming);
    upstream.on('response', (response) => response.resume());
    // The emulator may have ended.
    upstream.on('error', () => {});
    upstream.end(body);
  }

  #request(incoming: IncomingMessage): ClientRequest {
    return requestHttp({
      agent: this.#agent,
      host: this.#target.hostname,
      port: this.#target.port,
      method: incoming.method,
      path: incoming.url,
      headers: passedOn(incoming.rawHeaders),
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function sendChanged(
  response: IncomingMessage,
  outgoing: ServerResponse,
  change: (answer: string) => string,
): Promise<void> {
  const changed = change(await text(response));
  const headers = passedOn(response.rawHeaders, ['content-length', 'transfer-encoding']);
  outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, [
    ...headers,
    ...['content-length', String(Buffer.byteLength(changed))],
  ]);
  outgoing.end(changed);
}

/** Removes hop-by-hop headers and those in `without` (lower case). Headers alternate name and value, as in Node. */
export function passedOn(rawHeaders: readonly string[], without: readonly string[] = []): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && !without.includes(lower)) kept.push(name, value);
  }
  return kept;
}
