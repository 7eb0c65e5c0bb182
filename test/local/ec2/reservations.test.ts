import type { CreateFleetCommandInput, RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import {
  fleet,
  idsOf,
  describe as instances,
  LIFETIMES,
  refusal,
  type Served,
  SUBNET,
  served,
  withTemplate,
} from './served.ts';

const ZONE = 'us-east-1a';
const POOLS = [
  { InstanceType: 'm7g.large', SubnetId: SUBNET.a },
  { InstanceType: 'm7g.xlarge', SubnetId: SUBNET.a },
] as const;
const FIRST: Partial<CreateFleetCommandInput> = {
  OnDemandOptions: {
    AllocationStrategy: 'lowest-price',
    CapacityReservationOptions: { UsageStrategy: 'use-capacity-reservations-first' },
  },
};
const BLOCK: Partial<CreateFleetCommandInput> = {
  TargetCapacitySpecification: { TotalTargetCapacity: 3, DefaultTargetCapacityType: 'capacity-block' },
};
const inBlock = (id: string): RequestLaunchTemplateData => ({
  InstanceMarketOptions: { MarketType: 'capacity-block' },
  CapacityReservationSpecification: { CapacityReservationTarget: { CapacityReservationId: id } },
});

/** Type and reservation of each instance. */
async function running({ client, pass }: Served) {
  pass(LIFETIMES.invisibleFor);
  const found = await instances(client);
  return found
    .map(({ InstanceType, CapacityReservationId = null }) => `${InstanceType} ${CapacityReservationId}`)
    .sort();
}

test('a fleet uses free reservations first, even dearer ones, and launches the rest without', async () => {
  const local = await served();
  await withTemplate(local.client);
  const id = local.localEc2.reserve({ instanceType: 'm7g.xlarge', zone: ZONE, total: 2 });
  await local.client.send(fleet({ onDemand: 3, pools: POOLS, change: FIRST }));
  expect(await running(local)).toEqual(['m7g.large null', `m7g.xlarge ${id}`, `m7g.xlarge ${id}`]);
});

test('without the strategy, the price decides, and an open reservation is used by what happens to match', async () => {
  const local = await served();
  await withTemplate(local.client);
  local.localEc2.reserve({ instanceType: 'm7g.xlarge', zone: ZONE, total: 2 });
  const id = local.localEc2.reserve({ instanceType: 'm7g.large', zone: ZONE, total: 1 });
  await local.client.send(fleet({ onDemand: 2, pools: POOLS }));
  expect(await running(local)).toEqual([`m7g.large ${id}`, 'm7g.large null']);
});

test('reserved capacity is there when the pool is short, spot never uses it, and what ends frees it', async () => {
  const local = await served();
  await withTemplate(local.client);
  const id = local.localEc2.reserve({ instanceType: 'm7g.large', zone: ZONE, total: 1 });
  local.localEc2.shortages.add({ instanceType: 'm7g.large' });
  const pools = POOLS.slice(0, 1);
  expect(idsOf(await local.client.send(fleet({ spot: 1, pools })))).toEqual([]);
  const [first = ''] = idsOf(await local.client.send(fleet({ onDemand: 2, pools, change: FIRST })));
  expect(await running(local)).toEqual([`m7g.large ${id}`]);
  local.localEc2.end(first, 'Client.UserInitiatedShutdown');
  expect(idsOf(await local.client.send(fleet({ onDemand: 1, pools, change: FIRST })))).toHaveLength(1);
});

test('a targeted reservation is used only by a template that targets it, or its group', async () => {
  const local = await served();
  const group = 'arn:aws:resource-groups:us-east-1:000000000000:group/reserved';
  local.localEc2.reserve({ instanceType: 'm7g.large', zone: ZONE, total: 1, match: 'targeted' });
  const id = local.localEc2.reserve({ instanceType: 'm7g.large', zone: ZONE, total: 1, match: 'targeted', group });
  const CapacityReservationTarget = { CapacityReservationResourceGroupArn: group };
  await withTemplate(local.client, { change: { CapacityReservationSpecification: { CapacityReservationTarget } } });
  await local.client.send(fleet({ onDemand: 2, pools: POOLS.slice(0, 1), change: FIRST }));
  expect(await running(local)).toEqual([`m7g.large ${id}`, 'm7g.large null']);
});

test('a Capacity Block takes as many as it has, and nothing falls back to on-demand', async () => {
  const local = await served();
  const id = local.localEc2.reserve({
    instanceType: 'm7g.large',
    zone: ZONE,
    total: 2,
    match: 'targeted',
    isBlock: true,
  });
  await withTemplate(local.client, { change: inBlock(id) });
  const answer = await local.client.send(fleet({ pools: POOLS.slice(0, 1), change: BLOCK }));
  expect(idsOf(answer)).toHaveLength(2);
  expect(answer.Errors).toMatchObject([{ ErrorCode: 'InsufficientInstanceCapacity' }]);
  expect(await running(local)).toEqual([`m7g.large ${id}`, `m7g.large ${id}`]);
  expect((await instances(local.client)).map(({ InstanceLifecycle }) => InstanceLifecycle)).toEqual(
    Array(2).fill('capacity-block'),
  );
});

test('a template for a Capacity Block launches nothing else, and another template nothing into one', async () => {
  const one = await served();
  await withTemplate(one.client, { change: inBlock('cr-00000000000000001') });
  expect(await refusal(one.client.send(fleet({ onDemand: 1 })))).toBe('InvalidFleetConfig');
  const other = await served();
  await withTemplate(other.client);
  expect(await refusal(other.client.send(fleet({ change: BLOCK })))).toBe('InvalidFleetConfig');
});
