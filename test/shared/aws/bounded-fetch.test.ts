import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { boundedFetch, certificateError, connectionError } from '../../../shared/aws/bounded-fetch.ts';

/** A server that resets a connection instead of answering. Returns how often it was asked, too. */
async function resetting(isReset: (ofSocket: number, ofAll: number) => boolean) {
  const asked = new Map<Socket, number>();
  let all = 0;
  const server = createServer((request, response) => {
    const { socket } = request;
    asked.set(socket, (asked.get(socket) ?? 0) + 1);
    if (isReset(asked.get(socket) ?? 0, ++all)) socket.resetAndDestroy();
    else request.resume().on('end', () => response.end('here'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const bounds = { milliseconds: 2000, mostBytes: 100 };
  return {
    ask: () => boundedFetch(url, { method: 'POST', headers: {}, body: 'query=up', ...bounds }),
    count: () => all,
  };
}

test('a connection that was kept open and is reset costs a second attempt', async () => {
  const { ask, count } = await resetting((ofSocket) => ofSocket === 2);
  expect(await ask()).toMatchObject({ status: 200, body: 'here' });
  // Until then, the connection is not free to be used again.
  await setTimeout(100);
  expect(await ask()).toMatchObject({ status: 200, body: 'here' });
  expect(count()).toBe(3);
});

test('a server that resets every connection is asked twice', async () => {
  const { ask, count } = await resetting(() => true);
  expect(connectionError(await ask().catch((error: unknown) => error))).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
  expect(count()).toBe(2);
});

/** As Node's fetch throws the error of a connection. */
const failed = (code: string, message: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

test.each([
  ['CERT_HAS_EXPIRED', 'certificate has expired', 'certificate has expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate; if the root CA is …', 'self-signed certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first', 'unable to verify the first'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unable to get local issuer', 'unable to get local issuer'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', "Host: a. is not in the cert's altnames", "Host: a. is not in the cert's altnames"],
  ['ECONNREFUSED', 'no', null],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'no', null],
])('says why a certificate is not accepted: %s', (code, message, said) => {
  expect(certificateError(failed(code, message))).toBe(said);
});
