import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answer } from '../../../functions/put-policy/answer.ts';

interface Heard {
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

describe('an answer to CloudFormation', () => {
  let heard: Heard[] = [];
  let status = 200;
  const server = createServer(async (request: IncomingMessage, response) => {
    heard.push({ method: request.method, type: request.headers['content-type'], body: await text(request) });
    response.writeHead(status).end();
  });
  beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)));
  afterAll(() => new Promise((closed) => server.close(closed)));
  beforeEach(() => {
    heard = [];
    status = 200;
  });
  const event = () => {
    const ResponseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/signed?signature=1`;
    return { ResponseURL, StackId: 's', RequestId: 'r', LogicalResourceId: 'l' } as CloudFormationCustomResourceEvent;
  };

  test('is put to its URL without a content type, which the signature covers', async () => {
    await answer(event(), { Status: 'SUCCESS', PhysicalResourceId: 'ci' });
    const body = { StackId: 's', RequestId: 'r', LogicalResourceId: 'l', Status: 'SUCCESS', PhysicalResourceId: 'ci' };
    expect(heard.map(({ method, type, body }) => ({ method, type, body: JSON.parse(body) }))).toEqual([
      { method: 'PUT', type: '', body },
    ]);
  });

  test('has at most 4,096 bytes, the limit of CloudFormation, with any number of errors', async () => {
    await answer(event(), { Status: 'FAILED', PhysicalResourceId: 'ci', Reason: '✗'.repeat(10_000) });
    expect(Buffer.byteLength(heard[0]?.body ?? '')).toBeLessThan(4096);
  });

  test('that cannot be delivered fails the function', async () => {
    status = 403;
    const undelivered = answer(event(), { Status: 'SUCCESS', PhysicalResourceId: 'ci' });
    await expect(undelivered).rejects.toThrow('CloudFormation rejected the response: HTTP 403');
  });
});
