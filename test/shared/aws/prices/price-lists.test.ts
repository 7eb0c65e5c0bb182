import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeSpotPriceHistoryCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LocalAutoScaling } from '../../../../local/autoscaling/index.ts';
import { LocalEc2 } from '../../../../local/ec2/index.ts';
import { LocalEcs } from '../../../../local/ecs/index.ts';
import { startGateway } from '../../../../local/gateway/gateway.ts';
import { listRegion } from '../../../../shared/aws/prices/price-list.ts';
import { priceLists } from '../../../../shared/runtime/price-lists.ts';
import { NOON } from '../../../contracts/examples.ts';
import { clientOf } from '../../../local/ec2/served.ts';

const HOUR = 3_600_000;

/** AWS's prices as the stand-ins behind the gateway answer. */
async function shop() {
  let now = NOON;
  const localEc2 = new LocalEc2({ now: () => now });
  const gateway = await startGateway({
    ec2: localEc2,
    autoScaling: new LocalAutoScaling(localEc2),
    ecs: new LocalEcs(localEc2.now),
    id: 'test',
  });
  onTestFinished(() => gateway.close());
  const client = clientOf(gateway.url.origin, 1);
  const lists = priceLists(client.config, { AWS_ENDPOINT_URL: gateway.url.origin });
  return {
    ...{ localEc2, client, lists, list: gateway.prices },
    pass: (ms: number) => {
      now += ms;
    },
    clock: () => now,
  };
}

describe('on-demand prices', () => {
  it('are those of shared tenancy, without licenses and reservations', async () => {
    const { lists } = await shop();
    const types = ['c7g.large', 'm7g.xlarge', 'c7g.larg'];
    expect(await lists.onDemand('linux', types)).toEqual(
      new Map([
        ['c7g.large', 0.0725],
        ['m7g.xlarge', 0.145],
        ['c7g.larg', null],
      ]),
    );
  });

  it('depend on the operating system; Windows is not the price of an own license', async () => {
    const { lists } = await shop();
    expect((await lists.onDemand('windows', ['c7g.large'])).get('c7g.large')).toBeCloseTo(0.1595);
    expect((await lists.onDemand('rhel', ['c7g.large'])).get('c7g.large')).toBeCloseTo(0.1015);
  });

  it('are read again after throttling, and a failure that stays has its cause', async () => {
    const { lists, list } = await shop();
    list.set('c7g.large', 0.08);
    list.fail('ThrottlingException', 'Rate exceeded', 1);
    expect((await lists.onDemand('linux', ['c7g.large'])).get('c7g.large')).toBe(0.08);
    list.fail('AccessDeniedException', 'not allowed', 1);
    await expect(lists.onDemand('linux', ['c7g.large'])).rejects.toThrow('Price List GetProducts failed: not allowed');
  });

  it('of one type that cannot be read do not cost those of the others', async () => {
    const { lists, list } = await shop();
    list.fail('AccessDeniedException', 'not allowed', 1);
    const read = await lists.onDemand('linux', ['c7g.large', 'm7g.xlarge', 'c7g.larg']);
    expect([...read.values()].filter((price) => price instanceof Error)).toHaveLength(1);
    expect([...read.values()].filter((price) => typeof price === 'number').length).toBeGreaterThan(0);
  });

  it('are not missing because an answer is none', async () => {
    const { client } = await shop();
    const proxy = createServer((_, response) => response.end('no list'));
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const lists = priceLists(client.config, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    await expect(lists.onDemand('linux', ['c7g.large'])).rejects.toThrow('PriceList');
  });

  it.each([
    ['eu-west-1', 'eu-central-1'],
    ['ap-southeast-2', 'ap-south-1'],
    ['us-west-2', 'us-east-1'],
    ['sa-east-1', 'us-east-1'],
    ['cn-north-1', 'cn-northwest-1'],
  ])('of %s come from %s', (region, from) => {
    expect(listRegion(region)).toBe(from);
  });
});

describe('spot prices', () => {
  it('are the current ones of each zone', async () => {
    const { lists, localEc2, clock, pass } = await shop();
    localEc2.setSpotPrice('c7g.large', 'us-east-1a', 0.02);
    pass(HOUR);
    localEc2.setSpotPrice('c7g.large', 'us-east-1a', 0.05);
    pass(HOUR);
    expect(await lists.spot('linux', ['c7g.large'], clock())).toEqual(
      new Map([['c7g.large', { 'us-east-1a': 0.05, 'us-east-1b': 0.029, 'us-east-1c': 0.029 }]]),
    );
  });

  it('of a type that there is not are none, and those of the others are read', async () => {
    const { lists, localEc2, clock } = await shop();
    localEc2.faults.add({
      ...{ kind: 'error', action: 'DescribeSpotPriceHistory', count: 1 },
      ...{ code: 'InvalidParameterValue', status: 400, when: 'before' },
    });
    const found = await lists.spot('linux', ['c7g.large', 'c7g.larg'], clock());
    expect([...found.keys()]).toEqual(['c7g.large']);
  });
});

it('the history of the stand-in has the price that held at its start, newest first, as the SDK reads it', async () => {
  const { client, localEc2, pass } = await shop();
  for (const usd of [0.02, 0.03, 0.04]) {
    localEc2.setSpotPrice('c7g.large', 'us-east-1a', usd);
    pass(HOUR);
  }
  const { SpotPriceHistory = [] } = await client.send(
    new DescribeSpotPriceHistoryCommand({
      InstanceTypes: ['c7g.large'],
      AvailabilityZone: 'us-east-1a',
      ProductDescriptions: ['Linux/UNIX (Amazon VPC)'],
      StartTime: new Date(NOON + 90 * 60_000),
      EndTime: new Date(NOON + 3 * HOUR),
    }),
  );
  expect(SpotPriceHistory.map(({ SpotPrice }) => SpotPrice)).toEqual(['0.040000', '0.030000']);
});

describe('the types that match requirements', () => {
  it('are read page by page, of both architectures unless they say one', async () => {
    const { lists } = await shop();
    const requirements = {
      vcpus: { min: 2, max: 2 },
      memoryGiB: { min: 4, max: 4 },
      generation: 'current',
      exclude: [],
    };
    const both = await lists.matching(requirements);
    expect(both).toEqual(expect.arrayContaining(['c7g.large', 'c7i.large']));
    const arm = await lists.matching({ ...requirements, architectures: ['arm64'], exclude: ['c8*', 'c9*'] });
    expect(arm).toContain('c7g.large');
    expect(arm.filter((type) => /^c[89]|i\./.test(type))).toEqual([]);
  });
});
