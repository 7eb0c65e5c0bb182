import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { headcount } from '../headcount.ts';

const ID = 'i-0123456789abcdef0';
const TOKEN = 'token-of-the-instance';
/** As IMDSv2 gives them to an instance with an instance profile. */
const CREDENTIALS = {
  ...{ Code: 'Success', Type: 'AWS-HMAC', LastUpdated: '2026-11-21T12:00:00Z', Expiration: '2099-01-01T00:00:00Z' },
  ...{ AccessKeyId: 'AKIDOFTHEROLE', SecretAccessKey: 'secret', Token: 'session' },
};
const METADATA: Readonly<Record<string, string>> = {
  'instance-id': ID,
  'placement/region': 'eu-central-1',
  'iam/security-credentials/': 'worker',
  'iam/security-credentials/worker': JSON.stringify(CREDENTIALS),
};

interface Options {
  readonly metadata?: Readonly<Record<string, string>>;
  /** Code of the error with which EC2 answers. */
  readonly refusal?: string;
}

/** The metadata service and EC2, on loopback. */
async function instance({ metadata = METADATA, refusal }: Options = {}) {
  const calls: { parameters: Record<string, string>; authorization: string }[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const end = (status: number, body: string) => response.writeHead(status).end(body);
    if (request.method === 'PUT' && path === '/latest/api/token') {
      const seconds = request.headers['x-aws-ec2-metadata-token-ttl-seconds'];
      return end(seconds === undefined ? 400 : 200, TOKEN);
    }
    if (path.startsWith('/latest/meta-data/')) {
      if (request.headers['x-aws-ec2-metadata-token'] !== TOKEN) return end(401, '');
      const value = metadata[path.slice('/latest/meta-data/'.length)];
      return end(value === undefined ? 404 : 200, value ?? '');
    }
    const { authorization = '' } = request.headers;
    calls.push({ parameters: Object.fromEntries(new URLSearchParams(await text(request))), authorization });
    if (refusal === undefined) return end(200, '<CreateTagsResponse><return>true</return></CreateTagsResponse>');
    const error = `<Error><Code>${refusal}</Code><Message>no</Message></Error>`;
    return end(403, `<Response><Errors>${error}</Errors></Response>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = {
    ...{ AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: address },
    ...{ AWS_ENDPOINT_URL: address, AWS_REGION: 'us-west-2' },
  };
  return { calls, worker: (...written: string[]) => headcount(['worker', ...written], { environment }) };
}

test.each([
  ['ready', { 'headcount:ready': 'true' }, 'has reported that it is ready'],
  ['busy', { 'headcount:busy': 'true' }, 'has reported that it is busy'],
  ['idle', { 'headcount:busy': 'false' }, 'has reported that it is idle'],
  ['alive', {}, 'has reported that it is alive'],
  ['retire', { 'headcount:retire': 'true' }, 'has asked to retire'],
])(
  'headcount worker %s tags its own instance, with the role and in the region of the instance',
  async (report, tags, said) => {
    const { calls, worker } = await instance();
    expect(await worker(report)).toEqual({ code: 0, out: `${ID} ${said}.\n`, err: '' });
    const [{ parameters, authorization } = { parameters: {}, authorization: '' }] = calls;
    expect(calls).toHaveLength(1);
    expect(authorization).toContain('AKIDOFTHEROLE');
    expect(authorization).toContain('/eu-central-1/ec2/');
    expect(parameters).toMatchObject({ Action: 'CreateTags', 'ResourceId.1': ID });
    const keys = Object.keys(parameters).filter((name) => name.endsWith('.Key'));
    const written = Object.fromEntries(keys.map((key) => [parameters[key], parameters[key.replace('Key', 'Value')]]));
    expect(written).toEqual({ ...tags, 'headcount:alive': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) });
    expect(Object.keys(parameters).filter((name) => name.startsWith('ResourceId'))).toHaveLength(1);
  },
);

test('--json prints what was reported, and for which worker', async () => {
  const { worker } = await instance();
  const { code, out } = await worker('busy', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ worker: ID, region: 'eu-central-1', report: 'busy', at: expect.any(String) });
});

test('an unknown report is wrong usage, and so is the id of another worker', async () => {
  const { calls, worker } = await instance();
  expect(await worker('tired')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('ready, busy, idle') });
  expect(await worker('busy', 'i-0fedcba9876543210')).toMatchObject({ code: 2, out: '' });
  expect(calls).toEqual([]);
});

test('without the permission, it says where the permissions are', async () => {
  const { worker } = await instance({ refusal: 'UnauthorizedOperation' });
  const { code, err } = await worker('busy');
  expect(code).toBe(1);
  expect(err).toContain('AWS denies access');
  expect(err).toContain('protect-busy-workers.md#permissions');
});

test('outside an instance, it says so', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.close();
  const environment = { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: address };
  const { code, err } = await headcount(['worker', 'busy'], { environment });
  expect(code).toBe(1);
  expect(err).toContain(`The instance metadata cannot be read at ${address} (ECONNREFUSED)`);
  expect(err).not.toMatch(/^\s+at /m);
  expect(await headcount(['worker', 'busy'])).toMatchObject({ code: 1, err: expect.stringContaining('is true') });
});

test('metadata that name no instance are refused', async () => {
  const { calls, worker } = await instance({ metadata: { ...METADATA, 'instance-id': 'i-1&ResourceId.2=i-2' } });
  expect(await worker('busy')).toMatchObject({ code: 1, err: expect.stringContaining('the instance id is') });
  expect(calls).toEqual([]);
});
