import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { serviceEndpoint } from '../../../../shared/aws/query/endpoint.ts';

const REGIONS = [
  ...['us-east-1', 'eu-central-2', 'mx-central-1', 'cn-north-1', 'us-gov-east-1', 'eusc-de-east-1'],
  ...['us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1'],
];
const VARIANTS = [
  { fips: false, dualStack: false },
  { fips: true, dualStack: false },
  { fips: false, dualStack: true },
  { fips: true, dualStack: true },
];
const SERVICES = [
  { name: 'dynamodb', variable: 'DYNAMODB', client: DynamoDBClient, command: () => new ListTablesCommand({}) },
  { name: 'monitoring', variable: 'CLOUDWATCH', client: CloudWatchClient, command: () => new ListMetricsCommand({}) },
  { name: 'sqs', variable: 'SQS', client: SQSClient, command: () => new ListQueuesCommand({}) },
];

/** CloudWatch alone leaves `-fips` out here. */
const isPeculiar = (name: string, region: string, { fips, dualStack }: (typeof VARIANTS)[number]) =>
  name === 'monitoring' && region.startsWith('us-gov-') && fips && dualStack;

it.each(
  SERVICES.flatMap((service) =>
    REGIONS.flatMap((region) => VARIANTS.map((variant) => ({ service, region, variant }))),
  ).filter(({ service, region, variant }) => !isPeculiar(service.name, region, variant)),
)('calls $service.name in $region, $variant, where its client calls it', async ({ service, region, variant }) => {
  const hosts: string[] = [];
  const client = new service.client({
    region,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    useFipsEndpoint: variant.fips,
    useDualstackEndpoint: variant.dualStack,
    maxAttempts: 1,
    requestHandler: {
      async handle({ hostname }: { hostname: string }) {
        hosts.push(hostname);
        throw new Error('not sent');
      },
    } as never,
  });
  await expect((client as { send(command: unknown): Promise<unknown> }).send(service.command())).rejects.toThrow();
  expect([serviceEndpoint(service, region, {}, undefined, variant).hostname]).toEqual(hosts);
});
