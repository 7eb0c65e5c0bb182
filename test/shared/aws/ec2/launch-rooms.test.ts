import { CloudWatchClient, type GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { cloudWatchCalls } from '../../../../shared/aws/cloudwatch/sdk-calls.ts';
import { ec2LaunchRooms } from '../../../../shared/providers/ec2/api/rooms.ts';
import { vcpusLeft } from '../../../../shared/providers/ec2/api/vcpu-quotas.ts';
import { type List, lightListing } from '../../../../shared/providers/instances/listing.ts';
import { MINUTE, NOON } from '../../../contracts/examples.ts';
import { describeLaunchRoomsContract } from '../../../contracts/providers/launch-rooms.contract.ts';
import { FakeRooms } from '../../../fakes/ec2/fake-rooms.ts';
import { answering } from '../answering.ts';
import { localAws } from '../local-aws.ts';
import { runInstances } from './run-instances.ts';

describeLaunchRoomsContract('fake', () => {
  const rooms = new FakeRooms();
  rooms.setAddresses('subnet-a', 100);
  rooms.setAddresses('subnet-b', 50);
  rooms.setVcpus({ 'on-demand': 12 });
  rooms.setVcpusOf('m7g.large', 2);
  rooms.setVcpusOf('c7g.xlarge', 4);
  return {
    rooms,
    subnets: [{ id: 'subnet-a', free: 100 }, { id: 'subnet-b' }],
    occupy: async (subnet, count) => rooms.setAddresses(subnet, 100 - count),
    quotas: { 'on-demand': 12 },
  };
});

const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0 } } });
const world = () => {
  const { ec2 } = aws.local();
  if (!ec2) throw new Error('these tests need the stand-in');
  return ec2;
};
const listing = () => lightListing(aws.clients().cloudwatch.config);
/** Free addresses of a subnet as the stand-in has them at this moment. */
const free = (id: string) =>
  world().describeSubnets({ ids: [id], filters: [], page: { maxResults: null, nextToken: null } }).items[0]
    ?.availableAddresses ?? 0;

/** CloudWatch with usage and quota of every market, newest first, by the dimension of the class. */
function cloudWatchWith(figures: Readonly<Record<string, { used: number[]; quota: number[] }>>) {
  const client = new CloudWatchClient({ region: 'us-east-1' });
  const calls = answering(client, (_, { MetricDataQueries = [] }: GetMetricDataInput) => {
    const classOf = new Map(
      MetricDataQueries.map(({ Id, MetricStat }) => [
        Id,
        MetricStat?.Metric?.Dimensions?.find(({ Name }) => Name === 'Class')?.Value ?? '',
      ]),
    );
    return {
      MetricDataResults: MetricDataQueries.map(({ Id, Expression }) => {
        const of = /^SERVICE_QUOTA\((\w+)\)$/.exec(Expression ?? '')?.[1];
        const { used = [], quota = [] } = figures[classOf.get(of ?? Id) ?? ''] ?? {};
        return { Id, StatusCode: 'Complete', Values: of ? quota : used };
      }),
    };
  });
  return { client, calls };
}

describeLaunchRoomsContract('EC2 stand-in, with quotas as CloudWatch tells them', () => {
  const { client } = cloudWatchWith({
    'Standard/OnDemand': { used: [20, 31], quota: [32, 32] },
    'Standard/Spot': { used: [70], quota: [64] },
  });
  return {
    rooms: ec2LaunchRooms({
      list: listing(),
      vcpusLeft: (now) => vcpusLeft(cloudWatchCalls(client), now),
      clock: () => NOON,
    }),
    subnets: [{ id: 'subnet-00000001', free: free('subnet-00000001') }, { id: 'subnet-00000002' }],
    occupy: async (subnet, count) => void (await runInstances(count, subnet)),
    // Never less than none.
    quotas: { 'on-demand': 12, spot: 0 },
  };
});

describeLaunchRoomsContract('EC2 stand-in and MiniStack, which knows no quotas', () => {
  const { cloudwatch } = aws.clients();
  return {
    rooms: ec2LaunchRooms({
      list: listing(),
      vcpusLeft: (now) => vcpusLeft(cloudWatchCalls(cloudwatch), now),
      clock: Date.now,
    }),
    subnets: [{ id: 'subnet-00000003', free: free('subnet-00000003') }, { id: 'subnet-00000002' }],
    occupy: async (subnet, count) => void (await runInstances(count, subnet)),
  };
});

describe('the vCPUs that quotas leave', () => {
  it('are read in one call: the usage and the quota of both markets', async () => {
    const { client, calls } = cloudWatchWith({});
    await vcpusLeft(cloudWatchCalls(client), NOON);
    const [{ MetricDataQueries = [], EndTime }, ...further] = calls.map(({ input }) => input) as [GetMetricDataInput];
    expect(further).toEqual([]);
    expect(EndTime).toEqual(new Date(NOON));
    expect(MetricDataQueries).toHaveLength(4);
    expect(MetricDataQueries[0]).toMatchObject({
      Id: 'used0',
      MetricStat: {
        Metric: {
          Namespace: 'AWS/Usage',
          MetricName: 'ResourceCount',
          Dimensions: [
            { Name: 'Class', Value: 'Standard/OnDemand' },
            { Name: 'Resource', Value: 'vCPU' },
            { Name: 'Service', Value: 'EC2' },
            { Name: 'Type', Value: 'Resource' },
          ],
        },
        Stat: 'Maximum',
      },
    });
    expect(MetricDataQueries[3]).toEqual({ Id: 'quota1', Expression: 'SERVICE_QUOTA(used1)' });
  });

  it('are unknown for a market without usage or quota', async () => {
    const { client } = cloudWatchWith({
      'Standard/OnDemand': { used: [], quota: [32] },
      'Standard/Spot': { used: [8], quota: [] },
    });
    expect(await vcpusLeft(cloudWatchCalls(client), NOON)).toEqual({});
  });
});

describe('what is read before a launch', () => {
  const pools = [{ instanceType: 'm7g.large', subnet: 'subnet-00000001' }];
  const rooms = (clock: () => number, warnings: string[] = []) => {
    const asked: number[] = [];
    const left = async (now: number) => {
      asked.push(now);
      return { spot: asked.length };
    };
    const of = ec2LaunchRooms({ list: listing(), vcpusLeft: left, clock }, (unknown) => warnings.push(unknown));
    return { rooms: of, asked };
  };
  const callsOf = (action: string) => world().calls.get(action) ?? 0;

  it('are quotas once a minute, types once per process, and addresses every time', async () => {
    let now = NOON;
    const { rooms: known, asked } = rooms(() => now);
    const [types, subnets] = [callsOf('DescribeInstanceTypes'), callsOf('DescribeSubnets')];
    await known.of(pools);
    now = NOON + MINUTE - 1;
    expect((await known.of(pools)).vcpus).toEqual({ spot: 1 });
    now = NOON + MINUTE;
    expect((await known.of(pools)).vcpus).toEqual({ spot: 2 });
    expect(asked).toEqual([NOON, NOON + MINUTE]);
    expect(callsOf('DescribeInstanceTypes') - types).toBe(1);
    expect(callsOf('DescribeSubnets') - subnets).toBe(3);
  });

  it.each([
    ['DescribeSubnets', 'free addresses of subnets', { addresses: new Map() }],
    ['DescribeInstanceTypes', 'vCPUs of instance types', { vcpusOf: new Map() }],
  ])('may lack %s, which is reported once', async (action, what, unknown) => {
    const warnings: string[] = [];
    const { rooms: known } = rooms(() => NOON, warnings);
    const fault = { kind: 'error', code: 'UnauthorizedOperation', status: 403, action, count: 2 } as const;
    world().faults.add(fault);
    expect(await known.of(pools)).toMatchObject({ ...unknown, vcpus: { spot: 1 } });
    expect(await known.of(pools)).toMatchObject(unknown);
    expect(warnings).toEqual([expect.stringMatching(`^${what}: EC2 ${action} failed`)]);
    const room = await known.of(pools);
    expect([room.addresses.size, room.vcpusOf.size]).toEqual([1, 1]);
  });

  it('ignores a subnet with only IPv6, which has no IPv4 addresses', async () => {
    const subnet = (subnetId: string, ipv6Native: string) => ({ subnetId, availableIpAddressCount: '0', ipv6Native });
    const subnets = [subnet('subnet-1', 'true'), subnet('subnet-2', 'false')];
    const list: List = async ({ action, read }) => (action === 'DescribeSubnets' ? subnets.map(read) : []);
    const known = ec2LaunchRooms({ list, vcpusLeft: async () => ({}), clock: () => NOON });
    expect((await known.of(pools)).addresses).toEqual(new Map([['subnet-2', 0]]));
  });

  it('may lack quotas, which is reported once', async () => {
    const warnings: string[] = [];
    let now = NOON;
    const { cloudwatch } = aws.clients();
    const known = ec2LaunchRooms(
      { list: listing(), vcpusLeft: (at) => vcpusLeft(cloudWatchCalls(cloudwatch), at), clock: () => now },
      (unknown) => warnings.push(unknown),
    );
    for (; now < NOON + 3 * MINUTE; now += MINUTE) {
      const { vcpus, addresses } = await known.of(pools);
      expect([vcpus, addresses.size]).toEqual([{}, 1]);
    }
    expect(warnings).toEqual(["the account's vCPU quotas: CloudWatch answered quota0 with InternalError"]);
  });
});
