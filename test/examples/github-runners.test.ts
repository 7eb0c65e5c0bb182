import { createHash, createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { GitHubRunners } from '../../examples/github-runners/github-runners.ts';
import type { WebhookRequest } from '../../examples/github-runners/webhook.ts';
import { Headcount } from '../../infra/index.ts';
import { LOCAL } from '../../local/paths.ts';
import { parseDeployable, policyWarnings } from '../../shared/policy/index.ts';
import { text as resolved } from '../infra/iam.ts';
import { only } from '../infra/synthesized.ts';
import { setting } from '../shared/evaluation/setting.ts';

mkdirSync(LOCAL, { recursive: true });
/** Inside the repository, so that the function finds the SDK, which Lambda provides. */
const out = mkdtempSync(join(LOCAL, 'github-runners-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const stack = new Stack(new App({ outdir: out }), 'github-runners');
new GitHubRunners(stack, 'Runners', {
  autoscaler: Headcount.deployed(stack, 'production'),
  scope: 'repos/acme/shop',
  labels: ['linux', 'arm64'],
  subnets: ['subnet-0aaa1111', 'subnet-0bbb2222'],
  max: 20,
  onDemandBase: 2,
});
const template = Template.fromStack(stack);

/** The policy, with what is known only at deployment. */
const document = JSON.parse(
  resolved(only(template, 'Custom::HeadcountPolicy').Properties.document)
    .replaceAll(/\$\{\w+\.LatestVersionNumber\}/g, '7')
    .replaceAll(/\$\{\w+\.QueueName\}/g, 'jobs')
    .replaceAll(/\$\{\w+\}/g, 'lt-0123456789abcdef0'),
);

describe('the policy', () => {
  test('is valid, and nothing in it deserves a warning', () => {
    const parsed = parseDeployable(document);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    expect(policyWarnings(parsed.value)).toEqual([]);
  });

  test('asks for a worker for each job that waits or runs, the first ones on-demand', () => {
    expect(document.rules).toEqual([{ kind: 'backlog', metric: 'jobs', perWorker: 1 }]);
    expect(document.metrics).toEqual({ jobs: { sqs: { queue: 'jobs', count: 'all' } } });
    expect(document.provider.ephemeral).toBe(true);
    expect(document.provider.spot).toEqual({ percent: 100, onDemandBase: 2, fallback: 'on-demand' });
  });
});

describe('a group with this policy', () => {
  /** Evaluated after the jobs were queued, on fakes of AWS. */
  async function withJobs(jobs: number) {
    const group = setting({ pendingFor: 3000 });
    await group.put(document);
    group.queues.set('jobs', { waiting: jobs });
    const evaluate = async () => (await group.many([document.group]))[0];
    return { group, evaluate, report: await evaluate() };
  }

  test('launches a worker for each job at once: two on-demand, the others spot', async () => {
    const { report } = await withJobs(9);
    expect(report).toMatchObject({ result: 'resized', intent: { onDemand: 2, spot: 7 } });
  });

  test('launches nothing when workers end after their jobs', async () => {
    const { group, evaluate } = await withJobs(9);
    group.pass(60);
    await evaluate();
    group.queues.set('jobs', { waiting: 0 });
    for (const id of group.alive(document.group)) group.fleet.vanish(id, 'Client.InstanceInitiatedShutdown');
    expect(await evaluate()).toMatchObject({ result: 'held', decision: { desired: 0 } });
    expect(group.state(document.group).provider.launchBackoff).toBeNull();
  });

  test('terminates no worker: those whose job is done end themselves', async () => {
    const { group, evaluate } = await withJobs(9);
    group.pass(60);
    await evaluate();
    group.queues.set('jobs', { waiting: 0, inFlight: 4 });
    expect(await evaluate()).toMatchObject({ result: 'held', decision: { desired: 9 } });
  });
});

describe('the launch template', () => {
  const { LaunchTemplateData: data } = only(template, 'AWS::EC2::LaunchTemplate').Properties;

  test('terminates a worker that shuts down', () => {
    expect(data.InstanceInitiatedShutdownBehavior).toBe('terminate');
  });

  test('lets no container reach the metadata of the instance', () => {
    expect(data.MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
  });

  test('runs the script with the settings of the construct', () => {
    const script = resolved(data.UserData['Fn::Base64']);
    expect(script).toMatch(/^#!\/bin\/bash\nQUEUE_URL='\$\{\w+\}'\n/);
    expect(script).toContain("\nGITHUB_SCOPE='repos/acme/shop'\nRUNNER_LABELS='self-hosted,linux,arm64'\n");
  });
});

describe('the webhook', () => {
  const SECRET = 'It is a secret to everybody';
  let queueUrl = '';
  const sent: unknown[] = [];
  /** SQS, and the extension of Lambda that reads parameters. */
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      const name = new URL(request.url ?? '', 'http://localhost').searchParams.get('name');
      if (name !== '/github-runners/webhook-secret') response.statusCode = 400;
      response.end(JSON.stringify({ Parameter: { Value: SECRET } }));
      return;
    }
    const message = JSON.parse(await text(request));
    sent.push(message);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    const MD5OfMessageBody = createHash('md5').update(message.MessageBody).digest('hex');
    response.end(JSON.stringify({ MessageId: '1', MD5OfMessageBody }));
  });
  let handler: (request: WebhookRequest) => Promise<{ statusCode: number; body: string }>;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = String((server.address() as AddressInfo).port);
    queueUrl = `http://127.0.0.1:${port}/111122223333/jobs`;
    const { Properties } = only(template, 'AWS::Lambda::Function', (each) => each.Properties.Environment);
    const environment: Record<string, string> = {
      ...Properties.Environment.Variables,
      QUEUE_URL: queueUrl,
      PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: port,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    // What Lambda gets: the bundle, not the source.
    const asset = readdirSync(out).find((name) => name.startsWith('asset.')) ?? '';
    const bundle = join(out, asset, 'index.mjs');
    ({ handler } = await import(pathToFileURL(bundle).href));
  });
  afterAll(() => {
    server.close();
    vi.unstubAllEnvs();
  });

  const job = {
    id: 42,
    html_url: 'https://github.com/acme/shop/actions/runs/1/job/42',
    labels: ['self-hosted', 'Linux'],
  };
  const queued = { action: 'queued', workflow_job: job };

  function request(
    event: object,
    { name = 'workflow_job', key = SECRET, encoded = false } = {},
  ): WebhookRequest & { headers: Record<string, string> } {
    const payload = Buffer.from(JSON.stringify(event));
    const signature = createHmac('sha256', key).update(payload).digest('hex');
    return {
      headers: { 'x-github-event': name, 'x-hub-signature-256': `sha256=${signature}` },
      body: payload.toString(encoded ? 'base64' : 'utf8'),
      isBase64Encoded: encoded,
    };
  }
  async function answered(webhook: WebhookRequest) {
    sent.length = 0;
    const { statusCode } = await handler(webhook);
    return { statusCode, messages: sent.length };
  }
  const IGNORED = { statusCode: 200, messages: 0 };
  const REJECTED = { statusCode: 401, messages: 0 };

  test.each([false, true])('puts a queued job with our labels into the queue (base64: %s)', async (encoded) => {
    expect(await answered(request(queued, { encoded }))).toEqual({ statusCode: 202, messages: 1 });
    expect(sent).toEqual([{ QueueUrl: queueUrl, MessageBody: JSON.stringify({ job: 42, url: job.html_url }) }]);
  });

  test.each(['waiting', 'in_progress', 'completed'])('ignores a job that is %s', async (action) => {
    expect(await answered(request({ ...queued, action }))).toEqual(IGNORED);
  });

  test('ignores a job for other runners', async () => {
    const other = { ...job, labels: ['self-hosted', 'windows'] };
    expect(await answered(request({ ...queued, workflow_job: other }))).toEqual(IGNORED);
  });

  test('ignores other events, such as the ping of a new webhook', async () => {
    expect(await answered(request({ zen: 'Speak like a human.' }, { name: 'ping' }))).toEqual(IGNORED);
  });

  test('rejects a request that is signed with another secret, changed, or not signed', async () => {
    expect(await answered(request(queued, { key: 'guess' }))).toEqual(REJECTED);
    const changed = JSON.stringify({ ...queued, extra: 1 });
    expect(await answered({ ...request(queued), body: changed })).toEqual(REJECTED);
    for (const signature of ['', 'sha256=', 'sha256=zz']) {
      const { headers, ...rest } = request(queued);
      expect(await answered({ ...rest, headers: { ...headers, 'x-hub-signature-256': signature } })).toEqual(REJECTED);
    }
  });
});
