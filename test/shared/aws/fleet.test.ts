import { type Pool, poolKey } from '../../../shared/providers/ec2/ports.ts';
import { NOON } from '../../contracts/examples.ts';
import { describeFleetContract } from '../../contracts/fleet.contract.ts';
import { fleetOnAws } from '../../contracts/on-aws/ec2.ts';
import { FakeFleet } from '../../fakes/fake-fleet.ts';
import { localAws } from './local-aws.ts';

const POOLS: readonly [Pool, Pool] = [
  { instanceType: 'm7g.large', subnet: 'subnet-00000001' },
  { instanceType: 'm7g.xlarge', subnet: 'subnet-00000002' },
];

describeFleetContract('fake', () => {
  const fleet = new FakeFleet({ clock: () => NOON });
  return {
    workers: fleet,
    resizer: fleet,
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
const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0 } } });

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

describeFleetContract('MiniStack', () => fleetOnAws(aws.clients(), aws.local().emulatorEndpoint, POOLS));
