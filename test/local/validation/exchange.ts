import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { beforeAll, onTestFinished } from 'vitest';
import { ensureVenv } from '../../../local/emulator/venv.ts';
import { signerOf } from '../../../local/gateway/scope.ts';
import { type Call, Models, readCall } from '../../../local/requests/index.ts';

let read: Promise<Models> | undefined;

/** The models that the local AWS reads; each is read once. */
export function models(): Promise<Models> {
  read ??= ensureVenv().then((python) => Models.besides(python));
  return read;
}

// On a fresh machine the environment is made first, which takes longer than a test may.
beforeAll(async () => void (await models()));

/** What a client sends, read by the model of its service; the answer is an error, which the client throws. */
export async function sent(act: (config: { endpoint: string }) => Promise<unknown>): Promise<Call> {
  const known = await models();
  let call: Call | undefined;
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const signer = signerOf(request);
    const model = signer && (await known.of(signer.service));
    if (signer && model) call ??= readCall({ method, url, headers, body: await buffer(request) }, signer, model);
    response.writeHead(400, { 'content-type': 'text/plain' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  await act({ endpoint: `http://127.0.0.1:${port}` }).catch(() => {});
  if (call === undefined) throw new Error('nothing was sent, or for a service without a model');
  return call;
}
