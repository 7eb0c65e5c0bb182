import { CloudWatchClient, DeleteAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { DescribeInstancesCommand, RebootInstancesCommand } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { ACCOUNT, type Statement } from '../../../local/permissions/index.ts';
import { type ClientConfig, denial, ec2Call, FUNCTION, functionWith, launched, terminate } from './roles.ts';

let statements: Statement[];
let caller: ReturnType<typeof functionWith>;
beforeEach(() => {
  statements = [];
  caller = functionWith(() => statements);
});

describe('what other calls need', () => {
  const table = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/t`;
  const Key = { pk: { S: 'a' } };
  test.each<[string, string, string, (config: ClientConfig) => Promise<unknown>]>([
    [
      'the operations of a transaction',
      'dynamodb:UpdateItem',
      table,
      (config) =>
        new DynamoDBClient(config).send(
          new TransactWriteItemsCommand({
            TransactItems: [{ Update: { TableName: 't', Key, UpdateExpression: 'SET a = b' } }],
          }),
        ),
    ],
    [
      'an index',
      'dynamodb:Query',
      `${table}/index/due`,
      (config) => new DynamoDBClient(config).send(new QueryCommand({ TableName: 't', IndexName: 'due' })),
    ],
    [
      'a batch of messages',
      'sqs:SendMessage',
      `arn:aws:sqs:us-east-1:${ACCOUNT}:jobs`,
      (config) =>
        new SQSClient(config).send(
          new SendMessageBatchCommand({
            QueueUrl: 'http://127.0.0.1/0/jobs',
            Entries: [{ Id: 'a', MessageBody: 'b' }],
          }),
        ),
    ],
    [
      'an alarm',
      'cloudwatch:DeleteAlarms',
      `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:headcount/x`,
      (config) => new CloudWatchClient(config).send(new DeleteAlarmsCommand({ AlarmNames: ['headcount/x'] })),
    ],
    [
      'the default bus',
      'events:PutEvents',
      `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/default`,
      (config) =>
        new EventBridgeClient(config).send(
          new PutEventsCommand({ Entries: [{ Source: 'here', DetailType: 'Done', Detail: '{}' }] }),
        ),
    ],
    [
      'a target group',
      'elasticloadbalancing:RegisterTargets',
      'arn:tg',
      (config) =>
        new ElasticLoadBalancingV2Client(config).send(
          new RegisterTargetsCommand({ TargetGroupArn: 'arn:tg', Targets: [{ Id: 'i-1' }] }),
        ),
    ],
    ['a listing', 'ec2:DescribeInstances', '*', ec2Call((client) => client.send(new DescribeInstancesCommand({})))],
  ])('%s: %s', async (_, action, resource, call) => {
    statements = [];
    expect(await caller.denied(call)).toEqual(denial(action, resource));
    statements = [{ Effect: 'Allow', Action: action, Resource: resource }];
    expect(await caller.denied(call)).toBeNull();
  });

  test('a namespace is a condition of metric data', async () => {
    const put = (Namespace: string) => (config: ClientConfig) =>
      new CloudWatchClient(config).send(
        new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'a', Value: 1 }] }),
      );
    const Condition = { StringEquals: { 'cloudwatch:namespace': 'Headcount' } };
    statements = [{ Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*', Condition }];
    expect(await caller.denied(put('Headcount'))).toBeNull();
    expect(await caller.denied(put('Other'))).toEqual(denial('cloudwatch:PutMetricData', '*'));
  });
});

describe('who is judged', () => {
  test('only a function of this project; everybody else is the operator', async () => {
    statements = [];
    const foreign = launched(caller.ec2, { Name: 'x' });
    for (const key of ['test', '111122223333', 'lambda.somebody-elses']) {
      expect(await caller.denied(terminate(foreign), key)).toBeNull();
    }
    expect([...caller.judged]).toEqual([]);
    expect(await caller.denied(terminate(foreign))).not.toBeNull();
    expect([...caller.judged]).toEqual([[FUNCTION, 1]]);
  });

  test.each([
    [
      'an operation whose needs are not known',
      () => caller.denied(ec2Call((client) => client.send(new RebootInstancesCommand({ InstanceIds: ['i-1'] })))),
      'ec2:RebootInstances: name what it needs',
    ],
    [
      'a function that is not deployed',
      () => caller.denied(terminate('i-1'), 'lambda.headcount-gone'),
      'the function headcount-gone is not deployed in us-east-1',
    ],
    [
      'a function that is deployed in another region than its own',
      () => caller.denied(terminate('i-1'), `lambda.${FUNCTION}.eu-west-1`),
      `the function ${FUNCTION} is not deployed in eu-west-1`,
    ],
    [
      'a condition that is not known',
      () => {
        const Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
        statements = [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*', Condition }];
        return caller.denied(terminate('i-1'));
      },
      'the condition key aws:SourceVpc is not known for this action',
    ],
  ])('%s is neither allowed nor called denied', async (_, judged, message) => {
    expect(await judged()).toEqual({ kind: 'unknown', message: expect.stringContaining(message), inAnswer: false });
  });
});
