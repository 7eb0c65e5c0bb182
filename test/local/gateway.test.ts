import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedService } from '../../local/gateway/scope.ts';
import { type LocalAws, startLocalAws } from '../../local/index.ts';

let localAws: LocalAws;
beforeAll(async () => {
  localAws = await startLocalAws();
});
afterAll(() => localAws.stop());

const config = () => ({
  endpoint: localAws.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

test('requests signed for EC2 go to the stand-in', async () => {
  const client = new EC2Client(config());
  await client.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'worker',
      LaunchTemplateData: { InstanceType: 'c7g.large' },
    }),
  );
  expect(localAws.ec2?.launchTemplate({ id: null, name: 'worker' }).name).toBe('worker');
});

test('each region has its own launch templates and subnets, by the region of the signature', async () => {
  const client = new EC2Client({ ...config(), region: 'eu-west-1' });
  const named = { LaunchTemplateName: 'elsewhere' };
  await client.send(new CreateLaunchTemplateCommand({ ...named, LaunchTemplateData: { InstanceType: 'c7g.large' } }));
  const there = localAws.regions?.in('eu-west-1').ec2;
  expect(there?.launchTemplate({ id: null, name: 'elsewhere' }).name).toBe('elsewhere');
  expect(() => localAws.ec2?.launchTemplate({ id: null, name: 'elsewhere' })).toThrow();
  const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
  expect(Subnets.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
});

test('requests signed for another service go to the emulator', async () => {
  const client = new DynamoDBClient(config());
  await client.send(
    new CreateTableCommand({
      TableName: 'notes',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const Item = { pk: { S: 'größer' }, body: { S: 'x'.repeat(200_000) } };
  await client.send(new PutItemCommand({ TableName: 'notes', Item }));
  const direct = new DynamoDBClient({ ...config(), endpoint: localAws.emulatorEndpoint });
  expect((await direct.send(new GetItemCommand({ TableName: 'notes', Key: { pk: Item.pk } }))).Item).toEqual(Item);
});

test('queue URLs point to the gateway, and a message is delivered', async () => {
  const client = new SQSClient(config());
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'jobs' }));
  expect(new URL(QueueUrl ?? '').origin).toBe(localAws.endpoint);
  expect((await client.send(new GetQueueUrlCommand({ QueueName: 'jobs' }))).QueueUrl).toBe(QueueUrl);
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['hello']);
});

test('status and headers of the emulator are unchanged', async () => {
  const through = await fetch(`${localAws.endpoint}/_ministack/health`);
  const direct = await fetch(`${localAws.emulatorEndpoint}/_ministack/health`);
  expect(through.status).toBe(direct.status);
  expect(through.headers.get('content-type')).toBe(direct.headers.get('content-type'));
  expect(await through.json()).toEqual(await direct.json());
});

test('the service is read from the credential scope, in the header or presigned', () => {
  const header = (credential: string) => ({
    url: '/',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=00` },
  });
  expect(signedService(header('111122223333/20261121/us-east-1/ec2/aws4_request'))).toBe('ec2');
  expect(signedService(header('a/b/20261121/us-east-1/sqs/aws4_request'))).toBe('sqs');
  const credential = encodeURIComponent('111122223333/20261121/us-east-1/s3/aws4_request');
  expect(signedService({ url: `/bucket/key?X-Amz-Credential=${credential}`, headers: {} })).toBe('s3');
  expect(signedService({ url: '/?Action=DescribeInstances', headers: {} })).toBe(null);
});
