import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { functionConnection } from '../../shared/aws/query/function-connection.ts';
import { ReadFailure } from '../../shared/sources/index.ts';
import { valueIn } from '../../shared/sources/prometheus/answer.ts';
import type { PrometheusSource } from '../../shared/sources/prometheus/index.ts';
import { prometheusReader } from '../../shared/sources/prometheus/reader.ts';
import { Secrets } from '../../shared/sources/prometheus/secrets.ts';
import { NOON } from '../contracts/examples.ts';
import { serving, type TestServer } from './servers.ts';

const borrowed = {
  ...functionConnection(1000, {}),
  region: async () => 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
};
const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const server = async (listener: RequestListener): Promise<string> => {
  const started = await serving(listener);
  servers.push(started);
  return started.url;
};
const success = (value: string) =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [1, value] }] } });

const answerTo = async (config: PrometheusSource, environment: NodeJS.ProcessEnv = {}, seconds = 20) => {
  const reader = prometheusReader({ borrowed, environment, seconds });
  const request = { key: 'ci/load', group: 'ci', kind: 'prometheus', seconds: 300, config };
  return (await reader.read([request], NOON)).get('ci/load');
};
const read = async (...asked: Parameters<typeof answerTo>) => {
  const found = await answerTo(...asked);
  return found instanceof ReadFailure ? (found.reason ?? found) : found;
};

describe('a server that is no good Prometheus', () => {
  it.each<[string, RequestListener, string, object]>([
    ['hangs', () => {}, 'prometheus-timeout', { seconds: 0.5 }],
    [
      'answers without an end',
      (_, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
      'prometheus-timeout',
      { seconds: 0.5 },
    ],
    [
      'redirects',
      (_, response) => response.writeHead(302, { location: 'https://login.example.com/start?token=x' }).end(),
      'prometheus-redirect',
      { status: 302, to: 'https://login.example.com/start' },
    ],
    [
      'answers HTML',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
      'prometheus-no-json',
      { type: 'text/html' },
    ],
    [
      'answers other JSON',
      (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('null'),
      'prometheus-no-json',
      { type: 'application/json' },
    ],
    [
      'answers very much',
      (_, response) => response.writeHead(200).end(`"${'x'.repeat(100_000)}"`),
      'prometheus-too-large',
      { bytes: 65_536 },
    ],
    [
      'answers for a part of its servers',
      (_, response) => response.end(success('5').replace('{', '{"isPartial":true,')),
      'prometheus-partial',
      {},
    ],
    [
      'warns that a part is missing',
      (_, response) => response.end(success('5').replace('{', '{"warnings":["remote read: no answer","other"],')),
      'prometheus-warning',
      { warning: 'remote read: no answer; other' },
    ],
    ['rejects credentials', (_, response) => response.writeHead(401).end(), 'prometheus-denied', { status: 401 }],
    [
      'is out of order',
      (_, response) => response.writeHead(503).end('busy'),
      'prometheus-unavailable',
      { status: 503 },
    ],
    [
      'breaks off',
      (request) => request.socket.destroy(),
      'prometheus-unreachable',
      { error: expect.stringMatching(/other side closed|ECONNRESET/) },
    ],
    [
      'compresses badly',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
      'prometheus-unreachable',
      { error: 'incorrect header check' },
    ],
  ])('%s', async (_, listener, code, params) => {
    const url = await server(listener);
    const seconds = code === 'prometheus-timeout' ? 0.5 : 20;
    expect(await read({ url, query: 'up' }, {}, seconds)).toMatchObject({ code, params });
  });

  it('is not there', async () => {
    const url = await server(() => {});
    await servers.pop()?.close();
    expect(await answerTo({ url, query: 'up' })).toMatchObject({
      reason: { code: 'prometheus-unreachable', params: { error: 'ECONNREFUSED' } },
      isUnanswered: true,
    });
  });

  it.each([
    [429, true],
    [503, true],
    [401, false],
    [404, false],
    [302, false],
  ])('may answer later, or not: status %i', (status, isUnanswered) => {
    expect(valueIn({ status, headers: new Headers(), body: '' })).toMatchObject({ isUnanswered });
  });

  it.each([
    ['remote_read: no answer', true],
    ['PromQL warning: encountered a mix of histograms and floats for aggregation (1:1)', false],
    ['PromQL info: metric might not be a counter","remote_read: no answer', true],
    ['PromQL warning: encountered a mix (1:1)","remote_read: no answer', true],
  ])('may have a whole result later, or not: %s', (warning, isUnanswered) => {
    const body = success('5').replace('{', `{"warnings":["${warning}"],`);
    expect(valueIn({ status: 200, headers: new Headers(), body })).toMatchObject({ isUnanswered });
  });

  it.each([
    ['of their own', '"warnings":[],"infos":["PromQL info: metric might not be a counter"]'],
    ['among the warnings', '"warnings":["PromQL info: metric might not be a counter"]'],
  ])('has a result in spite of infos %s', (_, annotations) => {
    const body = success('5').replace('{', `{${annotations},`);
    expect(valueIn({ status: 200, headers: new Headers(), body })).toBe(5);
  });

  it.each([
    [[{ metric: {}, histogram: [1, { count: '10', sum: '5' }] }], 'prometheus-range', { type: 'histogram' }],
    [null, 'prometheus-no-series', {}],
  ])('has no number: %j', (result, code, params) => {
    const body = JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
    expect(valueIn({ status: 200, headers: new Headers(), body })).toMatchObject({ reason: { code, params } });
  });

  it('may answer the functions, although it rejects a signed request of somebody else', () => {
    const answer = { status: 403, headers: new Headers(), body: '' };
    expect([valueIn(answer, true), valueIn(answer)]).toMatchObject([{ isUnanswered: true }, { isUnanswered: false }]);
  });

  it('does not hold up the queries of another one', async () => {
    const [hanging, good] = [await server(() => {}), await server((_, response) => response.end(success('5')))];
    const reader = prometheusReader({ borrowed, environment: {}, seconds: 3 });
    const request = (url: string) => ({
      key: url,
      group: 'ci',
      kind: 'prometheus',
      seconds: 300,
      config: { url, query: 'up' },
    });
    const found = await reader.read([request(hanging), request(good)], NOON);
    expect(found.get(hanging)).toBeInstanceOf(ReadFailure);
    expect(found.get(good)).toEqual([{ at: NOON, value: 5 }]);
  });
});

it('computes a query once, however many metrics have it', async () => {
  let queries = 0;
  const url = await server((_, response) => {
    queries += 1;
    response.end(success('5'));
  });
  const reader = prometheusReader({ borrowed, environment: {} });
  const request = (key: string, query: string) => ({
    key,
    group: key,
    kind: 'prometheus',
    seconds: 300,
    config: { url, query },
  });
  const found = await reader.read([request('a', 'up'), request('b', 'up'), request('c', 'down')], NOON);
  expect(queries).toBe(2);
  expect(found.size).toBe(3);
});

it('asks below the path of the address, by POST, so that a long query fits', async () => {
  const asked: string[] = [];
  const url = await server(async (request, response) => {
    asked.push(`${request.method} ${request.url} ${await text(request)}`);
    response.end(success('5'));
  });
  await read({ url: `${url}/prometheus/`, query: 'sum(up)' });
  expect(asked).toEqual([
    'POST /prometheus/api/v1/query query=sum%28up%29&timeout=20s&partial_response=false&deny_partial_response=1',
  ]);
});

describe('a workspace of Amazon Managed Prometheus', () => {
  it('gets requests that are signed for it', async () => {
    const seen: { url: string | undefined; authorization: string | undefined }[] = [];
    const url = await server((request, response) => {
      seen.push({ url: request.url, authorization: request.headers.authorization });
      response.end(success('5'));
    });
    const environment = { AWS_ENDPOINT_URL_APS_WORKSPACES: url };
    expect(await read({ workspace: 'ws-1', query: 'up' }, environment)).toEqual([{ at: NOON, value: 5 }]);
    expect(seen).toEqual([
      {
        url: '/workspaces/ws-1/api/v1/query',
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/aps\/aws4_request/,
        ),
      },
    ]);
  });
});

describe('a secret', () => {
  /** Secrets Manager, Systems Manager and the server, all in one. */
  async function withSecret(secretText: string, isAccepted: (authorization?: string) => boolean) {
    const calls: string[] = [];
    const url = await server(async (request, response) => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const body = await text(request);
      calls.push(target || (request.headers.authorization ?? ''));
      if (target.startsWith('secretsmanager')) {
        response.end(JSON.stringify({ SecretString: secretText, asked: body }));
      } else if (target.startsWith('AmazonSSM')) response.end(JSON.stringify({ Parameter: { Value: secretText } }));
      else if (isAccepted(request.headers.authorization)) response.end(success('5'));
      else response.writeHead(401).end();
    });
    return { url, calls, environment: { AWS_ENDPOINT_URL: url } };
  }

  it.each([
    ['a token', 'abc.def', 'Bearer abc.def'],
    ['JSON with a token', '{"token":"abc"}', 'Bearer abc'],
    ['JSON with a user', '{"username":"ann","password":"pass"}', 'Basic YW5uOnBhc3M='],
  ])('is %s', async (_, secretText, header) => {
    const { url, environment, calls } = await withSecret(secretText, (sent) => sent === header);
    for (const secret of [{ secretsManager: 'headcount/prometheus' }, { ssm: '/headcount/prometheus' }]) {
      expect(await read({ url, query: 'up', secret }, environment)).toEqual([{ at: NOON, value: 5 }]);
    }
    expect(calls).toEqual(['secretsmanager.GetSecretValue', header, 'AmazonSSM.GetParameter', header]);
  });

  it('is read once in fifteen minutes, and again when the server rejects it', async () => {
    let accepted = true;
    const { url, environment, calls } = await withSecret('abc', () => accepted);
    const reader = prometheusReader({ borrowed, environment });
    const config = { url, query: 'up', secret: { secretsManager: 'headcount/prometheus' } };
    const request = { key: 'a', group: 'ci', kind: 'prometheus', seconds: 300, config };
    const readsOf = () => calls.filter((call) => call.startsWith('secretsmanager')).length;
    for (const minute of [0, 1, 14]) await reader.read([request], NOON + minute * 60_000);
    expect(readsOf()).toBe(1);
    await reader.read([request], NOON + 15 * 60_000);
    expect(readsOf()).toBe(2);
    accepted = false;
    await reader.read([request], NOON + 16 * 60_000);
    await reader.read([request], NOON + 17 * 60_000);
    expect(readsOf()).toBe(3);
  });

  it.each([
    ['abc.def', 'abc.def'],
    ['{"username":"ann","password":"s3cret:x"}', 's3cret:x'],
  ])('is not in what a failure says, also if the server repeats it: %s', async (secretText, hidden) => {
    const url = await server((request, response) => {
      if (request.headers['x-amz-target']) return response.end(JSON.stringify({ SecretString: secretText }));
      const sent = String(request.headers.authorization);
      const decoded = Buffer.from(sent.split(' ')[1] ?? '', 'base64').toString();
      const error = `denied for "${sent}" (${sent.startsWith('Basic') ? decoded : ''})`;
      return response.writeHead(400).end(JSON.stringify({ status: 'error', error }));
    });
    const config = { url, query: 'up', secret: { secretsManager: 'headcount/prometheus' } };
    const found = JSON.stringify(await read(config, { AWS_ENDPOINT_URL: url }));
    expect(found).toContain('prometheus-query-failed');
    expect(found).toContain('***');
    for (const text of [hidden, Buffer.from('ann:s3cret:x').toString('base64')]) expect(found).not.toContain(text);
  });

  it.each([
    ['ResourceNotFoundException', false],
    ['AccessDeniedException', true],
  ])('that cannot be read: %s', async (code, isUnanswered) => {
    const failing = (name: string) =>
      Promise.reject(new Error(name, { cause: Object.assign(new Error(), { name: code }) }));
    const secrets = new Secrets({ ofSecretsManager: failing, ofParameter: failing });
    expect(await secrets.authorization({ secretsManager: 'headcount/prometheus' }, NOON)).toMatchObject({
      ...{ code: 'prometheus-secret-unread', isUnanswered },
    });
  });

  it.each(['{"user":"ann"}', 'two\nlines', '', '{'])(
    'that is no secret of a server is not sent: %j',
    async (secretText) => {
      const { url, environment, calls } = await withSecret(secretText, () => true);
      const found = await read({ url, query: 'up', secret: { secretsManager: 'headcount/prometheus' } }, environment);
      expect(found).toMatchObject({ code: 'prometheus-secret-unread', params: { name: 'headcount/prometheus' } });
      expect(JSON.stringify(found)).not.toContain('ann');
      expect(calls).toEqual(['secretsmanager.GetSecretValue']);
    },
  );
});
