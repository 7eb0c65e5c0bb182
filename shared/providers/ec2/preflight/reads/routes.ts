import { DescribeRouteTablesCommand, type EC2Client, type RouteTable } from '@aws-sdk/client-ec2';
import type { Subnet } from '../ports.ts';

/**
 * The subnets whose route table has a default route that works. A subnet without a table of its own has the main one of
 * its VPC. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
export async function routedOut(client: EC2Client, subnets: readonly Subnet[]): Promise<ReadonlySet<string>> {
  const vpcs = [...new Set(subnets.map(({ vpc }) => vpc))];
  const { RouteTables = [] } = await client.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: vpcs }] }),
  );
  const routed = subnets.filter(({ id, vpc }) => {
    const own = RouteTables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === id));
    const main = RouteTables.find(
      ({ VpcId, Associations = [] }) => VpcId === vpc && Associations.some(({ Main }) => Main === true),
    );
    return hasDefaultRoute(own ?? main);
  });
  return new Set(routed.map(({ id }) => id));
}

const hasDefaultRoute = (table: RouteTable | undefined): boolean =>
  (table?.Routes ?? []).some(
    ({ DestinationCidrBlock, DestinationIpv6CidrBlock, State }) =>
      (DestinationCidrBlock === '0.0.0.0/0' || DestinationIpv6CidrBlock === '::/0') && State !== 'blackhole',
  );
