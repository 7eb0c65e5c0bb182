import { gzipSync } from 'node:zlib';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateFleetCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { expect, test } from 'vitest';
import { type HttpRequest, readCall } from '../../../local/requests/index.ts';
import { autoScalingCall } from '../../../shared/providers/auto-scaling-group/api/index.ts';
import { models, sent } from './exchange.ts';

const client = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'somebody', secretAccessKey: 'test' },
  maxAttempts: 1,
};
const METRICS = {
  Namespace: 'App',
  MetricData: [{ MetricName: 'Load', Value: 1.5, Dimensions: [{ Name: 'Group', Value: 'web' }] }],
};

test('a call says who signed it, for which region and service', async () => {
  const call = await sent((at) => new CloudWatchClient({ ...client, ...at }).send(new PutMetricDataCommand(METRICS)));
  expect(call).toMatchObject({ key: 'somebody', region: 'us-east-1', service: 'monitoring' });
});

test("EC2's form is read with its lists and nested members", async () => {
  const input = {
    Type: 'instant' as const,
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: { LaunchTemplateName: 'worker', Version: '3' },
        Overrides: [
          { InstanceType: 'c7g.large' as const, SubnetId: 'subnet-1', Priority: 2.5 },
          { InstanceType: 'm7g.large' as const, SubnetId: 'subnet-2' },
        ],
      },
    ],
    TargetCapacitySpecification: { TotalTargetCapacity: 3, DefaultTargetCapacityType: 'spot' as const },
    TagSpecifications: [{ ResourceType: 'instance' as const, Tags: [{ Key: 'a.b', Value: 'c' }] }],
    ClientToken: 'once',
    DryRun: false,
  };
  const call = await sent((at) => new EC2Client({ ...client, ...at }).send(new CreateFleetCommand(input)));
  expect(call).toMatchObject({ operation: 'CreateFleet', protocol: 'ec2', faults: [] });
  expect(call.input).toEqual(input);
});

test('a query form is read with its members', async () => {
  const input = { TargetGroupArn: 'arn:tg', Targets: [{ Id: 'i-1', Port: 80 }, { Id: 'i-2' }] };
  const call = await sent((at) =>
    new ElasticLoadBalancingV2Client({ ...client, ...at }).send(new RegisterTargetsCommand(input)),
  );
  expect(call).toMatchObject({ operation: 'RegisterTargets', protocol: 'query', faults: [], input });
});

test("the project's own calls without a client are read like those of a client", async () => {
  const call = await sent(({ endpoint }) =>
    autoScalingCall(new EC2Client(client).config, { AWS_ENDPOINT_URL: endpoint })('SetDesiredCapacity', {
      ...{ AutoScalingGroupName: 'web', DesiredCapacity: '3', HonorCooldown: 'false' },
    }),
  );
  const input = { AutoScalingGroupName: 'web', DesiredCapacity: 3, HonorCooldown: false };
  expect(call).toMatchObject({ operation: 'SetDesiredCapacity', faults: [], input });
});

test('JSON of both versions is read', async () => {
  const item = { TableName: 'notes', Item: { pk: { S: 'a' }, sum: { N: '1' } } };
  const entries = { Entries: [{ Source: 'here', DetailType: 'Done', Detail: '{}' }] };
  const batch = { QueueUrl: 'http://127.0.0.1/0/jobs', Entries: [{ Id: 'a', MessageBody: 'b' }] };
  expect(await sent((at) => new DynamoDBClient({ ...client, ...at }).send(new PutItemCommand(item)))).toMatchObject({
    ...{ operation: 'PutItem', protocol: 'json', faults: [], input: item },
  });
  expect(
    await sent((at) => new EventBridgeClient({ ...client, ...at }).send(new PutEventsCommand(entries))),
  ).toMatchObject({
    ...{ operation: 'PutEvents', protocol: 'json', faults: [], input: entries },
  });
  expect(
    await sent((at) => new SQSClient({ ...client, ...at }).send(new SendMessageBatchCommand(batch))),
  ).toMatchObject({
    ...{ operation: 'SendMessageBatch', protocol: 'json', faults: [], input: batch },
  });
});

test('CloudWatch is read in each protocol that it speaks, also compressed', async () => {
  const expected = { operation: 'PutMetricData', faults: [], input: METRICS };
  expect(
    await sent((at) => new CloudWatchClient({ ...client, ...at }).send(new PutMetricDataCommand(METRICS))),
  ).toMatchObject({ ...expected, protocol: 'json' });
  const protocol = SmithyRpcV2CborProtocol;
  expect(
    await sent((at) => new CloudWatchClient({ ...client, ...at, protocol }).send(new PutMetricDataCommand(METRICS))),
  ).toMatchObject({ ...expected, protocol: 'cbor' });
  const form = new URLSearchParams({
    ...{ Action: 'PutMetricData', Version: '2010-08-01', Namespace: 'App' },
    ...{ 'MetricData.member.1.MetricName': 'Load', 'MetricData.member.1.Value': '1.5' },
    ...{ 'MetricData.member.1.Dimensions.member.1.Name': 'Group' },
    ...{ 'MetricData.member.1.Dimensions.member.1.Value': 'web' },
  });
  const compressed = { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' };
  expect(await read('monitoring', { headers: compressed, body: gzipSync(form.toString()) })).toMatchObject({
    ...{ ...expected, protocol: 'query' },
  });
});

test('a REST call is read from path, query, header and body', async () => {
  const invoked = await read('lambda', {
    url: '/2015-03-31/functions/headcount%2Dx/invocations?Qualifier=2',
    headers: { 'x-amz-invocation-type': 'Event' },
    body: Buffer.from('{"any":1}'),
  });
  const input = { FunctionName: 'headcount-x', Qualifier: '2', InvocationType: 'Event' };
  expect(invoked).toMatchObject({ operation: 'Invoke', protocol: 'rest-json', faults: [], input });
  const update = {
    url: '/2015-03-31/functions/x/configuration',
    method: 'PUT',
    body: Buffer.from('{"MemorySize":512}'),
  };
  expect(await read('lambda', update)).toMatchObject({
    ...{ operation: 'UpdateFunctionConfiguration', faults: [], input: { FunctionName: 'x', MemorySize: 512 } },
  });
});

test.each([
  ['no such operation', 'sqs', { headers: { 'x-amz-target': 'AmazonSQS.Shout' } }, 'unknown operation'],
  ['no such path', 'lambda', { url: '/2015-03-31/nothing' }, 'unknown operation'],
  [
    'the target of another service',
    'sqs',
    { headers: { 'x-amz-target': 'AmazonSNS.ListQueues' } },
    'begins with AmazonSQS',
  ],
  ['another version', 'ec2', form({ Action: 'DescribeInstances', Version: '2013-01-01' }), 'is 2016-11-15'],
  [
    'a protocol that the service does not speak',
    'autoscaling',
    { headers: { 'x-amz-target': 'A.B' } },
    'protocol query',
  ],
  [
    'what is no JSON',
    'sqs',
    { headers: { 'x-amz-target': 'AmazonSQS.ListQueues' }, body: Buffer.from('[') },
    'the body is a JSON object',
  ],
  [
    'a member nobody knows',
    'ec2',
    form({ Action: 'DescribeInstances', Version: '2016-11-15', 'Filter.1.Nom': 'x' }),
    'unknown member',
  ],
  [
    'a list of another dialect',
    'ec2',
    form({ Action: 'DescribeInstances', Version: '2016-11-15', 'InstanceId.member.1': 'i-1' }),
    'items are counted from 1',
  ],
  [
    'a hole in a list',
    'ec2',
    form({ Action: 'DescribeInstances', Version: '2016-11-15', 'InstanceId.2': 'i-1' }),
    'items are counted from 1',
  ],
  [
    'a list without its element',
    'autoscaling',
    form({ Action: 'DescribeAutoScalingGroups', Version: '2011-01-01', 'AutoScalingGroupNames.1': 'web' }),
    'items of this list are called member',
  ],
])('a fault of the request itself: %s', async (_, service, request, rule) => {
  const { faults } = await read(service, request);
  expect(faults.map((fault) => fault.rule)).toEqual(expect.arrayContaining([expect.stringContaining(rule)]));
});

function form(fields: Record<string, string>): Partial<HttpRequest> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { headers, body: Buffer.from(new URLSearchParams(fields).toString()) };
}

async function read(service: string, request: Partial<HttpRequest>) {
  const model = await (await models()).of(service);
  if (model === null) throw new Error(`no model of ${service}`);
  const whole = { method: 'POST', url: '/', headers: {}, body: Buffer.from('{}'), ...request };
  return readCall(whole, { key: 'somebody', region: 'us-east-1', service }, model);
}
