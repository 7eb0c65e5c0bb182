import { describe, expect, test } from 'vitest';
import type { PoolError } from '../../../../shared/providers/ec2/ports.ts';
import { NOON } from '../../../contracts/examples.ts';
import { policyOf, type Setting, settled } from '../setting.ts';

/** A resizer whose launches answer so, once each. */
const answering = (world: Setting, ...answers: readonly (readonly PoolError[])[]) => {
  const left = [...answers];
  return {
    launch: async (...launch: Parameters<typeof world.fleet.launch>) => {
      const errors = left.shift();
      return errors ? { launched: [], errors } : world.fleet.launch(...launch);
    },
    markDraining: world.fleet.markDraining.bind(world.fleet),
    cancelDrain: world.fleet.cancelDrain.bind(world.fleet),
    terminate: world.fleet.terminate.bind(world.fleet),
  };
};

const THROTTLED: PoolError = {
  ...{ code: 'RequestLimitExceeded', message: 'later', pools: [], capacity: false, retry: 'now' },
  reason: { code: 'launch-throttled', params: { code: 'RequestLimitExceeded', message: 'later' } },
};

describe('a launch that EC2 throttles', () => {
  test('settles at once, blames no pool, waits for nothing, and is tried again at the next evaluation', async () => {
    const world = await settled(1);
    world.queues.set('jobs', { waiting: 50 });
    world.budget.set('launched-instances', { burst: 4, perSecond: 0.0001 });
    const resizer = answering(world, [THROTTLED]);
    const first = await world.evaluate({ resizer }, 'schedule');
    expect(first.told).toContain('EC2 was too busy for the launch (RequestLimitExceeded: later)');
    expect(world.state()).toMatchObject({ claim: null, provider: { shortfall: 4 } });
    expect(world.state().provider.launchBackoff).toMatchObject({ failures: 1, until: NOON });
    expect([...world.offerings.until]).toEqual([]);
    expect(await world.activities()).toMatchObject([{ status: 'failed', error: { code: 'launch-errors' } }]);

    world.pass(60);
    expect((await world.evaluate({ resizer })).result).toBe('resized');
    expect(world.alive().length).toBeGreaterThan(1);
  });

  test('counts as no failure of a group that backs off already', async () => {
    const world = await settled(1);
    world.queues.set('jobs', { waiting: 50 });
    const fault: PoolError = { code: 'InvalidAMIID.NotFound', message: 'gone', pools: [], capacity: false };
    const resizer = answering(world, [fault], [THROTTLED], [THROTTLED], [fault]);
    const failures: (number | undefined)[] = [];
    for (let tried = 0; tried < 4; tried++) {
      await world.evaluate({ resizer });
      failures.push(world.state().provider.launchBackoff?.failures);
      world.pass(300);
    }
    expect(failures).toEqual([1, 1, 1, 2]);
  });
});

test('a launch that EC2 does not allow settles at once and is whole a minute later, when it is allowed', async () => {
  const world = await settled(1);
  world.queues.set('jobs', { waiting: 50 });
  const denied: PoolError = { code: 'UnauthorizedOperation', message: 'no', pools: [], capacity: false, retry: 'soon' };
  const resizer = answering(world, [denied]);
  await world.evaluate({ resizer });
  expect(world.state().claim).toBeNull();
  expect([...world.offerings.until]).toEqual([]);
  world.pass(60);
  await world.evaluate({ resizer });
  expect(world.alive()).toHaveLength(5);
});

test('an account that may not use EC2 Fleet launches by RunInstances from the next evaluation on, for hours', async () => {
  const world = await settled(1);
  world.queues.set('jobs', { waiting: 50 });
  const refused: PoolError = {
    ...{ code: 'MaxFleetCountExceeded', message: 'quota', pools: ['ec2-fleet'], capacity: false, retry: 'now' },
    ...{
      leftOutFor: 21_600,
      reason: { code: 'fleet-not-allowed', params: { code: 'MaxFleetCountExceeded', message: 'quota' } },
    },
  };
  const resizer = answering(world, [refused]);
  const first = await world.evaluate({ resizer });
  expect(first.told).toContain('This account may not use EC2 Fleet');
  expect(first.intent).not.toHaveProperty('by');
  expect(Object.fromEntries(world.offerings.until)).toEqual({ 'ec2-fleet': NOON + 21_600_000 });
  expect(world.state().provider.launchBackoff).toMatchObject({ until: NOON });

  world.pass(60);
  const second = await world.evaluate({ resizer });
  expect(second.intent).toMatchObject({ by: 'run-instances', token: second.activity });
  expect(world.alive()).toHaveLength(5);
  world.pass(21_600);
  world.queues.set('jobs', { waiting: 60 });
  expect((await world.evaluate({ resizer })).intent).not.toHaveProperty('by');
});

describe('zones', () => {
  const SUBNETS = ['subnet-a', 'subnet-b', 'subnet-c'];
  const policy = (change: object = {}) => {
    const { provider } = policyOf();
    return policyOf({ provider: { ...provider, subnets: SUBNETS, ...change } as typeof provider });
  };
  const zones = (world: Setting) => {
    const count = (subnet: string) => world.fleet.alive('ci').filter((worker) => worker.subnet === subnet).length;
    return SUBNETS.map(count);
  };
  const oneByOne = async (world: Setting, count: number, pause = 60) => {
    for (let n = 1; n <= count; n++) {
      world.queues.set('jobs', { waiting: n * 10 });
      await world.evaluate();
      world.pass(pause);
    }
  };

  // https://github.com/runs-on/runs-on/issues/531
  test('stay even when workers are launched one at a time, also before EC2 lists them', async () => {
    for (const invisibleFor of [0, 280_000]) {
      const world = await settled(0, policy(), { invisibleFor });
      await oneByOne(world, 6, 30);
      expect(zones(world)).toEqual([2, 2, 2]);
    }
  });

  test('stay even in both markets', async () => {
    const world = await settled(0, policy({ spot: { percent: 50, onDemandBase: 1 } }));
    await oneByOne(world, 9);
    expect(zones(world)).toEqual([3, 3, 3]);
  });

  test('are filled up evenly by one large launch', async () => {
    const world = await settled(0, policy());
    await oneByOne(world, 2);
    world.queues.set('jobs', { waiting: 120 });
    await world.evaluate();
    expect(zones(world)).toEqual([4, 4, 4]);
  });

  test('without capacity do not hold up the others, and get theirs when they have some again', async () => {
    const world = await settled(0, policy());
    world.fleet.makeShort('c7g.large/subnet-a/on-demand');
    await oneByOne(world, 4);
    expect(zones(world)).toEqual([0, 2, 2]);
    world.fleet.hasCapacityAgain('c7g.large/subnet-a/on-demand');
    world.pass(180);
    world.queues.set('jobs', { waiting: 60 });
    await world.evaluate();
    expect(zones(world)).toEqual([2, 2, 2]);
  });

  test('are left to EC2 where the policy says so', async () => {
    const world = await settled(0, policy({ spread: 'none' }));
    world.queues.set('jobs', { waiting: 10 });
    expect((await world.evaluate()).intent).not.toHaveProperty('there');
  });
});
