import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { deploy, type LocalAws, startLocalAws } from '../../local/index.ts';
import { dynamoStore } from '../../shared/aws/dynamodb/sdk-store.ts';
import { eventBusName, PUSHED_EVENT, TAG, tableName } from '../../shared/names/index.ts';
import type { PolicyDocument } from '../../shared/policy/index.ts';

const STAGE = 'local';
const GROUP = 'bench';
/** The first ones meet cold functions. */
const WARM_UP = 3;
const MEASURED = 20;
/** Longer than `minInterval`, so that each push evaluates at once. */
const BETWEEN_MS = 2500;
const POLL_MS = 5;
const WITHIN_MS = 30_000;

export interface Latency {
  readonly pushes: number;
  /** From the call that puts the event until EC2 has launched the instance, in ms. */
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
}

/** Deploys the stack on a local AWS, and measures how long after a push a worker is launched. */
export async function latency(report: (progress: string) => void): Promise<Latency> {
  report('a local AWS and the stack …');
  const aws = await startLocalAws();
  try {
    await deploy({ environment: aws.environment, stage: STAGE, outputDirectory: aws.directory });
    const config = {
      endpoint: aws.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: aws.environment['AWS_ACCESS_KEY_ID'] ?? 'test', secretAccessKey: 'test' },
    };
    const events = new EventBridgeClient(config);
    await accepted(config, await documentIn(config));
    const times: number[] = [];
    for (let count = 1; count <= WARM_UP + MEASURED; count++) {
      report(`push ${count} of ${WARM_UP + MEASURED} …`);
      const took = await launchedAfter(aws, count, () => push(events, count));
      if (count > WARM_UP) times.push(took);
      await sleep(BETWEEN_MS);
    }
    events.destroy();
    return summary(times);
  } finally {
    await aws.stop();
  }
}

/** Each push asks for one worker more. */
async function push(events: EventBridgeClient, workers: number): Promise<void> {
  const Detail = JSON.stringify({ group: GROUP, values: { jobs: workers } });
  const entry = { EventBusName: eventBusName(STAGE), Source: 'bench', DetailType: PUSHED_EVENT, Detail };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
}

async function launchedAfter(aws: LocalAws, workers: number, send: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await send();
  const launched = () => (aws.ec2?.everything() ?? []).filter(({ tags }) => tags.get(TAG.group) === GROUP).length;
  while (launched() < workers) {
    if (performance.now() - start > WITHIN_MS) throw new Error(`no worker was launched within ${WITHIN_MS / 1000} s`);
    await sleep(POLL_MS);
  }
  return performance.now() - start;
}

interface Config {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

async function documentIn(config: Config): Promise<PolicyDocument> {
  const ec2 = new EC2Client(config);
  const LaunchTemplateData = { ImageId: 'ami-0123456789abcdef0', InstanceType: 'c7g.large' as const };
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'bench', LaunchTemplateData }));
  const { Subnets: subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  ec2.destroy();
  return {
    group: GROUP,
    provider: {
      kind: 'ec2',
      launchTemplate: { name: 'bench' },
      instanceTypes: ['c7g.large'],
      subnets: subnets.flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, 1),
    },
    capacity: { min: 0, max: 100 },
    metrics: { jobs: { pushed: { minInterval: 1 } } },
    rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }],
    behavior: { out: { cooldown: 0, stabilization: 0, limits: [] } },
  };
}

async function accepted(config: Config, document: PolicyDocument): Promise<void> {
  const client = new DynamoDBClient(config);
  const { records } = dynamoStore(client, tableName(STAGE));
  await records.put(document, { by: 'bench', because: 'to measure' });
  for (const start = performance.now(); (await records.status(GROUP)).inForce === null; await sleep(100)) {
    if (performance.now() - start > WITHIN_MS) throw new Error('the policy was not accepted');
  }
  client.destroy();
}

function summary(times: readonly number[]): Latency {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
  return { pushes: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), worstMs: at(1) };
}
