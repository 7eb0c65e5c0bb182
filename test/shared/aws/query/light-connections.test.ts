import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { lightDocumentCalls } from '../../../../shared/aws/dynamodb/calls/light-calls.ts';
import type { Borrowed } from '../../../../shared/aws/query/call.ts';
import { functionConnection } from '../../../../shared/aws/query/function-connection.ts';
import { Retries } from '../../../../shared/aws/query/retries.ts';
import { keptConnections } from '../../../../shared/aws/query/send.ts';
import { passing } from '../../../../shared/model/index.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = { status: number; body: object } | 'silence' | 'hang-up';

/** A service that answers one call after the other. Returns its address and the requests. */
async function serving(...answers: Answer[]): Promise<{ port: number; bodies: string[] }> {
  const bodies: string[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      const answer = answers[Math.min(bodies.length, answers.length) - 1] as Answer;
      if (answer === 'hang-up') request.socket.destroy();
      else if (answer !== 'silence') response.writeHead(answer.status).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, bodies };
}

const ENVIRONMENT = {
  ...{ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' },
  AWS_LAMBDA_FUNCTION_NAME: 'test',
};
const FAST = { connectionTimeout: 500, requestTimeout: 100 };
function documents(port: number, environment: NodeJS.ProcessEnv = ENVIRONMENT) {
  const variables = { ...environment, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
  const borrowed: Borrowed = { ...functionConnection(3000, variables), requestHandler: keptConnections(FAST) };
  return lightDocumentCalls(borrowed, variables);
}
const get = { TableName: 'groups', Key: { pk: 'a' } };
const FOUND: Answer = { status: 200, body: { Item: { pk: { S: 'a' }, count: { N: '3' } } } };
const fault = (status: number, code: string, more: object = {}): Answer => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'no', ...more },
});

describe('a call of a function', () => {
  it.each<[string, Answer]>([
    ['that is not answered', 'silence'],
    ['whose connection breaks', 'hang-up'],
    ['that fails in the service', fault(500, 'InternalServerError')],
  ])('%s is repeated', async (_, first) => {
    const { port, bodies } = await serving(first, FOUND);
    expect(await documents(port)('GetItem', get)).toEqual({ Item: { pk: 'a', count: 3 } });
    expect(bodies).toHaveLength(2);
  });

  it('throws the error of the service with its fields', async () => {
    const reasons = [{ Code: 'ConditionalCheckFailed', Item: { pk: { S: 'a' } } }];
    const { port, bodies } = await serving(
      fault(400, 'TransactionCanceledException', { CancellationReasons: reasons }),
    );
    const write = documents(port)('TransactWriteItems', { TransactItems: [] });
    await expect(write).rejects.toMatchObject({
      ...{ name: 'TransactionCanceledException', message: 'no', CancellationReasons: reasons },
      $metadata: { httpStatusCode: 400 },
    });
    expect(bodies).toHaveLength(1);
  });

  it('repeats a transaction under the same token', async () => {
    const { port, bodies } = await serving('hang-up', { status: 200, body: {} });
    await documents(port)('TransactWriteItems', { TransactItems: [] });
    const tokens = bodies.map((body) => (JSON.parse(body) as { ClientRequestToken: string }).ClientRequestToken);
    expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(tokens[1]).toBe(tokens[0]);
  });

  it('ends after four attempts', async () => {
    const { port, bodies } = await serving(fault(503, 'ServiceUnavailable'));
    await expect(documents(port)('GetItem', get)).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    expect(bodies).toHaveLength(4);
  });

  it('names a variable that Lambda did not set', async () => {
    const { port } = await serving(FOUND);
    const { AWS_SECRET_ACCESS_KEY: _, ...rest } = ENVIRONMENT;
    await expect(documents(port, rest)('GetItem', get)).rejects.toThrow('AWS_SECRET_ACCESS_KEY');
  });
});

describe('retries', () => {
  const failing = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });

  it.each([
    ['ThrottlingException', {}, 'throttling'],
    ['Odd', { $metadata: { httpStatusCode: 429 } }, 'throttling'],
    ['TimeoutError', {}, 'transient'],
    ['Error', { code: 'ECONNRESET' }, 'transient'],
    ['Error', { cause: { code: 'ENOTFOUND' } }, 'transient'],
    ['Odd', { $metadata: { httpStatusCode: 502 } }, 'transient'],
    ['ValidationException', { $metadata: { httpStatusCode: 400 } }, undefined],
  ])('%s %j passes by itself: %s', (name, more, kind) => {
    expect(passing(failing(name, more))).toBe(kind);
  });

  /** The number of attempts of a call that always fails. `share` is that of the longest pauses. */
  async function attemptsOf(retries: Retries, name: string, share: number): Promise<number> {
    let attempts = 0;
    const attempt = async () => {
      attempts++;
      throw failing(name);
    };
    const random = Math.random;
    Math.random = () => share;
    await expect(retries.run(attempt))
      .rejects.toThrow(name)
      .finally(() => {
        Math.random = random;
      });
    return attempts;
  }

  it('stop when the calls of a service keep failing', async () => {
    expect(await attemptsOf(new Retries(100), 'TimeoutError', 0)).toBe(1 + Math.floor(500 / 14));
  });

  it('do not begin a pause that would end too late', async () => {
    expect(await attemptsOf(new Retries(100, 500), 'ThrottlingException', 0.9)).toBe(1);
  });

  it('end in time when a service hangs', async () => {
    let attempts = 0;
    const hanging = async () => {
      attempts++;
      await new Promise((resolve) => setTimeout(resolve, 60));
      throw failing('TimeoutError');
    };
    await expect(new Retries(100, 50).run(hanging)).rejects.toThrow('TimeoutError');
    expect(attempts).toBe(1);
    // Each attempt has its own time: a service that answers in the end is waited for.
    await expect(new Retries(3, 5000).run(hanging)).rejects.toThrow('TimeoutError');
    expect(attempts).toBe(4);
  });
});
