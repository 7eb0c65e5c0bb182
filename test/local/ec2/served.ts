import {
  type _InstanceType,
  CreateFleetCommand,
  type CreateFleetCommandInput,
  type CreateFleetCommandOutput,
  CreateLaunchTemplateCommand,
  DescribeInstancesCommand,
  EC2Client,
  type Instance,
  type RequestLaunchTemplateData,
  type Tag,
} from '@aws-sdk/client-ec2';
import { onTestFinished } from 'vitest';
import { LocalAutoScaling } from '../../../local/autoscaling/index.ts';
import { LocalEc2, type LocalEc2Options } from '../../../local/ec2/index.ts';
import { LocalEcs } from '../../../local/ecs/index.ts';
import { startGateway } from '../../../local/gateway/gateway.ts';

export const SUBNET = { a: 'subnet-00000001', b: 'subnet-00000002', c: 'subnet-00000003' } as const;

/** Each stretch of a life has a length of its own, so that a test can stand between any two. */
export const LIFETIMES = {
  invisibleFor: 1_000,
  untaggedFor: 0,
  staleFor: 0,
  pendingFor: 10_000,
  initializingFor: 60_000,
  stoppingFor: 4_000,
  shuttingDownFor: 5_000,
  shownAfterwards: 100_000,
  taggedAfterwards: 50_000,
};

export interface Served {
  readonly localEc2: LocalEc2;
  readonly client: EC2Client;
  readonly endpoint: string;
  /** Lets so many ms pass. */
  pass(ms: number): void;
}

/** The stand-in behind the gateway, on a clock of the test's own, and the real SDK without retries in front of it. */
export async function served(options: Partial<LocalEc2Options> = {}): Promise<Served> {
  let now = Date.parse('2026-11-21T12:00:00Z');
  let ids = 0;
  const localEc2 = new LocalEc2({
    now: () => now,
    newId: () => (++ids).toString(16).padStart(17, '0'),
    lifetimes: LIFETIMES,
    ...options,
  });
  const gateway = await startGateway({
    ec2: localEc2,
    autoScaling: new LocalAutoScaling(localEc2),
    ecs: new LocalEcs(localEc2.now),
    id: 'test',
  });
  const client = clientOf(gateway.url.origin, 1);
  onTestFinished(() => gateway.close());
  const pass = (ms: number): void => {
    now += ms;
  };
  return { localEc2, client, endpoint: gateway.url.origin, pass };
}

export function clientOf(endpoint: string, maxAttempts: number): EC2Client {
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 'x' };
  const client = new EC2Client({ endpoint, region: 'us-east-1', credentials, maxAttempts });
  onTestFinished(() => client.destroy());
  return client;
}

export async function withTemplate(
  client: EC2Client,
  data: { tags?: Tag[]; change?: RequestLaunchTemplateData } = {},
): Promise<void> {
  await client.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'worker',
      LaunchTemplateData: {
        ImageId: 'ami-12345678',
        InstanceType: 'm7g.large',
        ...(data.tags === undefined ? {} : { TagSpecifications: [{ ResourceType: 'instance', Tags: data.tags }] }),
        ...data.change,
      },
    }),
  );
}

export interface FleetOrder {
  readonly onDemand?: number;
  readonly spot?: number;
  readonly token?: string;
  readonly tags?: Tag[];
  readonly pools?: readonly { InstanceType: _InstanceType; SubnetId: string; Priority?: number }[];
  readonly change?: Partial<CreateFleetCommandInput>;
}

/** An instant fleet of the template `worker` over two pools. */
export function fleet(order: FleetOrder = {}): CreateFleetCommand {
  const { onDemand = 0, spot = 0, token, tags = [], pools } = order;
  return new CreateFleetCommand({
    Type: 'instant',
    ...(token === undefined ? {} : { ClientToken: token }),
    TargetCapacitySpecification: {
      TotalTargetCapacity: onDemand + spot,
      OnDemandTargetCapacity: onDemand,
      SpotTargetCapacity: spot,
      DefaultTargetCapacityType: 'on-demand',
    },
    SpotOptions: { AllocationStrategy: 'price-capacity-optimized' },
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: { LaunchTemplateName: 'worker', Version: '$Default' },
        Overrides: [
          ...(pools ?? [
            { InstanceType: 'm7g.large', SubnetId: SUBNET.a },
            { InstanceType: 'm7g.large', SubnetId: SUBNET.b },
          ]),
        ],
      },
    ],
    ...(tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: 'instance', Tags: tags }] }),
    ...order.change,
  });
}

export const idsOf = (answer: CreateFleetCommandOutput): string[] =>
  (answer.Instances ?? []).flatMap(({ InstanceIds }) => InstanceIds ?? []);

/** A template, and so many on-demand instances that can be seen. */
export async function withInstances({ client, pass }: Served, count: number, tags: Tag[] = []): Promise<string[]> {
  await withTemplate(client);
  const ids = idsOf(await client.send(fleet({ onDemand: count, tags })));
  pass(LIFETIMES.invisibleFor);
  return ids;
}

export async function describe(
  client: EC2Client,
  input: ConstructorParameters<typeof DescribeInstancesCommand>[0] = {},
): Promise<Instance[]> {
  const { Reservations = [] } = await client.send(new DescribeInstancesCommand(input));
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}

/** The code EC2 refuses a call with; `null` when it does not. */
export async function refusal(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    return (error as Error).name;
  }
}
