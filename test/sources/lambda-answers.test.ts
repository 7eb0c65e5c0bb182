import type { RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { functionConnection } from '../../shared/aws/query/function-connection.ts';
import { ReadFailure, WorkerReadout } from '../../shared/sources/index.ts';
import type { MetricsRequest } from '../../shared/sources/lambda/messages.ts';
import { lambdaReader } from '../../shared/sources/lambda/reader.ts';
import { NOON } from '../contracts/examples.ts';
import { serving, type TestServer } from './servers.ts';

const borrowed = {
  ...functionConnection(1000, {}),
  region: async () => 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
};
const SHOP = 'metrics-for-headcount-shop';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

type Wanted = { group: string; function?: string; parameters?: object };

/** Reads metrics of groups from functions that are served here. */
const read = (listener: RequestListener, ...requests: Wanted[]) => readWithin(20, listener, ...requests);
const readWithin = async (seconds: number, listener: RequestListener, ...requests: Wanted[]) =>
  (await answersOf(seconds, listener, requests)).map((answer) =>
    answer instanceof ReadFailure ? answer.reason : answer,
  );

async function answersOf(seconds: number, listener: RequestListener, requests: readonly Wanted[]) {
  const server = await serving(listener);
  servers.push(server);
  const reader = lambdaReader({ borrowed, environment: { AWS_ENDPOINT_URL_LAMBDA: server.url }, seconds });
  const found = await reader.read(
    requests.map(({ group, function: name = SHOP, parameters = {} }) => ({
      ...{ key: `${group}/orders`, group, metric: 'orders', kind: 'lambda', seconds: 300 },
      config: { function: name, parameters: { ...parameters } },
    })),
    NOON,
  );
  return requests.map(({ group }) => found.get(`${group}/orders`));
}

const returning =
  (answer: (request: MetricsRequest) => unknown): RequestListener =>
  async (request, response) => {
    response.end(JSON.stringify(answer((await json(request)) as MetricsRequest)));
  };
const failing = async (listener: RequestListener) => (await read(listener, { group: 'shop' }))[0];
const sending =
  (status: number, body: string): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(body);

it('invokes a function once for all its metrics, signed, with what is wanted', async () => {
  const invocations: { url: string | undefined; type: unknown; authorization: string | undefined; body: unknown }[] =
    [];
  const found = await read(
    async (request, response) => {
      const { url, headers } = request;
      const body = (await json(request)) as MetricsRequest;
      const { authorization, 'x-amz-invocation-type': type } = headers;
      invocations.push({ url, type, authorization, body });
      response.end(JSON.stringify({ values: body.requests.map(({ id }, index) => ({ id, value: index - 1 })) }));
    },
    { group: 'shop', parameters: { region: 'europe' } },
    { group: 'depot' },
    { group: 'other', function: 'metrics-for-headcount-other:live' },
  );
  expect(found).toEqual([[{ at: NOON, value: -1 }], [{ at: NOON, value: 0 }], [{ at: NOON, value: -1 }]]);
  expect(invocations.map(({ url }) => url).sort()).toEqual([
    '/2015-03-31/functions/metrics-for-headcount-other%3Alive/invocations',
    `/2015-03-31/functions/${SHOP}/invocations`,
  ]);
  expect(invocations.find(({ url }) => url?.includes('shop'))).toEqual({
    url: `/2015-03-31/functions/${SHOP}/invocations`,
    type: 'RequestResponse',
    authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/lambda\//),
    body: {
      version: 1,
      now: new Date(NOON).toISOString(),
      requests: [
        { id: 'shop/orders', group: 'shop', metric: 'orders', parameters: { region: 'europe' } },
        { id: 'depot/orders', group: 'depot', metric: 'orders', parameters: {} },
      ],
    },
  });
});

it('has values of workers beside that of the group, or instead of it', async () => {
  const workers = { 'i-1': 3, 'i-2': 4 };
  const of = (value: number) => [{ at: NOON, value }];
  const values = new Map([
    ['i-1', of(3)],
    ['i-2', of(4)],
  ]);
  const both = returning(() => ({ values: [{ id: 'shop/orders', value: 7, workers }] }));
  expect(await read(both, { group: 'shop' })).toEqual([new WorkerReadout(of(7), values)]);
  const only = returning(() => ({ values: [{ id: 'shop/orders', workers }] }));
  expect(await read(only, { group: 'shop' })).toEqual([new WorkerReadout([], values)]);
});

it('has no data for null', async () => {
  expect(
    await read(
      returning(() => ({ values: [{ id: 'shop/orders', value: null }] })),
      { group: 'shop' },
    ),
  ).toEqual([[]]);
});

it('divides many metrics among invocations', async () => {
  const sizes: number[] = [];
  const listener = returning(({ requests }) => {
    sizes.push(requests.length);
    return { values: requests.map(({ id }) => ({ id, value: 1 })) };
  });
  const groups = Array.from({ length: 600 }, (_, index) => ({ group: `g${index}` }));
  const found = await read(listener, ...groups);
  expect(sizes.sort()).toEqual([100, 500]);
  expect(found.every((each) => Array.isArray(each))).toBe(true);
});

it('a function that fails does not affect the metrics of another', async () => {
  const listener: RequestListener = (request, response) =>
    response.end(
      JSON.stringify(
        request.url?.includes('bad') ? { errorMessage: 'no' } : { values: [{ id: 'shop/orders', value: 1 }] },
      ),
    );
  const [bad, good] = await read(listener, { group: 'bad', function: 'metrics-for-headcount-bad' }, { group: 'shop' });
  expect(bad).toMatchObject({ code: 'lambda-threw' });
  expect(good).toEqual([{ at: NOON, value: 1 }]);
});

describe('a function that', () => {
  it('throws fails with its error', async () => {
    const thrown = JSON.stringify({ errorType: 'TypeError', errorMessage: 'x is not a function', trace: [] });
    expect(await failing(sending(200, thrown))).toEqual({
      code: 'lambda-threw',
      params: { function: SHOP, error: 'TypeError: x is not a function' },
    });
  });

  it('hangs fails in time', async () => {
    const [found] = await readWithin(0.5, () => {}, { group: 'shop' });
    expect(found).toEqual({ code: 'lambda-timeout', params: { function: SHOP, seconds: 0.5 } });
  });

  it.each<[string, number, string, string, boolean]>([
    ['does not exist', 404, '{"Message":"Function not found"}', 'Function not found', false],
    ['is throttled', 429, '{"message":"Rate exceeded"}', 'Rate exceeded', true],
    ['may not be invoked', 403, '<html>', 'status 403', true],
  ])('%s fails with what Lambda says', async (_, status, body, error, isUnanswered) => {
    const params = { function: SHOP, error };
    const [failure] = await answersOf(20, sending(status, body), [{ group: 'shop' }]);
    expect(failure).toMatchObject({ reason: { code: 'lambda-not-invoked', params }, isUnanswered });
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'it'],
    ['text', 'seven', 'it'],
    ['a number', 7, 'it'],
    ['no list', { values: {} }, 'values'],
    ['no numbers', { values: [{ id: 'shop/orders', value: '7' }] }, 'values[0].value'],
    ['too much', { values: Array.from({ length: 1001 }, (_, id) => ({ id: String(id), value: 1 })) }, 'values'],
  ])('returns %s fails with the path of it', async (_, answer, path) => {
    expect(await failing(returning(() => answer))).toMatchObject({
      code: 'lambda-invalid-answer',
      params: { function: SHOP, path },
    });
  });

  it('returns one malformed value fails for this one', async () => {
    const values = [{ id: 'shop/orders', value: 'many' }, { id: 'depot/orders', value: 7 }, { value: 8 }];
    const asked = [{ group: 'shop' }, { group: 'depot' }, { group: 'other' }];
    expect(
      await read(
        returning(() => ({ values })),
        ...asked,
      ),
    ).toMatchObject([
      { code: 'lambda-invalid-answer', params: { path: 'values[0].value' } },
      [{ at: NOON, value: 7 }],
      { code: 'lambda-invalid-answer', params: { path: 'values[2].id' } },
    ]);
  });

  it('returns a million values fails', async () => {
    const body = `{"values":[{"id":"shop/orders","workers":{${'"i-1":1,'.repeat(200_000)}"i-2":1}}]}`;
    expect(await failing(sending(200, body))).toMatchObject({
      code: 'lambda-too-large',
    });
  });

  it('returns nothing for a metric fails for this one', async () => {
    const listener = returning(() => ({ values: [{ id: 'depot/orders', value: 1 }] }));
    expect(await read(listener, { group: 'shop' }, { group: 'depot' })).toEqual([
      { code: 'lambda-no-value', params: { function: SHOP, error: null } },
      [{ at: NOON, value: 1 }],
    ]);
  });

  it('reports an error for a metric fails with it', async () => {
    const listener = returning(() => ({ values: [{ id: 'shop/orders', error: 'the database is down' }] }));
    expect(await read(listener, { group: 'shop' })).toEqual([
      { code: 'lambda-no-value', params: { function: SHOP, error: 'the database is down' } },
    ]);
  });
});
