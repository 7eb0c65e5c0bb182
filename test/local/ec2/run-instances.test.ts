import {
  DescribeLaunchTemplateVersionsCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  type RunInstancesCommandOutput,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { fleet, LIFETIMES, refusal, type Served, SUBNET, served, withTemplate } from './served.ts';

const run = ({ client }: Served, change: Partial<RunInstancesCommandInput> = {}): Promise<RunInstancesCommandOutput> =>
  client.send(
    new RunInstancesCommand({
      MinCount: 1,
      MaxCount: 1,
      LaunchTemplate: { LaunchTemplateName: 'worker', Version: '$Default' },
      ...change,
    }),
  );
const idsIn = ({ Instances = [] }: RunInstancesCommandOutput) => Instances.map(({ InstanceId }) => InstanceId ?? '');
const SPOT = { MarketType: 'spot' } as const;

test('an account without access to EC2 Fleet launches by RunInstances', async () => {
  const all = await served();
  await withTemplate(all.client);
  all.localEc2.allowFleets(false);
  for (const onDemand of [1, 2]) {
    const error = await all.client.send(fleet({ onDemand })).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'MaxFleetCountExceeded', $metadata: { httpStatusCode: 400 } });
  }
  expect(idsIn(await run(all, { MaxCount: 2 }))).toHaveLength(2);
  all.localEc2.allowFleets(true);
  expect(await refusal(all.client.send(fleet({ onDemand: 1 })))).toBe(null);
});

test('an image that is none, or does not exist, is rejected by both calls', async () => {
  const all = await served();
  await withTemplate(all.client);
  const { Errors: none = [] } = await all.client.send(fleet({ onDemand: 1 }));
  expect(none).toEqual([]);
  all.localEc2.deregisterImage('ami-12345678');
  expect(await refusal(run(all))).toBe('InvalidAMIID.NotFound');
  const { Errors: gone = [] } = await all.client.send(fleet({ onDemand: 1 }));
  expect(gone.map(({ ErrorCode }) => ErrorCode)).toContain('InvalidAMIID.NotFound');
  for (const ImageId of ['ami-new', 'ami-1234', 'i-12345678', 'AMI-12345678'])
    expect(await refusal(run(all, { ImageId }))).toBe('InvalidAMIID.Malformed');
  expect(await refusal(run(all, { ImageId: 'ami-0123456789abcdef0' }))).toBe(null);
  const never = 'ami-0bad0bad0bad0bad0';
  expect(await refusal(run(all, { ImageId: never }))).toBe('InvalidAMIID.NotFound');
  all.localEc2.addImage({ id: never, architecture: 'arm64' });
  expect(await refusal(run(all, { ImageId: never }))).toBe(null);
});

test('the launch template gives what the request leaves out, and the request wins', async () => {
  const all = await served();
  await withTemplate(all.client, { tags: [{ Key: 'team', Value: 'ci' }] });
  const { Instances = [] } = await run(all, {
    InstanceType: 'c7g.large',
    SubnetId: SUBNET.b,
    InstanceMarketOptions: { ...SPOT, SpotOptions: { SpotInstanceType: 'one-time', MaxPrice: '1' } },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'group', Value: 'web' }] }],
  });
  expect(Instances).toMatchObject([
    {
      ImageId: 'ami-12345678',
      InstanceType: 'c7g.large',
      SubnetId: SUBNET.b,
      InstanceLifecycle: 'spot',
      State: { Name: 'pending' },
      StateReason: { Code: 'pending' },
    },
  ]);
  const tags = Object.fromEntries((Instances[0]?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  expect(tags).toMatchObject({ team: 'ci', group: 'web', 'aws:ec2launchtemplate:version': '1' });
});

test('the launch template may ask for spot instances and say what a shutdown does', async () => {
  const all = await served();
  await withTemplate(all.client, { change: { InstanceMarketOptions: SPOT } });
  expect((await run(all)).Instances?.[0]?.InstanceLifecycle).toBe('spot');
});

test('capacity: up to MaxCount, or nothing and an error if there are fewer than MinCount', async () => {
  const all = await served();
  await withTemplate(all.client);
  all.localEc2.shortages.add({ subnetId: SUBNET.a, remaining: 3 });
  const inA = (MinCount: number, MaxCount: number) => run(all, { SubnetId: SUBNET.a, MinCount, MaxCount });
  expect(await refusal(inA(4, 4))).toBe('InsufficientInstanceCapacity');
  expect(all.localEc2.everything()).toEqual([]);
  expect(idsIn(await inA(1, 5))).toHaveLength(3);
  expect(await refusal(inA(1, 5))).toBe('InsufficientInstanceCapacity');
  expect(await refusal(run(all, { SubnetId: SUBNET.b }))).toBe(null);
});

test('both counts are required, and must fit', async () => {
  const all = await served();
  await withTemplate(all.client);
  expect(await refusal(run(all, { MinCount: undefined }))).toBe('MissingParameter');
  expect(await refusal(run(all, { MaxCount: undefined }))).toBe('MissingParameter');
  expect(await refusal(run(all, { MinCount: 0 }))).toBe('InvalidParameterValue');
  expect(await refusal(run(all, { MinCount: 2 }))).toBe('InvalidParameterValue');
});

test('a spot instance is one-time and ends when it is interrupted', async () => {
  const all = await served();
  await withTemplate(all.client);
  const spot = (SpotOptions: NonNullable<RunInstancesCommandInput['InstanceMarketOptions']>['SpotOptions']) =>
    refusal(run(all, { InstanceMarketOptions: { ...SPOT, SpotOptions } }));
  expect(await spot({ InstanceInterruptionBehavior: 'terminate' })).toBe(null);
  expect(await spot({ InstanceInterruptionBehavior: 'stop' })).toBe('InvalidParameterCombination');
  expect(await spot({ SpotInstanceType: 'persistent' })).toBe('UnsupportedOperation');
});

test('tags of a spot request need a spot request, in RunInstances and in a fleet', async () => {
  const all = await served();
  const Tags = [{ Key: 'team', Value: 'ci' }];
  await withTemplate(all.client, {
    change: { TagSpecifications: [{ ResourceType: 'spot-instances-request', Tags }] },
  });
  expect(await refusal(run(all))).toBe('InvalidParameterValue');
  expect(await refusal(run(all, { InstanceMarketOptions: SPOT }))).toBe(null);
  const { Errors = [], Instances = [] } = await all.client.send(fleet({ onDemand: 1, spot: 1 }));
  expect(Instances.map(({ Lifecycle }) => Lifecycle)).toEqual(['spot']);
  expect(new Set(Errors.map(({ ErrorCode, Lifecycle }) => `${Lifecycle} ${ErrorCode}`))).toEqual(
    new Set(['on-demand InvalidParameterValue']),
  );
});

test('a tag for a kind of resource that a launch does not make is refused', async () => {
  const all = await served();
  await withTemplate(all.client);
  const tagged = run(all, { TagSpecifications: [{ ResourceType: 'fleet', Tags: [{ Key: 'a', Value: 'b' }] }] });
  expect(await refusal(tagged)).toBe('InvalidParameterValue');
});

test('with a network interface, subnet and security groups are part of it, in the request and in the template', async () => {
  const all = await served();
  const Groups = ['sg-12345678', 'sg-23456789'];
  await withTemplate(all.client, { change: { NetworkInterfaces: [{ DeviceIndex: 0, Groups }] } });
  const NetworkInterfaces = [{ DeviceIndex: 0, SubnetId: SUBNET.b, Groups }];
  for (const beside of [{ SubnetId: SUBNET.b }, { SecurityGroupIds: Groups }]) {
    expect(await refusal(run(all, beside))).toBe('InvalidParameterCombination');
    expect(await refusal(run(all, { ...beside, NetworkInterfaces }))).toBe('InvalidParameterCombination');
  }
  const groupsOf = async (change: Partial<RunInstancesCommandInput>) => {
    const { Instances: [instance] = [] } = await run(all, change);
    return [instance?.SubnetId, (instance?.SecurityGroups ?? []).map(({ GroupId }) => GroupId)];
  };
  expect(await groupsOf({ NetworkInterfaces })).toEqual([SUBNET.b, Groups]);
  expect(await groupsOf({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: SUBNET.b }] })).toEqual([SUBNET.b, []]);
});

test('a template with network interfaces and security groups of the instance cannot launch', async () => {
  const all = await served();
  const SecurityGroupIds = ['sg-12345678'];
  await withTemplate(all.client, { change: { NetworkInterfaces: [{ DeviceIndex: 0 }], SecurityGroupIds } });
  expect(await refusal(run(all))).toBe('InvalidParameterCombination');
  const { Errors = [], Instances = [] } = await all.client.send(fleet({ onDemand: 1 }));
  expect([Errors[0]?.ErrorCode, Instances]).toEqual(['InvalidParameterCombination', []]);
});

test('a template shows its network interfaces', async () => {
  const all = await served();
  const own = {
    DeviceIndex: 0,
    SubnetId: SUBNET.a,
    Groups: ['sg-12345678', 'sg-23456789'],
    AssociatePublicIpAddress: true,
  };
  await withTemplate(all.client, { change: { NetworkInterfaces: [own] } });
  const { LaunchTemplateVersions: [version] = [] } = await all.client.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: 'worker' }),
  );
  expect(version?.LaunchTemplateData?.NetworkInterfaces).toEqual([own]);
});

test('a token answers with the instances as they are now, and not once they have ended', async () => {
  const all = await served();
  await withTemplate(all.client);
  const token = () => run(all, { ClientToken: 'one' });
  const InstanceIds = idsIn(await token());
  all.pass(LIFETIMES.pendingFor);
  expect((await token()).Instances?.map(({ InstanceId, State }) => [InstanceId, State?.Name])).toEqual([
    [InstanceIds[0], 'running'],
  ]);
  await all.client.send(new TerminateInstancesCommand({ InstanceIds }));
  expect(await refusal(token())).toBe('IdempotentInstanceTerminated');
  expect(all.localEc2.everything()).toHaveLength(1);
});

test('a token whose launch found no capacity is free', async () => {
  const all = await served();
  await withTemplate(all.client);
  all.localEc2.shortages.add({ times: 1 });
  expect(await refusal(run(all, { ClientToken: 'one' }))).toBe('InsufficientInstanceCapacity');
  expect(await refusal(run(all, { ClientToken: 'one' }))).toBe(null);
});
