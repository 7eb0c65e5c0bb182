import { describe, expect, onTestFinished, test } from 'vitest';
import { nameOf } from '../../../../shared/providers/ec2/launching/requirements.ts';
import { type Ec2Launch, type Pool, poolKey } from '../../../../shared/providers/ec2/ports.ts';
import { ec2Launch, freshGroup, NOON } from '../../../contracts/examples.ts';
import { fleetOnAws } from '../../../contracts/on-aws/ec2.ts';
import { describeFleetContract } from '../../../contracts/providers/fleet.contract.ts';
import { FakeFleet } from '../../../fakes/ec2/fake-fleet.ts';
import { localAws } from '../local-aws.ts';

const POOLS: readonly [Pool, Pool] = [
  { instanceType: 'm7g.large', subnet: 'subnet-00000001' },
  { instanceType: 'm7g.xlarge', subnet: 'subnet-00000002' },
];

describeFleetContract('fake', () => {
  const fleet = new FakeFleet({ clock: () => NOON });
  fleet.canHibernate = false;
  return {
    workers: fleet,
    resizer: fleet,
    warm: fleet,
    launchTemplate: { name: 'worker', version: '$Default' },
    pools: POOLS,
    async tag(id, name, on) {
      if (name === 'busy') fleet.setBusy(id, on);
      else if (name === 'drained') fleet.setDrained(id, on);
      else fleet.setProtected(id, on);
    },
    strict: {
      makeShort: (pool, market, remaining, code) => fleet.makeShort(poolKey(pool, market), remaining, code),
      failNextLaunch: () => fleet.failLaunches(1),
      shutDown: (id) => fleet.stop(id),
      isTerminated: (id) => fleet.endingOf(id)?.state === 'terminated',
      protect: (id) => fleet.protect(id),
    },
  };
});

// Without the wait until describe calls show an instance: the contract is about what is shown then.
const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0, pendingFor: 100, stoppingFor: 100 } } });

describeFleetContract('EC2 stand-in', async () => {
  const { endpoint, ec2 } = aws.local();
  return {
    ...(await fleetOnAws(aws.clients(), endpoint, POOLS)),
    strict: {
      makeShort: ({ instanceType, subnet }, market, remaining, code) =>
        ec2?.shortages.add({ instanceType, subnetId: subnet, market, remaining, ...(code && { code }) }),
      failNextLaunch: () => ec2?.launchFailures.add({ code: 'Client.InternalError', count: 1 }),
      shutDown: (id) => ec2?.shutDown(id),
      isTerminated: (id) => ['shutting-down', 'terminated'].includes(ec2?.find(id)?.state ?? ''),
      protect: (id) => ec2?.protect(id),
    },
  };
});

describe('EC2 stand-in', () => {
  const [{ subnet }] = POOLS;
  const launched = async (change: Partial<Ec2Launch>) => {
    const subject = await fleetOnAws(aws.clients(), aws.local().endpoint, POOLS);
    const launch = ec2Launch({ launchTemplate: subject.launchTemplate, pools: POOLS, ...change });
    const group = freshGroup();
    const outcome = await subject.resizer.launch(group, 'activity-1', launch);
    return { ...outcome, listed: (await subject.workers.list([group])).get(group) ?? [] };
  };

  test('says which workers use a reservation', async () => {
    const id = aws.local().ec2?.reserve({ instanceType: 'm7g.xlarge', zone: 'us-east-1b', total: 1 });
    const { launched: some, listed } = await launched({ onDemand: 2, spot: 0, reservations: 'first' });
    const reservations = (all: readonly { reservation?: string }[]) =>
      all.flatMap(({ reservation }) => reservation ?? []);
    expect(some).toHaveLength(2);
    expect([reservations(some), reservations(listed)]).toEqual([[id], [id]]);
  });

  describe('by requirements', () => {
    const requirements = { vcpus: { min: 2, max: 2 }, generation: 'current', exclude: [] } as const;
    const pools = [{ instanceType: nameOf(requirements), subnet }];
    const wanted = { spot: 0, requirements, pools };

    test('what is short in part excludes no requirements, and what is short everywhere does', async () => {
      const { ec2 } = aws.local();
      ec2?.shortages.add({ subnetId: subnet, market: 'on-demand', remaining: 1 });
      onTestFinished(() => ec2?.shortages.clear());
      const { launched: some, errors } = await launched({ ...wanted, onDemand: 2, spot: 1 });
      expect(some.map(({ market }) => market).sort()).toEqual(['on-demand', 'spot']);
      const short = new Set(errors.flatMap((error) => error.pools));
      expect(short).toEqual(new Set(pools.map((pool) => poolKey(pool, 'on-demand'))));
    });

    test.each([undefined, 'run-instances' as const])('a type that was short is left out (%s)', async (by) => {
      const typeOf = async (leftOut: readonly Pool[]) =>
        (await launched({ ...wanted, onDemand: 1, by, leftOut })).launched.map((each) => each.instanceType);
      const [taken = ''] = await typeOf([]);
      const [next] = await typeOf([{ instanceType: taken, subnet }]);
      expect([taken, next]).toEqual([expect.any(String), expect.not.stringMatching(taken)]);
    });

    test('that match nothing are refused with the remedy', async () => {
      const none = { ...requirements, vcpus: { min: 9999 } };
      const { errors } = await launched({ ...wanted, onDemand: 1, requirements: none, by: 'run-instances' });
      const reason = { code: 'no-type-matches' };
      expect(errors).toMatchObject([{ code: 'NoMatchingInstanceType', capacity: false, reason }]);
    });
  });
});

describeFleetContract('MiniStack', () => fleetOnAws(aws.clients(), aws.local().emulatorEndpoint, POOLS));
