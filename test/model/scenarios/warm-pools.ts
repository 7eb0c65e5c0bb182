import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { policyOf } from '../../shared/evaluation/setting.ts';
import type { Scenario, World } from '../world/world.ts';

const warm = (more: object = {}, written: Partial<PolicyDocument> = {}): PolicyDocument => {
  const { provider, ...rest } = policyOf({
    behavior: { out: { cooldown: 60 }, in: { cooldown: 120 } },
    ...written,
  });
  if (provider?.kind !== 'ec2') throw new Error('not of ec2');
  return { ...rest, provider: { ...provider, warm: { size: 2, ...more } } };
};
const demand = (workers: number) => (world: World) => world.demand(workers);
const FILLING = Array<null>(5).fill(null);
const resting = ({ base }: World): string[] => base.fleet.members('ci', { isParked: true });

/** What befalls groups with a warm pool of two. */
export const WARM_POOLS: readonly Scenario[] = [
  {
    name: 'members of a warm pool are started, others are launched, and the pool is filled again',
    isOfEc2: true,
    policy: warm(),
    workers: 1,
    fleet: { pendingFor: 30_000 },
    minutes: [...FILLING, demand(4)],
    wants: 4,
    pool: 2,
  },
  {
    name: 'members of a warm pool end while they start',
    isOfEc2: true,
    policy: warm(),
    workers: 1,
    fleet: { pendingFor: 30_000 },
    minutes: [...FILLING, (world) => world.base.fleet.failLaunches(2, { after: 2000 }), demand(3)],
    wants: 3,
    pool: 2,
  },
  {
    name: 'a warm pool is emptied and started by hand',
    isOfEc2: true,
    policy: warm(),
    workers: 1,
    minutes: [
      ...FILLING,
      (world) => {
        const [one = '', other = ''] = resting(world);
        world.base.fleet.vanish(one);
        world.base.fleet.start(other);
      },
      demand(2),
    ],
    wants: 2,
    pool: 2,
  },
  {
    name: 'a newer version of the template while a warm pool is refilled',
    isOfEc2: true,
    policy: warm(),
    workers: 1,
    minutes: [
      null,
      null,
      (world) => {
        world.base.fleet.templateVersion = '2';
      },
      demand(3),
    ],
    wants: 3,
    pool: 2,
  },
  {
    name: 'workers return to a warm pool',
    isOfEc2: true,
    policy: warm({ reuse: true }),
    workers: 1,
    minutes: [...FILLING, demand(4), null, demand(1)],
    wants: 1,
    pool: 2,
  },
  {
    name: 'a policy without its warm pool any more',
    isOfEc2: true,
    policy: warm(),
    workers: 2,
    minutes: [null, null, (world) => world.policy(policyOf())],
    wants: 2,
    pool: 0,
  },
];
