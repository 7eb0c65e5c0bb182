import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateLaunchTemplateCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, vi } from 'vitest';
import type { EcsOptions, LocalEcs } from '../../local/ecs/index.ts';
import type { LocalEc2 } from '../../local/index.ts';
import { dynamoStore } from '../../shared/aws/dynamodb/sdk-store.ts';
import type { Store } from '../../shared/aws/dynamodb/store.ts';
import { functionName, groupAlarmPrefix, TAG } from '../../shared/names/names.ts';
import { autoScalingCall } from '../../shared/providers/auto-scaling-group/api/index.ts';
import { invoked } from '../cli/deployed/deployed-stage.ts';
import { deploySynthesized } from '../deployed/deploy-synthesized.ts';
import { localAws } from '../shared/aws/local-aws.ts';

export const STAGE = 'local';
export const TEMPLATE = 'headcount-deployed';

type AttributeValues = NonNullable<ConstructorParameters<typeof PutItemCommand>[0]['Item']>;

/** The stack a user deploys, on a local AWS, for the tests of one file. */
export function deployedStack({ zones = 2, ecs = {} }: { zones?: number; ecs?: Partial<EcsOptions> } = {}) {
  const aws = localAws({ ecs });
  let outputs: Record<string, string> = {};
  let subnets: string[] = [];
  let store: Store | undefined;

  beforeAll(async () => {
    outputs = await deploySynthesized(aws.local());
    store = dynamoStore(aws.clients().dynamodb, output('TableName'));
    const ec2 = new EC2Client({});
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    subnets = Subnets.flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, zones);
    const LaunchTemplateData = { ImageId: 'ami-0123456789abcdef0', InstanceType: 'c7g.large' as const };
    await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: TEMPLATE, LaunchTemplateData }));
    ec2.destroy();
  });

  const output = (name: string): string => {
    const value = outputs[name];
    if (!value) throw new Error(`the stack has no output ${name}, but ${Object.keys(outputs).join(', ')}`);
    return value;
  };
  const kept = (): Store => {
    if (!store) throw new Error('the stack is there only while tests run');
    return store;
  };

  const invoke = (name: string, type: 'Event' | 'RequestResponse', event: unknown): Promise<Response> =>
    invoked(aws.local(), functionName(STAGE, name), { type, event });

  return {
    clients: aws.clients,
    /** What happens in EC2 without a call is caused here. */
    ec2: (): LocalEc2 => {
      const { ec2 } = aws.local();
      if (!ec2) throw new Error('the stack needs the stand-in for EC2');
      return ec2;
    },
    /** Its services and container instances are made and looked at here. */
    ecs: (): LocalEcs => {
      const { ecs } = aws.local();
      if (!ecs) throw new Error('the stack needs the stand-in for ECS');
      return ecs;
    },
    /** Of a shell on this stage. */
    environment: () => ({ ...aws.local().environment, HEADCOUNT_STAGE: STAGE }),
    endpoint: () => aws.local().endpoint,
    /** The calls that AWS would have refused, which are forgotten: a test that expects none fails. */
    refused: () => aws.local().findings?.take() ?? [],
    /** The functions whose permissions were judged. */
    judged: () => [...(aws.local().judged?.keys() ?? [])].sort(),
    output,
    subnets: () => subnets,
    state: async (group: string) => (await kept().states.read([group])).get(group),
    /** The record of its latest evaluation. */
    latest: async (group: string) => (await kept().evaluations.latest([group], Date.now())).get(group),
    activities: (group: string) => kept().activities.list(group, 20),
    /** Its evaluations since that moment, oldest first. */
    evaluations: (group: string, since: number) => kept().evaluations.between(group, since, Date.now()),
    /** Writes an item as `aws dynamodb put-item` does: attribute values, none of this project's code. */
    putItem: (item: AttributeValues) =>
      aws.clients().dynamodb.send(new PutItemCommand({ TableName: output('TableName'), Item: item })),
    /** A document whose workers are of no interest: two subnets, no waits, always its least size. */
    policyOf: (group: string) => ({
      group,
      ...withWorkers(subnets),
      capacity: { min: 0, max: 3 },
      metrics: {},
      rules: [],
    }),
    /** Writes a document as an item, with the same workers if it names none. */
    putPolicy: (document: { readonly group: string } & Readonly<Record<string, unknown>>) => {
      const Item = { pk: `GROUP#${document.group}`, sk: 'POLICY', ...withWorkers(subnets), ...document };
      return DynamoDBDocumentClient.from(aws.clients().dynamodb).send(
        new PutCommand({ TableName: output('TableName'), Item }),
      );
    },
    deleteItem: (pk: string, sk: string) => {
      const Key = { pk: { S: pk }, sk: { S: sk } };
      return aws.clients().dynamodb.send(new DeleteItemCommand({ TableName: output('TableName'), Key }));
    },
    /** Bounds of the group's alarms, by the end of their names. */
    bounds: async (group: string): Promise<Record<string, number | undefined>> => {
      const prefix = groupAlarmPrefix(STAGE, group);
      const found = await aws.clients().cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: prefix }));
      const alarms = found.MetricAlarms ?? [];
      return Object.fromEntries(
        alarms.map(({ AlarmName = '', Threshold }) => [AlarmName.slice(prefix.length), Threshold]),
      );
    },
    /** Instances of the group that are neither terminated nor on their way there. */
    instances: (group: string) =>
      (aws.local().ec2?.everything() ?? []).filter(
        ({ tags, endedAt }) => tags.get(TAG.group) === group && endedAt === null,
      ),
    /** An Auto Scaling group of the same template, which its owner has given to the stage; its instances come by themselves. */
    createAutoScalingGroup: (name: string, sizes: { MinSize: number; MaxSize: number; DesiredCapacity: number }) =>
      autoScalingCall(aws.clients().cloudwatch.config)('CreateAutoScalingGroup', {
        AutoScalingGroupName: name,
        'LaunchTemplate.LaunchTemplateName': TEMPLATE,
        VPCZoneIdentifier: subnets.join(','),
        ...{ 'Tags.member.1.Key': TAG.stage, 'Tags.member.1.Value': STAGE, 'Tags.member.1.PropagateAtLaunch': 'false' },
        ...Object.fromEntries(Object.entries(sizes).map(([size, value]) => [size, String(value)])),
      }),
    /** Its desired capacity, and the ids of its instances in service. */
    autoScalingGroup: (name: string) => {
      const group = (aws.local().autoScaling?.groups() ?? []).find((each) => each.name === name);
      const inService = [...(group?.members.values() ?? [])].filter(({ state }) => state === 'InService');
      return { desired: group?.desired, inService: inService.map(({ id }) => id) };
    },
    /** An instance that no function launched: a worker of the group when there is one. Returns its id once EC2 shows it. */
    launchByHand: async (group: string | null, tags: Readonly<Record<string, string>> = {}): Promise<string> => {
      const all = { ...tags, Name: 'by hand', ...(group && { [TAG.group]: group, [TAG.stage]: STAGE }) };
      const Tags = Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
      const ec2 = new EC2Client({});
      const { Instances = [] } = await ec2.send(
        new RunInstancesCommand({
          ...{ MinCount: 1, MaxCount: 1, LaunchTemplate: { LaunchTemplateName: TEMPLATE } },
          ...(subnets[0] && { SubnetId: subnets[0] }),
          TagSpecifications: [{ ResourceType: 'instance', Tags }],
        }),
      );
      const id = Instances[0]?.InstanceId ?? '';
      // EC2 shows a new instance late, and of one that is not shown yet no event is anybody's.
      const Filters = [{ Name: 'instance-id', Values: [id] }];
      const shown = async () => (await ec2.send(new DescribeInstancesCommand({ Filters }))).Reservations;
      await vi.waitUntil(async () => ((await shown()) ?? []).length > 0, { timeout: 120_000, interval: 200 });
      ec2.destroy();
      return id;
    },
    /** An event as EventBridge delivers it. */
    eventOf: (source: string, detailType: string, detail: unknown) => ({
      ...{ version: '0', id: '7bf73129-1428-4cd3-a780-95db273d1602', account: '111122223333', region: 'us-east-1' },
      ...{ source, 'detail-type': detailType, time: new Date().toISOString(), resources: [], detail },
    }),
    /** Queues a message for the function that evaluates. */
    queue: (body: string) =>
      aws.clients().sqs.send(new SendMessageCommand({ QueueUrl: output('QueueUrl'), MessageBody: body })),
    /** Messages that wait there, left there for half a minute at most. */
    received: async (queue: 'DeadLetterQueueUrl' | 'FailureQueueUrl'): Promise<string[]> => {
      const request = new ReceiveMessageCommand({ QueueUrl: output(queue), MaxNumberOfMessages: 10 });
      const { Messages = [] } = await aws.clients().sqs.send(request);
      return Messages.map(({ Body = '' }) => Body);
    },
    /** Invokes a function as events do: Lambda queues the event, tries, and tries again. */
    invokeLater: async (name: string, event: unknown): Promise<number> => (await invoke(name, 'Event', event)).status,
    /** Invokes a function and returns what it answers. */
    ask: async (name: string, event: unknown): Promise<unknown> =>
      (await invoke(name, 'RequestResponse', event)).json(),
    /** Invokes a function of the user's, and returns what it answers. */
    askFunction: async (name: string, event: unknown): Promise<unknown> =>
      (await invoked(aws.local(), name, { type: 'RequestResponse', event })).json(),
    /** Has the function evaluate the group now. Returns when it has answered. */
    evaluate: async (group: string): Promise<void> => {
      const Records = [{ messageId: 'now', body: JSON.stringify({ groups: [group] }) }];
      const response = await invoke('evaluate', 'RequestResponse', { Records });
      const answer: unknown = await response.json();
      if (JSON.stringify(answer) !== '{"batchItemFailures":[]}') throw new Error(`evaluate: ${JSON.stringify(answer)}`);
    },
  };
}

export type DeployedStack = ReturnType<typeof deployedStack>;

function withWorkers(subnets: readonly string[]) {
  const pace = { cooldown: 0, stabilization: 0, limits: [] };
  const instanceTypes = ['c7g.large', 'm7g.large'];
  return {
    provider: { kind: 'ec2', launchTemplate: { name: TEMPLATE }, instanceTypes, subnets },
    behavior: { out: pace, in: { ...pace, drain: 0 } },
  };
}
