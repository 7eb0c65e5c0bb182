import { DescribeInstanceTypeOfferingsCommand, DescribeRouteTablesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { fleet, refusal, type Served, SUBNET, served, withTemplate } from './served.ts';

const routes = async ({ client }: Served, ...Filters: { Name: string; Values: string[] }[]) => {
  const { RouteTables = [] } = await client.send(new DescribeRouteTablesCommand({ Filters }));
  return RouteTables.map(({ Associations: [association] = [], Routes = [] }) => ({
    of: association?.Main ? 'main' : association?.SubnetId,
    to: Routes.map(({ DestinationCidrBlock, GatewayId }) => `${DestinationCidrBlock} ${GatewayId}`),
  }));
};

test('the main route table leads out, and the one of an isolated subnet does not', async () => {
  const all = await served();
  const main = { of: 'main', to: ['172.31.0.0/16 local', '0.0.0.0/0 igw-00000001'] };
  expect(await routes(all)).toEqual([main]);
  all.localEc2.isolate(SUBNET.b);
  const own = { of: SUBNET.b, to: ['172.31.0.0/16 local'] };
  expect(await routes(all, { Name: 'vpc-id', Values: ['vpc-00000001'] })).toEqual([main, own]);
  expect(await routes(all, { Name: 'association.subnet-id', Values: [SUBNET.b] })).toEqual([own]);
  expect(await routes(all, { Name: 'vpc-id', Values: ['vpc-9'] })).toEqual([]);
  expect(await refusal(routes(all, { Name: 'color', Values: ['red'] }))).toBe('InvalidParameterValue');
  all.localEc2.isolate(SUBNET.b, false);
  expect(await routes(all)).toEqual([main]);
  const unknown = all.client.send(new DescribeRouteTablesCommand({ RouteTableIds: ['rtb-9'] }));
  expect(await refusal(unknown)).toBe('InvalidRouteTableID.NotFound');
});

test('types are offered in the region and in zones, and nothing is launched where they are not', async () => {
  const all = await served();
  const offered = async (LocationType?: 'availability-zone' | 'availability-zone-id' | 'region') => {
    const Filters = [{ Name: 'instance-type', Values: ['m7g.large'] }];
    const { InstanceTypeOfferings = [] } = await all.client.send(
      new DescribeInstanceTypeOfferingsCommand({ Filters, ...(LocationType && { LocationType }) }),
    );
    return InstanceTypeOfferings.map(({ Location }) => Location);
  };
  expect(await offered()).toEqual(['us-east-1']);
  expect(await offered('availability-zone')).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
  all.localEc2.offer('m7g.large', ['us-east-1b']);
  expect(await offered('availability-zone')).toEqual(['us-east-1b']);
  expect(await offered('availability-zone-id')).toEqual(['use1-az2']);
  await withTemplate(all.client);
  const { Errors = [] } = await all.client.send(
    fleet({ onDemand: 1, pools: [{ InstanceType: 'm7g.large', SubnetId: SUBNET.a }] }),
  );
  expect(Errors.map(({ ErrorCode }) => ErrorCode)).toEqual(['Unsupported']);
  all.localEc2.offer('m7g.large', []);
  expect(await offered()).toEqual([]);
  all.localEc2.offer('m7g.large', null);
  expect(await offered('region')).toEqual(['us-east-1']);
});
