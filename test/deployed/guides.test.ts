/** @module-tag full-run */

import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test, vi } from 'vitest';
import { deploy } from '../../local/index.ts';
import { TAG } from '../../shared/names/names.ts';
import { fitted, parameterExtension, synthesizedIn } from './example.ts';
import { guide, guideStage } from './guide-stage.ts';
import { within } from './stage.ts';

// The steps of the guides on the stage that they deploy. What they need of AWS is the local AWS.
const stage = guideStage();
vi.setConfig({ testTimeout: 90_000 });

const counted = async (group: string): Promise<number> => {
  await stage.evaluate(group);
  return stage.living(group).length;
};
/** The lines of preflight's report about what cannot work. */
const blockersIn = (out = 'nothing'): string[] => out.split('\n').filter((line) => line.includes('✗'));
const succeeded = { code: 0, err: '' };

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

  await expect.poll(() => counted('web'), within(60)).toBe(2);
  expect(new Set(stage.living('web').map(({ subnetId }) => subnetId)).size).toBe(2);
  for (const { id } of stage.living('web')) stage.local().habits?.targets.set(id, { state: 'initial' });
  const serving = async () => {
    await stage.evaluate('web');
    return (await stage.status('web')).workers.map((worker) => worker.serving);
  };
  await expect.poll(serving, within(20)).toEqual([false, false]);
  for (const { id } of stage.living('web')) stage.local().habits?.targets.set(id, { state: 'healthy' });
  await expect.poll(serving, within(20)).toEqual([true, true]);

  // 480 requests a second.
  const cloudwatch = new CloudWatchClient(stage.config());
  const Dimensions = [{ Name: 'LoadBalancer', Value: 'app/web/0123456789abcdef' }];
  const MetricData = Array.from({ length: 6 }, (_, minute) => ({
    ...{ MetricName: 'RequestCount', Dimensions, Value: 28_800, Timestamp: new Date(Date.now() - minute * 60_000) },
  }));
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'AWS/ApplicationELB', MetricData }));
  cloudwatch.destroy();
  await expect.poll(() => counted('web'), within(60)).toBeGreaterThan(2);
  const [activities] = await stage.headcount(lines('npx headcount explain'));
  expect(activities?.code).toBe(0);
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

  await expect.poll(() => counted('github-runners'), within(60)).toBe(1);
  const [worker] = stage.living('github-runners');
  expect(worker).toMatchObject({ market: 'on-demand', shutdownBehavior: 'terminate' });
  // The worker deletes the message after the job, and shuts down.
  const sqs = new SQSClient(stage.config());
  await sqs.send(new PurgeQueueCommand({ QueueUrl: resource('AWS::SQS::Queue', /RunnersQueue/) }));
  sqs.destroy();
  ec2?.shutDown(worker?.id ?? '');
  await expect
    .poll(async () => (await counted('github-runners')) + (await stage.status('github-runners')).desired, within(30))
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
