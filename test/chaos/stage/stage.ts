import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalEc2, ShownInstance } from '../../../local/ec2/index.ts';
import { type LocalAws, startLocalAws } from '../../../local/local-aws.ts';
import { dynamoStore } from '../../../shared/aws/dynamodb/sdk-store.ts';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { tableName } from '../../../shared/names/names.ts';
import { type FaultProxyOptions, type ProxyCall, startFaultProxy } from '../../fault-proxy/index.ts';
import { createTable } from '../../shared/aws/dynamodb/create-table.ts';
import { ChaosClock } from '../clock/clock.ts';
import { GROUPS, hasQueue, LAUNCH_TEMPLATE, STAGE } from '../groups.ts';
import { ChaosAutoScaling, DELAYS } from './auto-scaling.ts';
import { bystanders } from './bystanders.ts';
import { ChaosEcs, DELAYS as ECS_DELAYS } from './ecs.ts';
import { ChaosFleets, DELAYS as FLEET_DELAYS } from './fleets.ts';
import { ChaosMachines } from './machines.ts';
import { filledPools } from './warm-pools.ts';

/** A lease of three minutes ends within four seconds. */
const SPEED = 50;

/** The local AWS of a chaos run. Its processes call it through a proxy. */
export interface ChaosStage {
  readonly localAws: LocalAws;
  readonly ec2: LocalEc2;
  readonly autoScaling: ChaosAutoScaling;
  readonly ecs: ChaosEcs;
  readonly fleets: ChaosFleets;
  readonly machines: ChaosMachines;
  readonly clock: ChaosClock;
  readonly store: Store;
  readonly sqs: SQSClient;
  readonly cloudwatch: CloudWatchClient;
  readonly subnets: readonly string[];
  /** The endpoint of the processes. */
  readonly endpoint: string;
  /** Their endpoint of Lambda. */
  readonly lambdaEndpoint: string;
  /** The requests to EC2 and EC2 Auto Scaling that change something. */
  readonly requests: readonly URLSearchParams[];
  /** Every instance and task there ever was, with the tags that it had: EC2 removes them some time after its end. */
  readonly instances: () => ShownInstance[];
  /** Members of warm pools that there were from the start. Evaluations may do everything with them. */
  readonly prepared: ReadonlySet<string>;
  /** Workers that no evaluation launched, and none may end. */
  readonly launchedByHand: ReadonlySet<string>;
  /** Makes another version of the launch template its default. */
  newVersion(): void;
  stop(): Promise<void>;
}

export interface ChaosStageOptions extends Omit<FaultProxyOptions, 'target'> {
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
  /** Seconds of the run for each real second. */
  readonly speed?: number;
}

const CHANGES = new Set([
  ...['CreateFleet', 'RunInstances', 'TerminateInstances', 'CreateTags', 'DeleteTags'],
  ...['StartInstances', 'StopInstances'],
  ...['SetDesiredCapacity', 'TerminateInstanceInAutoScalingGroup', 'ModifyFleet'],
]);

export async function setStage({
  signal,
  onProgress,
  onCall,
  onAnswer,
  speed = SPEED,
}: ChaosStageOptions): Promise<ChaosStage> {
  const clock = new ChaosClock(speed);
  // In the run's time. Ended instances stay, because the invariants need all of them.
  const lifetimes = { invisibleFor: 15_000, pendingFor: 30_000, shuttingDownFor: 20_000, shownAfterwards: 1e12 };
  const localAws = await startLocalAws({
    ...{ signal, onProgress },
    ...{ ec2: { now: clock.now, lifetimes, fleetDelays: FLEET_DELAYS }, autoScaling: { delays: DELAYS } },
    ecs: { delays: ECS_DELAYS },
  });
  const ends: (() => Promise<void>)[] = [() => localAws.stop()];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const { environment, ec2, endpoint } = localAws;
    if (!ec2 || !localAws.autoScaling || !localAws.ecs) throw new Error('A chaos run needs the stand-ins.');
    const [region, accessKeyId, secretAccessKey] = ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map(
      (name) => environment[name] ?? '',
    ) as [string, string, string];
    const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
    const dynamodb = new DynamoDBClient(config);
    const sqs = new SQSClient(config);
    const client = new EC2Client(config);
    const requests: URLSearchParams[] = [];
    const proxy = await startFaultProxy({
      target: endpoint,
      onCall,
      onAnswer: async (call, status) => {
        if (isChange(call)) requests.push(call.form);
        await onAnswer?.(call, status);
      },
    });
    ends.push(() => proxy.close());

    const table = tableName(STAGE);
    await createTable(dynamodb, table);
    for (const group of GROUPS.filter(hasQueue)) await sqs.send(new CreateQueueCommand({ QueueName: group }));
    const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
    const subnets = Subnets.flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, 2);
    const image = { ImageId: 'ami-0123456789abcdef0', InstanceType: 'c7g.large' } as const;
    await client.send(
      new CreateLaunchTemplateCommand({ LaunchTemplateName: LAUNCH_TEMPLATE, LaunchTemplateData: image }),
    );
    const prepared = await filledPools(client, ec2, subnets, (seconds) => clock.moveOn(seconds));
    const autoScaling = new ChaosAutoScaling(localAws.autoScaling);
    autoScaling.create(subnets, ec2, (seconds) => clock.moveOn(seconds));
    const ecs = new ChaosEcs(localAws.ecs);
    ecs.create((seconds) => clock.moveOn(seconds));
    const fleets = new ChaosFleets(ec2);
    await fleets.create(subnets, client, (seconds) => clock.moveOn(seconds));
    const machines = new ChaosMachines(clock.now);
    ends.push(machines.close);
    const lambda = await startFaultProxy({ target: await machines.serve(), onCall, ...(onAnswer && { onAnswer }) });
    ends.push(() => lambda.close());
    const launchedByHand = new Set([
      ...(await bystanders(client)),
      ...[autoScaling, ecs, fleets, machines].flatMap((each) => [...each.bystanders]),
    ]);
    return {
      ...{
        localAws,
        ec2,
        autoScaling,
        ecs,
        fleets,
        machines,
        clock,
        sqs,
        subnets,
        requests,
        launchedByHand,
        prepared,
        stop,
      },
      instances: rememberingTags(() => [
        ...[...ec2.everything().map(fleets.named), ...ecs.everything(), ...machines.everything()],
      ]),
      newVersion: () => newVersion(ec2),
      cloudwatch: new CloudWatchClient(config),
      store: dynamoStore(dynamodb, table),
      endpoint: proxy.endpoint,
      lambdaEndpoint: lambda.endpoint,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Calls no endpoint, because injected faults would hit a request. */
function newVersion(ec2: LocalEc2): void {
  const { template, version } = ec2.createLaunchTemplateVersion({
    ...{ id: null, name: LAUNCH_TEMPLATE },
    ...{ clientToken: null, description: null, source: '$Default', written: {} },
  });
  template.defaultVersion = version.number;
}

/** Lists all instances. Call it more often than EC2 removes tags. */
function rememberingTags(everything: () => ShownInstance[]): () => ShownInstance[] {
  const known = new Map<string, ShownInstance['tags']>();
  return () =>
    everything().map((instance) => {
      const { id, tags } = instance;
      if (tags.size > 0) known.set(id, new Map(tags));
      return { ...instance, tags: known.get(id) ?? tags };
    });
}

const isChange = ({ service, action }: ProxyCall): boolean =>
  (service === 'ec2' || service === 'autoscaling') && CHANGES.has(action);
