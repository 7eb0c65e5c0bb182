import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { FLEET_ACCESS } from '../../../shared/providers/ec2/ports.ts';
import { policyOf, withOneJob } from '../../shared/evaluation/setting.ts';
import type { Scenario, World } from '../world/world.ts';
import { ROLLOUTS } from './rollouts.ts';
import { WARM_POOLS } from './warm-pools.ts';

const MINUTE = 60_000;

/** One worker for ten jobs, a minute's cooldown out and two minutes' in; victims drain for two minutes, or go at once. */
const draining = (written: Partial<PolicyDocument> = {}): PolicyDocument =>
  policyOf({ ...written, behavior: { out: { cooldown: 60 }, in: { cooldown: 120, drain: 120 } } });
const atOnce = (written: Partial<PolicyDocument> = {}): PolicyDocument =>
  policyOf({ ...written, behavior: { out: { cooldown: 60 }, in: { cooldown: 120 } } });

/** Workers that a load balancer sends its requests to. */
const served = draining({
  provider: {
    kind: 'ec2',
    launchTemplate: { name: 'ci-runner' },
    instanceTypes: ['c7g.large'],
    subnets: ['subnet-a'],
    targetGroups: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/ci/0123456789abcdef'],
  },
});

const demand = (workers: number) => (world: World) => world.demand(workers);
const policy = (document: PolicyDocument) => (world: World) => world.policy(document);
const short = (remaining: number) => (world: World) => world.cloud.setRoom(remaining);
const throttled = (remaining: number) => (world: World) => world.cloud.setRoom(remaining, 'RequestLimitExceeded');
const withoutFleet = (world: World) => world.base.offerings.note([FLEET_ACCESS], Number.POSITIVE_INFINITY);
const capacityAgain = (world: World) => world.cloud.setRoom(null);
const ill = (on: boolean) => (world: World) => world.cloud.setIll('i-1', on);

const SIZES: readonly Scenario[] = [
  { name: 'grow', isSmall: true, policy: atOnce(), workers: 2, minutes: [demand(5)], wants: 5 },
  { name: 'shrink with drain', isSmall: true, policy: draining(), workers: 5, minutes: [demand(2)], wants: 2 },
  { name: 'shrink without drain', isSmall: true, policy: atOnce(), workers: 5, minutes: [demand(2)], wants: 2 },
  {
    name: 'minimum raised above what is there',
    isSmall: true,
    policy: draining(),
    workers: 2,
    minutes: [policy(draining({ capacity: { min: 7, max: 9 } }))],
    wants: 7,
  },
  {
    name: 'two events at once',
    isSmall: true,
    policy: draining(),
    workers: 3,
    together: () => 2,
    minutes: [demand(6), null, demand(2)],
    wants: 2,
  },
];

const ann = (world: World) => ({ by: 'ann', through: 'command' as const, at: world.base.clock() });
const paused = (world: World) => world.byHand({ pauses: [{ paused: true, ...ann(world) }] });
const resumed = (world: World) => world.byHand({ pauses: [] });
const sizeOf = (workers: number) => (world: World) =>
  world.byHand({ scale: { workers, until: world.base.clock() + 2 * MINUTE, ...ann(world) } });

const BY_HAND: readonly Scenario[] = [
  {
    name: 'a size for two minutes, with a pause that ends later',
    isOfEc2: true,
    policy: atOnce(),
    workers: 2,
    minutes: [sizeOf(3), paused, resumed],
    wants: 2,
  },
];

const TAKEN_BACK: readonly Scenario[] = [
  {
    name: 'grow while draining, all are taken back',
    isSmall: true,
    policy: draining(),
    workers: 5,
    minutes: [demand(2), demand(4)],
    wants: 4,
  },
  {
    name: 'grow while draining, more are launched',
    isSmall: true,
    policy: draining(),
    workers: 4,
    minutes: [demand(2), demand(6)],
    wants: 6,
  },
  {
    name: 'taken back, then retired again',
    isSmall: true,
    policy: policyOf({ behavior: { in: { drain: 180 } } }),
    workers: 4,
    minutes: [demand(2), demand(4), null, null, demand(2)],
    wants: 2,
  },
  {
    name: 'protected while it drains',
    policy: draining(),
    workers: 4,
    minutes: [demand(2), (world) => world.says('i-0', 'protected')],
    wants: 2,
    keeps: ['i-0'],
  },
  {
    name: 'busy while it drains',
    policy: draining(),
    workers: 4,
    minutes: [
      demand(2),
      (world) => world.says('i-0', 'busy'),
      ...Array<null>(4).fill(null),
      (world) => world.says('i-0', 'busy', false),
    ],
    wants: 2,
  },
  {
    name: 'busy while it drains, and its drain ends it',
    policy: policyOf({
      behavior: { out: { cooldown: 60 }, in: { cooldown: 120, drain: 120, drainBusy: 'terminate' } },
    }),
    workers: 4,
    minutes: [demand(2), (world) => world.says('i-0', 'busy')],
    wants: 2,
  },
  {
    name: 'busy for a while, without drain',
    policy: atOnce(),
    workers: 4,
    minutes: [
      demand(2),
      (world) => world.says('i-0', 'busy'),
      ...Array<null>(10).fill(null),
      (world) => world.says('i-0', 'busy', false),
    ],
    wants: 2,
  },
];

const CAPACITY: readonly Scenario[] = [
  {
    name: 'partial launch',
    policy: atOnce(),
    workers: 1,
    minutes: [short(1), demand(6), null, null, capacityAgain],
    wants: 6,
  },
  {
    name: 'no capacity, then capacity',
    policy: atOnce(),
    workers: 1,
    minutes: [short(0), demand(4), null, capacityAgain],
    wants: 4,
  },
  {
    name: 'throttled inside an answer, then not',
    isOfEc2: true,
    isSmall: true,
    policy: atOnce(),
    workers: 2,
    minutes: [throttled(1), demand(7), null, capacityAgain],
    wants: 7,
  },
  {
    name: 'an account that may not use EC2 Fleet',
    isOfEc2: true,
    policy: atOnce(),
    workers: 2,
    minutes: [withoutFleet, demand(6), demand(4), demand(7)],
    wants: 7,
  },
  {
    name: 'calls are short',
    isOfEc2: true,
    policy: draining(),
    workers: 1,
    minutes: [
      ({ base }) => {
        base.budget.set('launched-instances', { burst: 4, perSecond: 1 / 60 });
        base.budget.set('terminate-calls', { burst: 2, perSecond: 1 / 60 });
      },
      demand(6),
      null,
      null,
      demand(3),
    ],
    wants: 3,
  },
  {
    name: 'not shown for a minute',
    isSmall: true,
    policy: draining(),
    workers: 2,
    fleet: { invisibleFor: MINUTE, pendingFor: 90_000 },
    minutes: [demand(5), null, demand(3)],
    wants: 3,
  },
  {
    name: 'shown one by one, some only after a lease',
    isOfEc2: true,
    policy: draining(),
    workers: 2,
    fleet: { invisibleFor: (nth) => (nth % 2) * 4 * MINUTE },
    minutes: [demand(6)],
    wants: 6,
  },
  {
    name: 'EC2 lists what was a minute ago',
    isOfEc2: true,
    policy: draining(),
    workers: 3,
    listsLate: 60,
    minutes: [demand(6), null, demand(4), demand(2)],
    wants: 2,
  },
  {
    name: 'clocks two minutes off',
    policy: draining(),
    workers: 3,
    skew: (nth) => (nth % 2 === 0 ? 120 : 0),
    minutes: [demand(6), null, null, demand(2)],
    wants: 2,
  },
];

const LOST_WORKERS: readonly Scenario[] = [
  {
    name: 'workers vanish',
    policy: draining({ capacity: { min: 2, max: 10 } }),
    workers: 4,
    minutes: [(world) => world.vanish('i-1'), demand(6), (world) => world.vanish('i-2')],
    wants: 6,
  },
  {
    name: 'a worker vanishes while it drains',
    policy: draining(),
    workers: 4,
    minutes: [demand(2), (world) => world.vanish('i-0')],
    wants: 2,
  },
  {
    name: 'an ill worker is replaced',
    policy: draining(),
    workers: 3,
    minutes: [ill(true)],
    wants: 3,
    keeps: ['i-0', 'i-2'],
    loses: ['i-1'],
  },
  {
    name: 'an ill worker recovers while its replacement comes',
    policy: draining(),
    workers: 3,
    fleet: { pendingFor: 3 * MINUTE },
    minutes: [ill(true), ill(false)],
    wants: 3,
  },
  {
    name: 'a spot interruption is announced',
    policy: draining(),
    workers: 3,
    minutes: [
      async (world) => {
        const { base } = world;
        await base.table.states.notice('ci', { id: 'i-1', at: base.clock(), kind: 'interruption' });
        await world.evaluate('worker-event');
      },
      null,
      (world) => world.vanish('i-1'),
    ],
    wants: 3,
    keeps: ['i-0', 'i-2'],
    loses: ['i-1'],
  },
  {
    name: 'taken back into a target group',
    isOfEc2: true,
    policy: served,
    workers: 3,
    minutes: [demand(2), demand(3)],
    wants: 3,
    keeps: ['i-0', 'i-1', 'i-2'],
  },
  {
    name: 'launched into a target group',
    isOfEc2: true,
    policy: served,
    workers: 2,
    minutes: [demand(4)],
    wants: 4,
    keeps: ['i-0', 'i-1'],
  },
];

/** Workers that do one job each and end themselves. */
const oneJob = (): PolicyDocument => withOneJob(atOnce());
const ends =
  (...nths: readonly number[]) =>
  (world: World) => {
    const ids = world.alive().map(({ id }) => id);
    for (const nth of nths) if (ids[nth] !== undefined) world.vanish(ids[nth]);
  };
const both =
  (...acts: readonly ((world: World) => unknown)[]) =>
  (world: World) => {
    for (const act of acts) act(world);
  };

const ENDED: readonly Scenario[] = [
  {
    name: 'one-job workers end, and others are asked for',
    isOfEc2: true,
    isSmall: true,
    policy: oneJob(),
    workers: 3,
    minutes: [ends(0, 1), both(ends(0), demand(2)), demand(4)],
    wants: 4,
  },
  {
    name: 'one-job workers end with the last job',
    isOfEc2: true,
    policy: oneJob(),
    workers: 3,
    fleet: { pendingFor: 30_000 },
    minutes: [both(demand(5), ends(1)), ends(0, 2), both(demand(0), ends(0, 1, 2, 3, 4))],
    wants: 0,
  },
  {
    name: 'workers stop, and somebody starts one',
    isOfEc2: true,
    isSmall: true,
    policy: draining(),
    workers: 4,
    minutes: [
      both(
        (world) => world.stop('i-1'),
        (world) => world.stop('i-2'),
      ),
      (world) => world.start('i-1'),
      demand(5),
    ],
    wants: 5,
    loses: ['i-1', 'i-2'],
  },
  {
    name: 'a worker stops, and is started at once',
    isOfEc2: true,
    isSmall: true,
    policy: draining(),
    workers: 3,
    minutes: [
      both(
        (world) => world.stop('i-1'),
        (world) => world.start('i-1'),
      ),
    ],
    wants: 3,
    loses: ['i-1'],
  },
  {
    name: 'a draining worker stops, and is started before its drain is canceled',
    isOfEc2: true,
    policy: draining(),
    workers: 4,
    minutes: [
      demand(3),
      both(
        (world) => world.stop('i-0'),
        (world) => world.start('i-0'),
        demand(4),
      ),
    ],
    wants: 4,
    loses: ['i-0'],
  },
  {
    name: 'a stopped worker is started while the group is paused',
    isOfEc2: true,
    policy: draining(),
    workers: 3,
    minutes: [
      policy(draining({ paused: true })),
      (world) => world.stop('i-1'),
      (world) => world.start('i-1'),
      policy(draining()),
    ],
    wants: 3,
    loses: ['i-1'],
  },
  {
    name: 'launched workers end before they are ready',
    isOfEc2: true,
    isSmall: true,
    policy: atOnce(),
    workers: 2,
    fleet: { invisibleFor: 1000, pendingFor: 30_000 },
    minutes: [both(({ base }) => base.fleet.failLaunches(3, { after: 2000 }), demand(5))],
    wants: 5,
  },
  {
    name: 'one-job workers end while EC2 lists what was a minute ago',
    isOfEc2: true,
    policy: oneJob(),
    workers: 4,
    listsLate: 60,
    minutes: [both(demand(2), ends(0, 1)), null, demand(5), ends(1, 3)],
    wants: 5,
  },
];

const POLICIES: readonly Scenario[] = [
  {
    name: 'policy changed under way',
    policy: draining(),
    workers: 3,
    minutes: [
      demand(8),
      policy(draining({ capacity: { min: 1, max: 6 } })),
      null,
      policy(atOnce({ capacity: { min: 5, max: 10 } })),
      demand(1),
    ],
    wants: 5,
  },
  {
    name: 'policy deleted while workers drain',
    policy: draining(),
    workers: 4,
    minutes: [demand(2), (world) => world.policyDeleted()],
    wants: 2,
  },
  {
    name: 'policy deleted while workers are launched',
    policy: draining(),
    workers: 2,
    minutes: [demand(4), (world) => world.policyDeleted()],
    wants: 4,
  },
  {
    name: 'policy deleted, its workers are drained',
    policy: draining({ onDelete: 'drain' }),
    workers: 2,
    minutes: [demand(4), (world) => world.policyDeleted()],
    wants: 0,
  },
  {
    name: 'policy deleted and put again',
    policy: draining({ onDelete: 'drain' }),
    workers: 4,
    minutes: [(world) => world.policyDeleted(), policy(draining()), demand(3)],
    wants: 3,
  },
  {
    name: 'paused between',
    policy: draining(),
    workers: 3,
    minutes: [demand(6), policy(draining({ paused: true })), demand(2), null, policy(draining())],
    wants: 2,
  },
];

/** A unit of capacity for ten jobs. */
const WEIGHTS = { 'c7g.large': 1, 'c7g.xlarge': 2, 'c7g.2xlarge': 4 } as const;
type Weighed = keyof typeof WEIGHTS;
export const weighted = (document: PolicyDocument, types: readonly Weighed[]): PolicyDocument => ({
  ...document,
  provider: {
    ...{ kind: 'ec2', launchTemplate: { name: 'ci-runner' }, subnets: ['subnet-a', 'subnet-b'] },
    instanceTypes: types.map((type) => ({ type, weight: WEIGHTS[type] })),
  },
});
export const there = (...types: readonly Weighed[]): Pick<Scenario, 'types' | 'workers'> => ({
  types,
  workers: types.reduce((sum, type) => sum + WEIGHTS[type], 0),
});
const shortOf = (type: Weighed, remaining: number) => (world: World) => {
  for (const zone of ['a', 'b']) world.base.fleet.makeShort(`${type}/subnet-${zone}/on-demand`, remaining);
};

const WEIGHTED: readonly Scenario[] = [
  {
    name: 'grow, shrink and take back by weights',
    isOfEc2: true,
    policy: weighted(draining(), ['c7g.large', 'c7g.xlarge']),
    ...there('c7g.xlarge', 'c7g.large'),
    minutes: [demand(8), null, demand(4), demand(7)],
    wants: 7,
    atLeast: 3,
  },
  {
    name: 'heavy workers only, which bring more than is missing',
    isOfEc2: true,
    policy: weighted(atOnce(), ['c7g.2xlarge']),
    ...there('c7g.2xlarge'),
    minutes: [demand(10), null, demand(13)],
    wants: 13,
    atLeast: 4,
  },
  {
    name: 'heavy workers that are too heavy to go',
    isOfEc2: true,
    policy: weighted(atOnce(), ['c7g.large', 'c7g.2xlarge']),
    ...there('c7g.2xlarge', 'c7g.2xlarge', 'c7g.large'),
    minutes: [demand(6), null, null, demand(5)],
    wants: 5,
    atLeast: 5,
  },
  {
    name: 'the light type is short, and a heavy worker vanishes',
    isOfEc2: true,
    policy: weighted(draining(), ['c7g.large', 'c7g.2xlarge']),
    ...there('c7g.2xlarge', 'c7g.large'),
    minutes: [shortOf('c7g.large', 1), demand(10), (world) => world.vanish('i-0'), shortOf('c7g.large', 100)],
    wants: 10,
  },
];

const ON_EC2 = [
  ...[...SIZES, ...BY_HAND, ...TAKEN_BACK, ...CAPACITY, ...LOST_WORKERS],
  ...[...ENDED, ...POLICIES, ...WEIGHTED, ...WARM_POOLS, ...ROLLOUTS],
];
const onAutoScaling = (scenario: Scenario): Scenario => ({
  ...scenario,
  provider: 'auto-scaling-group',
  name: `${scenario.name}, in an Auto Scaling group`,
});

/** The adapter is that of Auto Scaling groups. */
const PLACES = {
  'ecs-service': 'in an ECS service',
  'ec2-fleet': 'in an EC2 Fleet',
  lambda: 'with a function',
} as const;
const elsewhere = ({ isSmall: _, ...scenario }: Scenario): Scenario[] =>
  (Object.keys(PLACES) as (keyof typeof PLACES)[]).map((provider) => ({
    ...scenario,
    provider,
    name: `${scenario.name}, ${PLACES[provider]}`,
  }));

const ANYWHERE = ON_EC2.filter(({ isOfEc2 }) => !isOfEc2);

export const SCENARIOS: readonly Scenario[] = [
  ...ON_EC2,
  ...ANYWHERE.map(onAutoScaling),
  ...ANYWHERE.filter(({ isSmall }) => isSmall).flatMap(elsewhere),
];

/** Each asks for two launch requests, one for each zone: most find the account's burst of 50 used up, and hold without a trace that stops the others. */
export const MANY = 100;
/** Evaluators of one group that all begin in the same moment: when it must grow, and when a lease would run out. */
const race: Scenario = {
  name: `${MANY} evaluations at once`,
  policy: draining(),
  workers: 2,
  together: (minute) => (minute === 0 || minute === 3 ? MANY : 1),
  minutes: [demand(6), null, null, null],
  wants: 6,
};
export const RACES: readonly Scenario[] = [race, onAutoScaling(race)];
