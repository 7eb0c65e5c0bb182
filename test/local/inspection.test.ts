import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { LocalAutoScaling } from '../../local/autoscaling/index.ts';
import { LocalEc2 } from '../../local/ec2/index.ts';
import { LocalEcs } from '../../local/ecs/index.ts';
import { Findings } from '../../local/gateway/findings.ts';
import { type Gateway, startGateway } from '../../local/gateway/gateway.ts';
import type { Models } from '../../local/requests/index.ts';
import { models } from './validation/exchange.ts';

/** Where no emulator is: what reaches it fails to connect. */
const NO_EMULATOR = 'http://127.0.0.1:9';

let known: Models;
let ec2: LocalEc2;
let gateway: Gateway;
beforeAll(async () => {
  known = await models();
});
beforeEach(async () => {
  ec2 = new LocalEc2();
  gateway = await startGateway({ ec2, autoScaling: new LocalAutoScaling(ec2), ecs: new LocalEcs(ec2.now), id: 'test' });
  gateway.open(NO_EMULATOR, known);
});
afterEach(() => gateway.close());

const config = () => ({
  ...{ endpoint: gateway.url.origin, region: 'us-east-1', maxAttempts: 1 },
  credentials: { accessKeyId: 'somebody', secretAccessKey: 'test' },
});

test('a call that breaks its model is refused, names member and rule, and is not carried out', async () => {
  const LaunchTemplateData = { InstanceType: 'c7g.huge' as 'c7g.large' };
  const wrong = { LaunchTemplateName: 'web', VersionDescription: 'x'.repeat(256), LaunchTemplateData };
  const problems = [
    'LaunchTemplateData.InstanceType: enum, found "c7g.huge"',
    'VersionDescription: max 255, found 256 characters',
  ];
  await expect(new EC2Client(config()).send(new CreateLaunchTemplateCommand(wrong))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: problems.join('; '),
    $metadata: { httpStatusCode: 400 },
  });
  expect([...ec2.calls]).toEqual([]);
  const found = [{ kind: 'invalid', call: 'ec2:CreateLaunchTemplate', by: 'somebody', problems }];
  expect(await (await fetch(new URL('/_headcount/findings', gateway.url))).json()).toEqual(found);
  expect(() => gateway.findings.throwIfAny()).toThrow(
    'invalid ec2:CreateLaunchTemplate by somebody: LaunchTemplateData',
  );
  expect(gateway.findings.take()).toEqual(found);
  expect(gateway.findings.all).toEqual([]);
});

test.each([
  [
    'JSON',
    () => new SQSClient(config()).send(new SendMessageCommand({ QueueUrl: 'q' } as never)),
    'MessageBody: required',
  ],
  [
    'JSON of CloudWatch',
    () => new CloudWatchClient(config()).send(new PutMetricDataCommand({ Namespace: ':App', MetricData: [] })),
    'Namespace: pattern [^:].*',
  ],
])('the refusal is an error of the protocol: %s', async (_, call, message) => {
  await expect(call()).rejects.toMatchObject({
    name: expect.stringMatching(/^Validation(Error|Exception)$/),
    message: expect.stringContaining(message),
  });
});

test('the refusal is an error of the protocol: query', async () => {
  const call = new RegisterTargetsCommand({ TargetGroupArn: 'arn:tg', Targets: [{ Id: 'i-1', Port: 0 }] });
  await expect(new ElasticLoadBalancingV2Client(config()).send(call)).rejects.toMatchObject({
    ...{ name: 'ValidationError', message: 'Targets[0].Port: min 1, found 0' },
  });
});

test('a valid call is carried out and is no finding', async () => {
  const LaunchTemplateData = { InstanceType: 'c7g.large' as const };
  await new EC2Client(config()).send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName: 'web', LaunchTemplateData }),
  );
  expect([...ec2.calls]).toEqual([['CreateLaunchTemplate', 1]]);
  expect(gateway.findings.all).toEqual([]);
});

test('a service without a model is a finding, and is passed on', async () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=somebody/20261126/us-east-1/braket/aws4_request';
  const response = await fetch(gateway.url, { method: 'POST', headers: { authorization }, body: '{}' });
  expect(await response.text()).toContain('cannot reach the emulator');
  expect(gateway.findings.all).toMatchObject([{ kind: 'unknown', call: 'braket', by: 'somebody' }]);
});

test('findings of a local AWS that runs for days stay few', () => {
  const findings = new Findings();
  for (let n = 0; n < 1_500; n += 1) findings.add({ kind: 'invalid', call: 'a:B', by: 'c', problems: [] });
  expect(findings.all).toHaveLength(1_000);
});

test('a local AWS that stops keeps its findings and adds none: it can no longer ask the emulator for roles', async () => {
  const sqs = new SQSClient({
    ...config(),
    credentials: { accessKeyId: 'lambda.headcount-local-evaluate', secretAccessKey: 'x' },
  });
  const send = () =>
    sqs.send(new SendMessageCommand({ QueueUrl: `${gateway.url.origin}/000000000000/jobs`, MessageBody: 'x' }));
  await expect(send()).rejects.toThrow();
  const [finding, ...others] = gateway.findings.all;
  expect(finding).toMatchObject({ kind: 'unknown', call: 'sqs:SendMessage' });
  expect(others).toEqual([]);
  gateway.findings.close();
  await expect(send()).rejects.toThrow();
  expect(gateway.findings.all).toEqual([finding]);
  expect(() => gateway.findings.throwIfAny()).toThrow('sqs:SendMessage');
});
