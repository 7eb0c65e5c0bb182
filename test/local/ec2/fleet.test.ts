import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { describe, fleet, idsOf, LIFETIMES, refusal, SUBNET, served, withTemplate } from './served.ts';

test('an instant fleet launches the requested instances, split into on-demand and spot', async () => {
  const { client, pass } = await served();
  await withTemplate(client);
  const answer = await client.send(fleet({ onDemand: 2, spot: 4 }));
  pass(LIFETIMES.invisibleFor);
  const listed = await describe(client);
  expect(answer.FleetId).toMatch(/^fleet-/);
  expect(idsOf(answer).toSorted()).toEqual(listed.map(({ InstanceId }) => InstanceId).toSorted());
  expect(listed.filter(({ InstanceLifecycle }) => InstanceLifecycle === 'spot')).toHaveLength(4);
  expect(listed.filter(({ InstanceLifecycle }) => InstanceLifecycle === undefined)).toHaveLength(2);
});

test('the rest of the total goes to the default market', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  const target = { TotalTargetCapacity: 5, OnDemandTargetCapacity: 2, DefaultTargetCapacityType: 'spot' } as const;
  await client.send(fleet({ change: { TargetCapacitySpecification: target } }));
  expect(localEc2.everything().map(({ market }) => market)).toEqual(['on-demand', 'on-demand', 'spot', 'spot', 'spot']);
});

test('instances are in the zone of their subnet, alternate over the pools, and use addresses', async () => {
  const { client, pass } = await served();
  await withTemplate(client);
  await client.send(fleet({ spot: 4 }));
  pass(LIFETIMES.invisibleFor);
  const zones = (await describe(client)).map(({ Placement }) => Placement?.AvailabilityZone);
  expect(zones.toSorted()).toEqual(['us-east-1a', 'us-east-1a', 'us-east-1b', 'us-east-1b']);
  const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
  expect(Subnets.map(({ AvailableIpAddressCount }) => AvailableIpAddressCount)).toEqual([4_089, 4_089, 4_091]);
});

test('each returned group of instances names its pool', async () => {
  const { client } = await served();
  await withTemplate(client);
  const { Instances = [] } = await client.send(fleet({ onDemand: 1, spot: 2 }));
  const told = Instances.map(({ Lifecycle, InstanceType, LaunchTemplateAndOverrides, InstanceIds }) => [
    Lifecycle,
    InstanceType,
    LaunchTemplateAndOverrides?.Overrides?.SubnetId,
    InstanceIds?.length,
  ]);
  expect(told).toEqual([
    ['on-demand', 'm7g.large', SUBNET.a, 1],
    ['spot', 'm7g.large', SUBNET.a, 1],
    ['spot', 'm7g.large', SUBNET.b, 1],
  ]);
});

test('instances have the tags of the template, of the request, which override them, and of AWS', async () => {
  const { client, pass } = await served();
  await withTemplate(client, {
    tags: [
      { Key: 'team', Value: 'ci' },
      { Key: 'Name', Value: 'template' },
    ],
  });
  const { FleetId } = await client.send(fleet({ onDemand: 1, tags: [{ Key: 'Name', Value: 'request <&>' }] }));
  pass(LIFETIMES.invisibleFor);
  const [instance] = await describe(client);
  const tags = Object.fromEntries((instance?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  expect(tags).toMatchObject({ team: 'ci', Name: 'request <&>', 'aws:ec2:fleet-id': FleetId });
});

test('a pool without capacity is returned as an error with the launches of the others', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  localEc2.shortages.add({ subnetId: SUBNET.a, market: 'spot', remaining: 1 });
  localEc2.shortages.add({ subnetId: SUBNET.b, market: 'spot' });
  const answer = await client.send(fleet({ onDemand: 1, spot: 5 }));
  expect(idsOf(answer)).toHaveLength(2);
  const told = (answer.Errors ?? []).map(({ ErrorCode, Lifecycle, LaunchTemplateAndOverrides }) => [
    ErrorCode,
    Lifecycle,
    LaunchTemplateAndOverrides?.Overrides?.SubnetId,
  ]);
  expect(told.toSorted()).toEqual([
    ['InsufficientInstanceCapacity', 'spot', SUBNET.a],
    ['InsufficientInstanceCapacity', 'spot', SUBNET.b],
  ]);
});

test('the rest of a fleet comes from the pools that have capacity', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  localEc2.shortages.add({ subnetId: SUBNET.a });
  await client.send(fleet({ spot: 3 }));
  expect(localEc2.everything().map(({ subnetId }) => subnetId)).toEqual([SUBNET.b, SUBNET.b, SUBNET.b]);
});

test('a subnet without free addresses launches no instance', async () => {
  const subnet = { vpcId: 'vpc-1', zoneId: 'use1-az1', cidr: '10.0.0.0/28', defaultForZone: true, tags: new Map() };
  const { client } = await served({ subnets: [{ ...subnet, id: SUBNET.a, zone: 'us-east-1a', addresses: 2 }] });
  await withTemplate(client);
  const answer = await client.send(fleet({ onDemand: 3, pools: [{ InstanceType: 'm7g.large', SubnetId: SUBNET.a }] }));
  expect(idsOf(answer)).toHaveLength(2);
  expect(answer.Errors?.map(({ ErrorCode }) => ErrorCode)).toEqual(['InsufficientFreeAddressesInSubnet']);
});

test('lowest-price exhausts the smaller type first', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  localEc2.shortages.add({ instanceType: 'm7g.large', remaining: 1 });
  const pools = [
    { InstanceType: 'c7g.2xlarge', SubnetId: SUBNET.a },
    { InstanceType: 'm7g.large', SubnetId: SUBNET.a },
  ] as const;
  await client.send(fleet({ onDemand: 2, pools }));
  expect(localEc2.everything().map(({ instanceType }) => instanceType)).toEqual(['m7g.large', 'c7g.2xlarge']);
});

test('with equal price or priority, the first subnet is used', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  const prioritized = { OnDemandOptions: { AllocationStrategy: 'prioritized' } } as const;
  for (let turn = 0; turn < 3; turn++) await client.send(fleet({ onDemand: 1 }));
  await client.send(fleet({ onDemand: 3 }));
  await client.send(fleet({ onDemand: 3, change: prioritized }));
  expect(new Set(localEc2.everything().map(({ subnetId }) => subnetId))).toEqual(new Set([SUBNET.a]));
});

test('throttling and internal errors of a pool are part of a successful response, as often as configured', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  localEc2.shortages.add({ code: 'RequestLimitExceeded', times: 2 });
  localEc2.shortages.add({ code: 'InternalError', market: 'spot', subnetId: SUBNET.a, times: 1 });
  const codes = async (order: Parameters<typeof fleet>[0]) => {
    const answer = await client.send(fleet(order));
    return [idsOf(answer).length, ...(answer.Errors ?? []).map(({ ErrorCode }) => ErrorCode)];
  };
  expect(await codes({ onDemand: 1 })).toEqual([0, 'RequestLimitExceeded', 'RequestLimitExceeded']);
  expect(await codes({ onDemand: 1 })).toEqual([1]);
  expect(await codes({ spot: 2 })).toEqual([2, 'InternalError']);
});

test('prioritized exhausts the lowest number first', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  localEc2.shortages.add({ instanceType: 'c7g.2xlarge', remaining: 1 });
  const pools = [
    { InstanceType: 'm7g.large', SubnetId: SUBNET.a, Priority: 2 },
    { InstanceType: 'c7g.2xlarge', SubnetId: SUBNET.a, Priority: 1 },
  ] as const;
  const change = { OnDemandOptions: { AllocationStrategy: 'prioritized' } } as const;
  await client.send(fleet({ onDemand: 2, pools, change }));
  expect(localEc2.everything().map(({ instanceType }) => instanceType)).toEqual(['c7g.2xlarge', 'm7g.large']);
});

test('an unknown subnet or type is returned as an error with the instances; an unknown template fails the request', async () => {
  const { client } = await served();
  await withTemplate(client);
  const answer = await client.send(
    fleet({
      onDemand: 1,
      pools: [
        { InstanceType: 'm7g.large', SubnetId: 'subnet-0000000f' },
        { InstanceType: 'm7g.giant' as 'm7g.large', SubnetId: SUBNET.a },
      ],
    }),
  );
  expect(answer.Errors?.map(({ ErrorCode }) => ErrorCode).toSorted()).toEqual([
    'InvalidParameterValue',
    'InvalidSubnetID.NotFound',
  ]);
  const unknown = (LaunchTemplateName: string, Version: string) =>
    fleet({
      onDemand: 1,
      change: { LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { LaunchTemplateName, Version } }] },
    });
  expect(await refusal(client.send(unknown('nobody', '$Default')))).toBe('InvalidLaunchTemplateName.NotFoundException');
  expect(await refusal(client.send(unknown('worker', '7')))).toBe('InvalidLaunchTemplateId.VersionNotFound');
});

test('two subnets in one zone are the same pool, which is rejected', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  const pool = { InstanceType: 'm7g.large', SubnetId: SUBNET.a } as const;
  expect(await refusal(client.send(fleet({ onDemand: 1, pools: [pool, pool] })))).toBe('InvalidFleetConfig');
  expect(localEc2.everything()).toEqual([]);
});

test('parameters that an instant fleet does not have are rejected', async () => {
  const { client } = await served();
  await withTemplate(client);
  const change = { ReplaceUnhealthyInstances: true };
  expect(await refusal(client.send(fleet({ onDemand: 1, change })))).toBe('UnknownParameter');
});

test('a fleet of zero instances, or with parts above its total, is rejected', async () => {
  const { client } = await served();
  await withTemplate(client);
  expect(await refusal(client.send(fleet()))).toBe('InvalidParameterValue');
  const target = { TotalTargetCapacity: 1, OnDemandTargetCapacity: 1, SpotTargetCapacity: 1 };
  const parts = fleet({ change: { TargetCapacitySpecification: target } });
  expect(await refusal(client.send(parts))).toBe('InvalidTargetCapacitySpecification');
});
