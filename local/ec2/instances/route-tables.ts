import { Ec2Error } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, Page, PageRequest } from '../model.ts';
import { pageOf } from '../pages.ts';
import type { Ec2State } from '../state.ts';

/** A route table: the main one of a VPC, which leads to the internet, or one of a subnet without a way out. */
export interface RouteTable {
  readonly id: string;
  readonly vpcId: string;
  readonly routes: readonly { readonly destination: string; readonly gateway: string }[];
  /** Null for the main table. */
  readonly subnetId: string | null;
}

const VPC_RANGE = { destination: '172.31.0.0/16', gateway: 'local' };
const PAGE_LIMITS = { least: 5, most: 100 };
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html */
const NAMES: Filterable<RouteTable> = {
  'route-table-id': ({ id }) => [id],
  'vpc-id': ({ vpcId }) => [vpcId],
  'association.main': ({ subnetId }) => [String(subnetId === null)],
  'association.subnet-id': ({ subnetId }) => (subnetId === null ? [] : [subnetId]),
  'route.destination-cidr-block': ({ routes }) => routes.map(({ destination }) => destination),
};

export interface RouteTablesRequest {
  readonly ids: readonly string[];
  readonly filters: readonly Filter[];
  readonly page: PageRequest;
}

export function describeRouteTables(ec2State: Ec2State, { ids, filters, page }: RouteTablesRequest): Page<RouteTable> {
  const all = tablesOf(ec2State);
  const unknown = ids.find((id) => !all.some((table) => table.id === id));
  if (unknown !== undefined) {
    throw new Ec2Error('InvalidRouteTableID.NotFound', `The routeTable ID '${unknown}' does not exist`);
  }
  const chosen = ids.length > 0 ? all.filter(({ id }) => ids.includes(id)) : all;
  return pageOf('route-tables', filtered(chosen, filters, NAMES), ({ id }) => id, page, PAGE_LIMITS);
}

function tablesOf({ subnets, isolated }: Ec2State): RouteTable[] {
  const vpcs = [...new Set([...subnets.values()].map(({ vpcId }) => vpcId))];
  const out = { destination: '0.0.0.0/0', gateway: 'igw-00000001' };
  return [
    ...vpcs.map((vpcId) => ({
      id: vpcId.replace('vpc-', 'rtb-'),
      vpcId,
      subnetId: null,
      routes: [VPC_RANGE, out],
    })),
    ...[...subnets.values()]
      .filter(({ id }) => isolated.has(id))
      .map(({ id, vpcId }) => ({
        id: id.replace('subnet-', 'rtb-1'),
        vpcId,
        subnetId: id,
        routes: [VPC_RANGE],
      })),
  ];
}
