import { CloudWatchClient, GetMetricStatisticsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateFleetCommand, CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type LocalAws, startLocalAws } from '../../local/index.ts';

let localAws: LocalAws;
beforeAll(async () => {
  localAws = await startLocalAws();
});
afterAll(() => localAws.stop());
afterEach(() => post('clear', {}));

const config = () => ({
  endpoint: localAws.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const post = async (path: string, body: unknown): Promise<number> => {
  const url = `${localAws.endpoint}/_headcount/habits/${path}`;
  return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status;
};

let groups = 0;
async function targetGroup(ids: readonly string[]) {
  const elb = new ElasticLoadBalancingV2Client(config());
  const name = `workers-${++groups}`;
  const made = await elb.send(
    new CreateTargetGroupCommand({ Name: name, Protocol: 'HTTP', Port: 80, VpcId: 'vpc-00000001' }),
  );
  const TargetGroupArn = made.TargetGroups?.[0]?.TargetGroupArn;
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: ids.map((Id) => ({ Id })) }));
  return async () => {
    const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    return TargetHealthDescriptions.map(({ Target, TargetHealth }) => [
      Target?.Id,
      TargetHealth?.State,
      TargetHealth?.Reason,
    ]);
  };
}

test('a target in a zone that the load balancer has not enabled is unused', async () => {
  const ec2 = new EC2Client(config());
  await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'worker',
      LaunchTemplateData: { ImageId: 'ami-12345678', InstanceType: 'm7g.large' },
    }),
  );
  const { Instances = [] } = await ec2.send(
    new CreateFleetCommand({
      Type: 'instant',
      TargetCapacitySpecification: { TotalTargetCapacity: 2, DefaultTargetCapacityType: 'spot' },
      SpotOptions: { AllocationStrategy: 'diversified' },
      LaunchTemplateConfigs: [
        {
          LaunchTemplateSpecification: { LaunchTemplateName: 'worker', Version: '1' },
          Overrides: [{ SubnetId: 'subnet-00000001' }, { SubnetId: 'subnet-00000002' }],
        },
      ],
    }),
  );
  const [inA = '', inB = ''] = Instances.flatMap(({ InstanceIds = [] }) => InstanceIds);
  const health = await targetGroup([inA, inB]);
  expect(await health()).toEqual([
    [inA, 'healthy', undefined],
    [inB, 'healthy', undefined],
  ]);
  expect(await post('zones', { enabled: ['us-east-1a'] })).toBe(200);
  expect(await health()).toEqual([
    [inA, 'healthy', undefined],
    [inB, 'unused', 'Target.NotInUse'],
  ]);
});

test('a target has the state that it is given, until all are cleared', async () => {
  const [one, other] = ['i-00000000000000001', 'i-00000000000000002'];
  const health = await targetGroup([one, other]);
  expect(await post('targets', { id: other, state: 'unhealthy', reason: 'Target.FailedHealthChecks' })).toBe(200);
  expect(await health()).toEqual([
    [one, 'healthy', undefined],
    [other, 'unhealthy', 'Target.FailedHealthChecks'],
  ]);
  localAws.habits?.clear();
  expect((await health()).map(([, state]) => state)).toEqual(['healthy', 'healthy']);
});

test('the sum of a minute grows while its data arrive late', async () => {
  const cloudwatch = new CloudWatchClient(config());
  const minute = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;
  const put = (Value: number) =>
    cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: 'Habits',
        MetricData: [{ MetricName: 'Requests', Timestamp: new Date(minute), Value }],
      }),
    );
  const sum = async () => {
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: 'Habits', MetricName: 'Requests', Period: 60, Statistics: ['Sum'] },
        ...{ StartTime: new Date(minute), EndTime: new Date(minute + 60_000) },
      }),
    );
    return Datapoints.map(({ Sum }) => Sum);
  };
  expect(await post('metrics', { lateBy: [0, 3_000] })).toBe(200);
  await put(100);
  await put(20);
  await put(3);
  expect(await sum()).toEqual([103]);
  await vi.waitFor(async () => expect(await sum()).toEqual([123]), { timeout: 60_000, interval: 50 });
});

test('an unknown lever, or a wrong value, is refused', async () => {
  expect(await post('weather', {})).toBe(404);
  expect(await post('metrics', { lateBy: [-1] })).toBe(400);
  expect(await post('targets', { id: 'i-1' })).toBe(400);
});
