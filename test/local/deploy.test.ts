import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deploy, type LocalAws, startLocalAws } from '../../local/index.ts';
import { LOCAL } from '../../local/paths.ts';
import { isAlive } from '../../local/process/lock.ts';
import { onlyInFullRun } from '../full-run.ts';
import { emptyFolder } from './folder.ts';

let localAws: LocalAws;
beforeAll(async () => {
  process.env['HEADCOUNT_TEST_SECRET'] = 'of the person';
  localAws = await startLocalAws();
});
afterAll(() => localAws.stop());

const appeared = (file: string): Promise<void> => expect.poll(() => existsSync(file)).toBe(true);

/** A CDK app of a few lines, under the repository so that it finds the library. */
async function app(lines: string): Promise<string> {
  await mkdir(LOCAL, { recursive: true });
  const folder = await emptyFolder(LOCAL);
  await writeFile(join(folder, 'cdk.json'), JSON.stringify({ app: 'node app.mjs' }));
  await writeFile(join(folder, 'app.mjs'), lines);
  return folder;
}

test(
  'a stack is deployed: its outputs are returned, and a function runs on this Node and calls AWS through the gateway',
  onlyInFullRun,
  async () => {
    const folder = await app(`
    import { App, CfnOutput, Stack, aws_lambda as lambda, aws_sqs as sqs } from 'aws-cdk-lib';
    const app = new App();
    const stack = new Stack(app, 'Small');
    const queue = new sqs.Queue(stack, 'Jobs', { queueName: 'jobs-' + app.node.tryGetContext('stage') });
    new CfnOutput(stack, 'JobsUrl', { value: queue.queueUrl });
    new lambda.Function(stack, 'Teller', {
      functionName: 'teller',
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(\`exports.handler = async () => ({
        node: process.version,
        endpoint: process.env.AWS_ENDPOINT_URL,
        mine: process.env.HEADCOUNT_TEST_SECRET ?? null,
      })\`),
    });`);
    const told: string[] = [];
    const outputs = await deploy({
      environment: localAws.environment,
      stage: 'local',
      stack: 'Small',
      app: folder,
      outputDirectory: join(folder, 'out'),
      onProgress: (line) => told.push(line),
    });
    const client = new SQSClient({
      endpoint: localAws.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'jobs-local' }));
    expect(outputs).toEqual({ JobsUrl: QueueUrl });
    expect(told.slice(0, 2)).toEqual(['cdk bootstrap', 'cdk deploy Small']);

    const answer = await fetch(`${localAws.endpoint}/2015-03-31/functions/teller/invocations`, {
      method: 'POST',
      // The emulator reads only the account from it.
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/lambda/aws4_request' },
      body: '{}',
    });
    expect(await answer.json()).toEqual({ node: process.version, endpoint: localAws.endpoint, mine: null });
  },
);

test('a first deployment that fails leaves no table, so the next one succeeds', onlyInFullRun, async () => {
  const table = new URL('../../infra/constructs/table.ts', import.meta.url).href;
  const folder = await app(`
    import { App, CfnResource, Stack } from 'aws-cdk-lib';
    import { GroupsTable } from '${table}';
    const app = new App();
    const stack = new Stack(app, 'Tables');
    const table = new GroupsTable(stack, 'Table', { stage: 'staging', isProtected: false });
    if (app.node.tryGetContext('broken') === 'true') {
      new CfnResource(stack, 'Broken', { type: 'AWS::NoSuch::Type' }).node.addDependency(table);
    }`);
  const attempt = (broken: boolean) =>
    deploy({
      ...{ environment: localAws.environment, stage: 'staging', stack: 'Tables', app: folder },
      context: { broken: String(broken) },
      outputDirectory: join(folder, 'out'),
    });
  await expect(attempt(true)).rejects.toThrow(/cdk deploy failed/);
  await attempt(false);
});

test('a deployment that fails shows its last lines and the path of its log', onlyInFullRun, async () => {
  const folder = await app(`throw new Error('the app is not well');`);
  const outputDirectory = join(folder, 'out');
  const failing = deploy({ environment: localAws.environment, stage: 'local', app: folder, outputDirectory });
  await expect(failing).rejects.toThrow(
    /cdk deploy failed \(exit code 1\)[\s\S]*the app is not well[\s\S]*cdk-deploy\.log/,
  );
  expect(await readFile(join(outputDirectory, 'cdk-deploy.log'), 'utf8')).toContain('the app is not well');
});

test('aborting ends the CDK and the app it runs', onlyInFullRun, async () => {
  const folder = await app(`
    import { writeFileSync } from 'node:fs';
    writeFileSync('started', String(process.pid));
    setTimeout(() => {}, 600_000);`);
  const started = join(folder, 'started');
  const abort = new AbortController();
  const deploying = deploy({
    environment: localAws.environment,
    stage: 'local',
    app: folder,
    outputDirectory: join(folder, 'out'),
    signal: abort.signal,
    onProgress: (line) => {
      if (line.startsWith('cdk deploy')) void appeared(started).then(() => abort.abort());
    },
  });
  await expect(deploying).rejects.toThrow(/abort/i);
  const pid = Number(await readFile(started, 'utf8'));
  await expect.poll(() => isAlive(pid)).toBe(false);
});
