/** @module-tag full-run */

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, test } from 'vitest';
import { deploy } from '../../local/index.ts';
import { TAG } from '../../shared/names/names.ts';
import { outsideProject } from '../extension/outside-project.ts';
import { fitted, parameterExtension, synthesizedIn } from './example.ts';
import { commandIn, guide, guideStage, wordsOf } from './guide-stage.ts';
import { regionWithoutCdk } from './other-region.ts';
import { bundledTemplate } from './template.ts';

// The steps of the guides on the stage that they deploy. What they need of AWS is the local AWS.
const project = outsideProject();
const EXTENSION = join(project.folder, 'src', 'index.ts');
const ELSEWHERE = 'eu-west-1';
const stage = guideStage({ extensions: EXTENSION, overflowRegions: ELSEWHERE });
afterAll(() => project.remove());

const counted = async (group: string): Promise<number> => {
  await stage.evaluate(group);
  return stage.living(group).length;
};
/** The lines of preflight's report about what cannot work. */
const blockersIn = (out = 'nothing'): string[] => out.split('\n').filter((line) => line.includes('✗'));
const succeeded = { code: 0, err: '' };

test('the guide to a batch fleet: from a queue and a template to a spot worker for a message', async () => {
  const { policy, lines } = guide('sqs-batch-fleet');
  for (const line of lines('aws sqs create-queue', 'aws ec2 create-launch-template')) await stage.aws(line);
  const QueueUrl = `${stage.local().endpoint}/000000000000/transcodes`;
  const sqs = new SQSClient(stage.config());
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    VisibilityTimeout: '300',
    RedrivePolicy: expect.stringContaining('transcodes-dead'),
  });

  const commands = lines('npx headcount policy validate', 'npx headcount preflight', 'npx headcount policy apply');
  // As the guide to a deployment says.
  await stage.createServiceLinkedRole('spot.amazonaws.com');
  await stage.createInstanceProfile('transcoder');
  const [valid, checked, applied] = await stage.headcount(commands, { 'transcoding.yaml': policy });
  expect(valid).toMatchObject(succeeded);
  expect(blockersIn(checked?.out)).toEqual([]);
  expect(applied).toMatchObject({ code: 0, out: 'transcoding: version 1 is active\n' });

  for (const line of lines('aws sqs send-message')) {
    await stage.aws(line.replace(/https:\S+\/transcodes/, QueueUrl));
  }
  await expect.poll(() => counted('transcoding')).toBe(1);
  expect(stage.living('transcoding')).toMatchObject([{ market: 'spot' }]);
  const [explained] = await stage.headcount(lines('npx headcount explain'));
  expect(explained?.out).toContain('1 task waiting');
  sqs.destroy();
});

test('the guide to a web fleet: two workers, ready when they are healthy, that are followed by more under load', async () => {
  const arn = await stage.createTargetGroup('web');
  const { policy, lines } = guide('web-fleet', () => arn);
  for (const line of lines('aws elbv2')) await stage.aws(line);
  await stage.aws(
    `aws ec2 create-launch-template --launch-template-name web --launch-template-data '{"ImageId":"ami-0123456789abcdef0"}'`,
  );
  const commands = lines('npx headcount policy validate', 'npx headcount preflight', 'npx headcount policy apply');
  const [valid, checked, applied] = await stage.headcount(commands, { 'web.yaml': policy });
  expect(valid).toMatchObject(succeeded);
  expect(blockersIn(checked?.out)).toEqual([]);
  expect(applied).toMatchObject({ code: 0, out: 'web: version 1 is active\n' });

  await expect.poll(() => counted('web')).toBe(2);
  expect(new Set(stage.living('web').map(({ subnetId }) => subnetId)).size).toBe(2);
  for (const { id } of stage.living('web')) stage.local().habits?.targets.set(id, { state: 'initial' });
  const serving = async () => {
    await stage.evaluate('web');
    return (await stage.status('web')).workers.map((worker) => worker.serving);
  };
  await expect.poll(serving).toEqual([false, false]);
  for (const { id } of stage.living('web')) stage.local().habits?.targets.set(id, { state: 'healthy' });
  await expect.poll(serving).toEqual([true, true]);

  // 480 requests a second.
  const cloudwatch = new CloudWatchClient(stage.config());
  const Dimensions = [{ Name: 'LoadBalancer', Value: 'app/web/0123456789abcdef' }];
  const MetricData = Array.from({ length: 6 }, (_, minute) => ({
    ...{ MetricName: 'RequestCount', Dimensions, Value: 28_800, Timestamp: new Date(Date.now() - minute * 60_000) },
  }));
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'AWS/ApplicationELB', MetricData }));
  cloudwatch.destroy();
  // Its cooldown is a minute, which the tests of decisions cover.
  const eager = policy.replace(
    'behavior: { in: { drain: 3m } }',
    'behavior: { in: { drain: 3m }, out: { cooldown: 0 } }',
  );
  expect(eager).not.toBe(policy);
  const [again] = await stage.headcount(lines('npx headcount policy apply'), { 'web.yaml': eager });
  expect(again).toMatchObject({ code: 0, out: 'web: version 2 is active\n' });
  await expect.poll(() => counted('web')).toBeGreaterThan(2);
  const [activities] = await stage.headcount(lines('npx headcount explain'));
  expect(activities?.code).toBe(0);
});

test('the guide to GPU inference: the quota must be raised first, and workers are pending until they report that they are ready', async () => {
  const arn = await stage.createTargetGroup('inference');
  const { policy, lines } = guide('gpu-inference', () => arn);
  await stage.aws(
    `aws ec2 create-launch-template --launch-template-name inference --launch-template-data '{"ImageId":"ami-0fedcba9876543210"}'`,
  );
  const files = { 'inference.yaml': policy };
  const preflight = lines('npx headcount preflight');
  const [tooLow] = await stage.headcount(preflight, files);
  expect(blockersIn(tooLow?.out)).toEqual([expect.stringContaining('The on-demand quota is 0 vCPUs')]);
  for (const line of lines('aws service-quotas request-service-quota-increase')) await stage.aws(line);
  const commands = lines('npx headcount policy validate', 'npx headcount preflight', 'npx headcount policy apply');
  const [valid, checked, applied] = await stage.headcount(commands, files);
  expect(valid).toMatchObject(succeeded);
  expect(blockersIn(checked?.out)).toEqual([]);
  expect(checked?.out).toContain('✓ The on-demand quota of 48 vCPUs is enough for 48');
  expect(applied).toMatchObject({ code: 0, out: 'inference: version 1 is active\n' });

  await expect.poll(() => counted('inference')).toBe(2);
  const serving = async () => {
    await stage.evaluate('inference');
    return (await stage.status('inference')).workers.map((worker) => worker.serving);
  };
  for (let turn = 0; turn < 3; turn++) expect(await serving()).toEqual([false, false]);
  for (const { id } of stage.living('inference'))
    stage.local().ec2?.createTags([id], [{ key: TAG.ready, value: 'true' }]);
  await expect.poll(serving).toEqual([true, true]);
});

test('the guide to GitHub runners: a job that GitHub queues launches a runner, and nobody follows it when it has ended', async () => {
  const { lines } = guide('github-runners');
  const SECRET = 'it is a secret';
  for (const line of lines('aws ssm put-parameter')) await stage.aws(line.replace('$(openssl rand -hex 32)', SECRET));
  const [read = ''] = lines('aws ssm get-parameter');
  expect(await stage.aws(read)).toBe(SECRET);

  const folder = join(stage.local().directory, 'example');
  const [deployment = ''] = lines('npx cdk deploy --app');
  await synthesizedIn(folder, deployment, () => import('../../examples/github-runners/app.ts'));
  const port = await parameterExtension(async (name) =>
    String(await stage.aws(`aws ssm get-parameter --name ${name}`)),
  );
  const data = await fitted(folder, 'github-runners', port);
  const { environment, ec2 } = stage.local();
  await deploy({ environment, stage: 'production', outputDirectory: folder, app: folder, stack: 'github-runners' });
  const resource = await stage.resourcesOf('github-runners');
  await stage.createTemplate('github-runners', resource('AWS::EC2::LaunchTemplate'), {
    ...{ ...data, IamInstanceProfile: { Arn: resource('AWS::IAM::InstanceProfile') } },
  });

  const webhook = (name: string, event: object, key = SECRET) => {
    const body = JSON.stringify(event);
    const signature = createHmac('sha256', key).update(body).digest('hex');
    const headers = { 'x-github-event': name, 'x-hub-signature-256': `sha256=${signature}` };
    return stage.invoke(resource('AWS::Lambda::Function'), { headers, body });
  };
  expect(await webhook('ping', { zen: 'Speak like a human.' })).toEqual({
    ...{ statusCode: 200, body: 'ignored: not a workflow_job' },
  });
  const job = { id: 42, html_url: 'https://github.com/acme/shop/actions/runs/1/job/42' };
  const queued = { action: 'queued', workflow_job: { ...job, labels: ['self-hosted', 'linux', 'arm64', 'headcount'] } };
  expect(await webhook('workflow_job', queued, 'guess')).toMatchObject({ statusCode: 401 });
  expect(await webhook('workflow_job', queued)).toMatchObject({ statusCode: 202 });

  await expect.poll(() => counted('github-runners')).toBe(1);
  const [worker] = stage.living('github-runners');
  expect(worker).toMatchObject({ market: 'on-demand', shutdownBehavior: 'terminate' });
  // The worker deletes the message after the job, and shuts down.
  const sqs = new SQSClient(stage.config());
  await sqs.send(new PurgeQueueCommand({ QueueUrl: resource('AWS::SQS::Queue', /RunnersQueue/) }));
  sqs.destroy();
  ec2?.shutDown(worker?.id ?? '');
  await expect
    .poll(async () => (await counted('github-runners')) + (await stage.status('github-runners')).desired)
    .toBe(0);
  const [shown] = await stage.headcount(lines('npx headcount status'));
  expect(shown?.out).toMatch(/^desired +0$/m);
  expect(
    stage
      .local()
      .ec2?.everything()
      .filter(({ tags }) => tags.get(TAG.group) === 'github-runners'),
  ).toHaveLength(1);
});

test('the guide to extensions: a rule, a source and a provider of the example, with workers of a supervisor', async () => {
  const write = (name: string, value: string) =>
    stage.aws(`aws ssm put-parameter --name /shop/${name} --type String --value '${value}' --overwrite`);
  const held = async () => JSON.parse(String(await stage.aws('aws ssm get-parameter --name /shop/workers')));
  const evaluated = async () => {
    await stage.evaluate('orders');
    return held();
  };
  await write('orders', '150');
  await write('workers', '{}');
  // Its waits before a scale-in are minutes, which the tests of decisions cover.
  const policy = `${readFileSync(join(project.folder, 'policy.yaml'), 'utf8')}behavior: { in: { cooldown: 0, stabilization: 0, drain: 0 } }\n`;
  const extensions = { HEADCOUNT_EXTENSIONS: EXTENSION };
  const commands = ['npx headcount preflight policy.yaml', 'npx headcount policy apply policy.yaml'];
  const [checked, applied] = await stage.headcount(commands, { 'policy.yaml': policy }, extensions);
  expect(checked).toMatchObject({ code: 0, out: expect.stringContaining('✓ Metric orders: 1 recent value') });
  expect(applied).toMatchObject({ code: 0, out: 'orders: version 1 is active\n' });

  await expect.poll(evaluated).toEqual({ desired: 4, workers: [] });
  const [explained] = await stage.headcount(['npx headcount explain orders'], {}, extensions);
  expect(explained?.out).toContain('orders 150 is at the step from 100: 4');
  expect(explained?.out).toContain('asked /shop/workers for 4 workers instead of 0');
  // Without its texts, its codes are shown, and what to do about that.
  const [bare, shown] = await stage.headcount(['npx headcount explain orders', 'npx headcount activities orders']);
  expect(bare).toMatchObject({ code: 1, err: expect.stringContaining('needs the extension in --extensions') });
  expect(shown).toMatchObject({ code: 0, err: expect.stringMatching(/note: acme-\S+ has no text here/) });

  const workers = ['a', 'b', 'c', 'd'].map((id) => ({ id, state: 'ready', busy: id !== 'c' }));
  await write('workers', JSON.stringify({ desired: 4, workers }));
  await write('orders', '50');
  await expect.poll(evaluated).toEqual({ desired: 3, workers: workers.filter(({ busy }) => busy) });
});

describe('a second region, without the CDK', () => {
  const elsewhere = regionWithoutCdk(stage.local, ELSEWHERE, 'production');
  const here = regionWithoutCdk(stage.local, 'us-east-1', 'production');

  test('the guides to the template and to Terraform: a stack, and a policy that is an item', async () => {
    const { lines } = guide('cloudformation');
    const [make = '', sync = '', deployment = ''] = lines(
      'npm run template',
      'aws s3 sync',
      'aws cloudformation deploy',
    );
    const context = Object.fromEntries(wordsOf(make).flatMap((word) => (word.includes('=') ? [word.split('=')] : [])));
    const files = await bundledTemplate({ ...context, overflowRegions: 'us-east-1' });
    await elsewhere.sync(files, wordsOf(sync)[4] ?? '');
    const parameters = wordsOf(deployment).flatMap((word) => (/^[A-Z]\w+=/.test(word) ? [word.split('=')] : []));
    const { options } = commandIn(deployment);
    const template = String(files.get(`${options['stack-name']}.template.json`));
    const outputs = await elsewhere.deploy(options, Object.fromEntries(parameters), template);
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(Object.keys(JSON.parse(template).Outputs)));
    expect(outputs).toMatchObject({
      TableName: 'headcount-production',
      AlarmTopicArn: expect.stringContaining(`:sns:${ELSEWHERE}:`),
    });

    const folder = 'examples/terraform';
    const fields = JSON.parse(readFileSync(`${folder}/ci-runners.json`, 'utf8'));
    const item = { pk: { S: 'GROUP#ci-runners' }, sk: { S: 'POLICY' }, changedBy: { S: 'terraform' } };
    await elsewhere.putItem({ ...fields, ...item, changeId: { S: '1' } });
    await expect.poll(async () => (await elsewhere.state('ci-runners'))?.policy.version).toBe(1);
    const [diff] = await stage.headcount(
      ['npx headcount policy diff ci-runners.yaml'],
      { 'ci-runners.yaml': readFileSync(`${folder}/ci-runners.yaml`, 'utf8') },
      elsewhere.environment(),
    );
    expect(diff).toMatchObject(succeeded);
  });

  test('the guide to overflow: a group continues there when this region has no capacity, and gives back', async () => {
    const pace = '{ cooldown: 0, stabilization: 0, limits: [] }';
    const policy = (more: string, type = 'c6g.large') =>
      `group: lent
provider:
  kind: ec2
  launchTemplate: { name: lent }
  instanceTypes: [${type}]
  subnets: [subnet-00000001, subnet-00000002]
behavior: { out: ${pace}, in: { cooldown: 0, stabilization: 0, limits: [], drain: 0 } }
${more}`;
    const apply = async (document: string, region: typeof here, version = 1) => {
      const files = { 'lent.yaml': document };
      const [ran] = await stage.headcount(['npx headcount policy apply lent.yaml'], files, region.environment());
      expect(ran).toMatchObject({ code: 0, out: `lent: version ${version} is active\n` });
    };
    for (const region of [here, elsewhere]) await region.createTemplate('lent');
    here.ec2().shortages.add({ instanceType: 'c6g.large' });
    await apply(policy('capacity: { min: 0, max: 9 }'), elsewhere);
    const borrowing = `capacity: { min: 3, max: 9 }\noverflow: { region: ${ELSEWHERE}, after: 1s }`;
    await apply(policy(borrowing), here);
    const both = async () => {
      await here.passMinute('lent');
      await here.evaluate('lent');
      await elsewhere.evaluate('lent');
      return [here.living('lent').length, elsewhere.living('lent').length];
    };
    await expect.poll(both).toEqual([0, 3]);
    for (const { subnetId } of elsewhere.living('lent')) {
      expect(
        elsewhere
          .ec2()
          .subnets()
          .find(({ id }) => id === subnetId)?.zone,
      ).toMatch(/^eu-west-1/);
    }
    const [shown] = await stage.headcount(['npx headcount status lent'], {}, here.environment());
    expect(shown?.out).toMatch(/overflow +asks eu-west-1 for 3 workers/);
    const [asked] = await stage.headcount(['npx headcount explain lent'], {}, elsewhere.environment());
    expect(asked?.out).toContain('us-east-1');

    // After failures, the pools of a type are left out for minutes; another type has capacity now.
    await apply(policy(borrowing, 'c7gn.large'), here, 2);
    await expect.poll(both).toEqual([3, 0]);
    expect(stage.local().findings?.all).toEqual([]);
  });
});
