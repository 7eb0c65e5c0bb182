/** @module-tag full-run */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateLaunchTemplateCommand, EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { FUNCTION_TIMEOUT_SECONDS, functionName, groupAlarmPrefix, PUSHED_EVENT } from '../../shared/names/index.ts';
import { autoScalingCall } from '../../shared/providers/auto-scaling-group/api/index.ts';
import { deployedStack, STAGE, TEMPLATE } from './deployed-stack.ts';
import { overflowStories } from './overflow-stories.ts';
import { makeInstanceProfile, roleOf } from './roles.ts';

// One deployment; the gateway in front of it denies its functions what their roles do not allow.
const stack = deployedStack();

const EVALUATE = functionName(STAGE, 'evaluate');
/** Signs as the function does. */
const asFunction = { maxAttempts: 1, credentials: { accessKeyId: `lambda.${EVALUATE}`, secretAccessKey: 'test' } };
const borrowed = () => stack.clients().cloudwatch.config;

/** A group that wants one worker. */
const wantsOne = (group: string, provider = {}) =>
  stack.putPolicy({ group, capacity: { min: 1, max: 1 }, ...provider });
const look = (group: string) => stack.queue(JSON.stringify({ groups: [group] }));
/** What its activities say, as text. */
const told = async (group: string) => JSON.stringify(await stack.activities(group));
/** The schedule would evaluate the group for as long as it has a policy. */
async function forget(group: string): Promise<void> {
  await stack.deleteItem(`GROUP#${group}`, 'POLICY');
  await expect.poll(async () => (await stack.state(group))?.policy.version).toBeNull();
}

test('a launch is denied and reported once its statement is gone; with the statement in a managed policy, it succeeds', async () => {
  const role = await roleOf(EVALUATE, borrowed());
  const statement = await role.without('LaunchOnlyInstancesTaggedAsWorkersOfThisStage');
  await wantsOne('denied');
  await expect.poll(async () => (await stack.state('denied'))?.policy.version).toBe(1);
  await look('denied');
  await expect.poll(() => told('denied')).toContain('is not authorized to perform: ec2:CreateFleet');
  expect(stack.instances('denied')).toEqual([]);
  await role.attach('launches', statement);
  await expect
    .poll(async () => {
      await look('denied');
      return stack.instances('denied').length;
    })
    .toBe(1);
  const refused = stack.refused();
  expect(refused.length).toBeGreaterThan(0);
  for (const each of refused) expect(each).toMatchObject({ kind: 'denied', call: 'ec2:CreateFleet' });
  await forget('denied');
});

test('a template with a role that the function may not pass launches nothing, and the activity says why', async () => {
  await makeInstanceProfile('worker', borrowed());
  const ec2 = new EC2Client({});
  const LaunchTemplateData = { ImageId: 'ami-0123456789abcdef0', IamInstanceProfile: { Name: 'worker' } };
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'with-role', LaunchTemplateData }));
  ec2.destroy();
  const launchTemplate = { name: 'with-role' };
  const provider = { kind: 'ec2', launchTemplate, instanceTypes: ['c7g.large'], subnets: stack.subnets() };
  await wantsOne('passed', { provider });
  await expect.poll(async () => (await stack.state('passed'))?.policy.version).toBe(1);
  await look('passed');
  const because = 'is not authorized to perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/worker-role';
  await expect.poll(() => told('passed')).toContain(because);
  expect(stack.instances('passed')).toEqual([]);
  await forget('passed');
  const refused = stack.refused();
  expect(refused.length).toBeGreaterThan(0);
  for (const { problems } of refused) expect(problems).toEqual([expect.stringContaining(because)]);
});

test("a function cannot terminate an instance without its group's tag", async () => {
  const [own, foreign] = [await stack.launchByHand('own'), await stack.launchByHand(null)];
  const ec2 = new EC2Client(asFunction);
  const terminate = (id: string) => ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  await expect(terminate(foreign)).rejects.toMatchObject({
    name: 'UnauthorizedOperation',
    message: expect.stringContaining(
      `ec2:TerminateInstances on resource: arn:aws:ec2:us-east-1:000000000000:instance/${foreign}`,
    ),
    $metadata: { httpStatusCode: 403 },
  });
  await terminate(own);
  expect(stack.instances('own')).toEqual([]);
  expect(stack.refused()).toMatchObject([{ kind: 'denied', call: 'ec2:TerminateInstances', by: `lambda.${EVALUATE}` }]);
});

test('a metric that the function may not read has no data, and the evaluation says which permission is missing', async () => {
  const role = await roleOf(EVALUATE, borrowed());
  const statement = await role.without('ReadMetrics');
  await stack.putPolicy({
    ...{ group: 'blind', capacity: { min: 0, max: 2 } },
    metrics: { load: { cloudwatch: { namespace: 'Jobs', name: 'Waiting', statistic: 'Maximum', period: 60 } } },
    rules: [{ kind: 'target', metric: 'load', value: 60 }],
  });
  await expect.poll(async () => (await stack.state('blind'))?.policy.version).toBe(1);
  await look('blind');
  await expect
    .poll(async () => (await stack.latest('blind'))?.notes)
    .toMatchObject([{ code: 'source-unavailable', params: { metric: 'load', lacks: ['cloudwatch:GetMetricData'] } }]);
  await role.attach('metrics', statement);
  await forget('blind');
  const refused = stack.refused();
  expect(refused.length).toBeGreaterThan(0);
  for (const each of refused) expect(each).toMatchObject({ kind: 'denied', call: 'monitoring:GetMetricData' });
});

test('each protocol has its own error for what is denied', async () => {
  const Key = { pk: { S: 'GROUP#x' }, sk: { S: 'STATE' } };
  const TableName = stack.output('TableName');
  await expect(new DynamoDBClient(asFunction).send(new DeleteItemCommand({ TableName, Key }))).rejects.toMatchObject({
    ...{ name: 'AccessDeniedException', message: expect.stringContaining('dynamodb:DeleteItem') },
  });
  const QueueUrl = stack.output('QueueUrl');
  await expect(new SQSClient(asFunction).send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
    ...{ name: 'AccessDenied', message: expect.stringContaining('sqs:PurgeQueue') },
  });
  await stack.createAutoScalingGroup('kept', { MinSize: 0, MaxSize: 1, DesiredCapacity: 0 });
  const call = autoScalingCall(new EC2Client(asFunction).config);
  await expect(call('DescribeLifecycleHooks', { AutoScalingGroupName: 'kept' })).rejects.toMatchObject({
    cause: { name: 'AccessDenied' },
  });
  expect(stack.refused().map(({ kind, call: refused }) => `${kind} ${refused}`)).toEqual([
    'denied dynamodb:DeleteItem',
    'denied sqs:PurgeQueue',
    'unknown autoscaling:DescribeLifecycleHooks',
  ]);
});

test('a policy of a CDK app is written and removed by a function whose role may do just that', async () => {
  const provider = { kind: 'ec2', launchTemplate: { name: TEMPLATE }, instanceTypes: ['c7g.large'] };
  const document = {
    group: 'by-cdk',
    provider: { ...provider, subnets: stack.subnets() },
    capacity: { min: 0, max: 1 },
  };
  const ResourceProperties = { ServiceToken: 'arn', document: JSON.stringify(document), by: 'cdk:App/Web' };
  const send = (event: object) =>
    answered((ResponseURL) => stack.invokeLater('put-policy', { ...event, ResponseURL, ResourceProperties }));
  expect(await send({ RequestType: 'Create' })).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'by-cdk' });
  await expect.poll(async () => (await stack.state('by-cdk'))?.policy.version).toBe(1);
  expect(await send({ RequestType: 'Delete', PhysicalResourceId: 'by-cdk' })).toMatchObject({ Status: 'SUCCESS' });
  await expect.poll(async () => (await stack.state('by-cdk'))?.policy.version).toBeNull();
});

overflowStories(stack);

test('the calls of every function are judged by its own role, and allowed', async () => {
  await wantsOne('called');
  await expect.poll(async () => (await stack.state('called'))?.policy.version).toBe(1);
  await look('called');
  await expect.poll(() => stack.instances('called').length).toBe(1);
  const [worker] = stack.instances('called');
  const Message = JSON.stringify({ AlarmName: `${groupAlarmPrefix(STAGE, 'called')}cpu/high`, NewStateValue: 'ALARM' });
  await stack.invokeLater('on-alarm', { Records: [{ EventSource: 'aws:sns', Sns: { Message } }] });
  const warning = { 'instance-id': worker?.id };
  await stack.invokeLater(
    'on-worker-event',
    stack.eventOf('aws.ec2', 'EC2 Spot Instance Interruption Warning', warning),
  );
  const values = { group: 'called', values: { jobs: 1 } };
  await stack.invokeLater('on-push', stack.eventOf('shop', PUSHED_EVENT, values));
  // The schedule invokes it within a minute as well: see deployed.test.ts.
  await stack.invokeLater('on-schedule', {});
  await stack.invokeLater('refresh-prices', {});
  await stack.invokeLater('tune', { Records: [{ body: JSON.stringify({ groups: ['called'] }) }] });
  // The API has its own tests: see api-stories.ts.
  const all = Object.keys(FUNCTION_TIMEOUT_SECONDS)
    .filter((name) => name !== 'api')
    .map((name) => functionName(STAGE, name))
    .sort();
  await expect.poll(() => stack.judged()).toEqual(all);
});

/** What a custom resource answers to the address that it is given. */
async function answered(send: (responseUrl: string) => Promise<unknown>): Promise<unknown> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const request = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  await send(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const [incoming, outgoing] = await request;
  const body = await json(incoming);
  outgoing.end();
  server.close();
  return body;
}
