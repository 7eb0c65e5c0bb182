import { Ec2Error } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, Page, PageRequest, Subnet } from '../model.ts';
import { pageOf } from '../pages.ts';
import type { Ec2State } from '../state.ts';
import { stateOf } from './lifecycle.ts';

export interface ShownSubnet extends Subnet {
  readonly availableAddresses: number;
}

/** The default VPC. Its ids are those of the emulator, so that both agree. */
export function defaultSubnets(region: string): Subnet[] {
  return ['a', 'b', 'c'].map((letter, index) => ({
    id: `subnet-0000000${index + 1}`,
    vpcId: 'vpc-00000001',
    zone: `${region}${letter}`,
    zoneId: `use1-az${index + 1}`,
    cidr: `172.31.${index * 16}.0/20`,
    // A /20 minus the five addresses that AWS reserves: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
    addresses: 4_091,
    defaultForZone: true,
    tags: new Map(),
  }));
}

/** An instance uses an address until it is terminated. */
export function freeAddresses(ec2State: Ec2State, subnet: Subnet): number {
  const now = ec2State.now();
  let used = 0;
  for (const instance of ec2State.instances.values()) {
    if (instance.subnetId === subnet.id && stateOf(instance, now, ec2State.lifetimes) !== 'terminated') used += 1;
  }
  return subnet.addresses - used;
}

const NAMES: Filterable<Subnet> = {
  'subnet-id': (subnet) => [subnet.id],
  'vpc-id': (subnet) => [subnet.vpcId],
  'availability-zone': (subnet) => [subnet.zone],
  availabilityZone: (subnet) => [subnet.zone],
  'availability-zone-id': (subnet) => [subnet.zoneId],
  'cidr-block': (subnet) => [subnet.cidr],
  'default-for-az': (subnet) => [String(subnet.defaultForZone)],
  state: () => ['available'],
};

export function describeSubnets(
  ec2State: Ec2State,
  request: { ids: readonly string[]; filters: readonly Filter[]; page: PageRequest },
): Page<ShownSubnet> {
  const chosen =
    request.ids.length > 0 ? request.ids.map((id) => subnetOf(ec2State, id)) : [...ec2State.subnets.values()];
  const page = pageOf(
    'subnets',
    filtered(chosen, request.filters, NAMES, (subnet) => subnet.tags),
    (subnet) => subnet.id,
    request.page,
  );
  return {
    items: page.items.map((subnet) => ({ ...subnet, availableAddresses: freeAddresses(ec2State, subnet) })),
    nextToken: page.nextToken,
  };
}

export function subnetOf(ec2State: Ec2State, id: string): Subnet {
  const subnet = ec2State.subnets.get(id);
  if (subnet === undefined) throw new Ec2Error('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
  return subnet;
}
