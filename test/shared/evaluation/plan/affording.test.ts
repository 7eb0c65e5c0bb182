import { describe, expect, test } from 'vitest';
import { onlyInFullRun } from '../../../full-run.ts';
import { POOLS, policyOf, setting, settled } from '../setting.ts';

describe('limits of a launch', () => {
  test('reduce a launch in advance, with a reason, and the rest is launched later', async () => {
    const world = await settled(1);
    world.rooms.setAddresses('subnet-a', 2);
    world.rooms.setAddresses('subnet-b', 0);
    world.queues.set('jobs', { waiting: 50 });
    const report = await world.evaluate();
    expect(report).toMatchObject({
      intent: { onDemand: 2, deferred: 2, pools: [{ subnet: 'subnet-a' }] },
      decision: { direction: 'out', desired: 5 },
    });
    expect(report.decision?.trace.at(-1)).toMatchObject({
      stage: 'capacity',
      reason: {
        code: 'launch-limits',
        params: { limits: [{ code: 'free-addresses', params: { subnets: ['subnet-a', 'subnet-b'], free: [2, 0] } }] },
      },
    });
    world.rooms.setAddresses('subnet-b', 100);
    const second = await world.evaluate();
    expect(second).toMatchObject({ result: 'resized', intent: { onDemand: 2, deferred: 0, vanished: 0 } });
    expect(world.alive()).toHaveLength(5);
  });

  test('may allow nothing: the group holds with a reason, and EC2 is not called', async () => {
    const world = await settled(1);
    world.rooms.setVcpus({ 'on-demand': 1 });
    world.rooms.setVcpusOf('c7g.large', 2);
    world.queues.set('jobs', { waiting: 50 });
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'held', decision: { blockedBy: 'capacity-unavailable' } });
    expect(report.told).toContain("the account's on-demand quota leaves 1 vCPU");
    expect(world.fleet.calls.of('launch')).toBe(0);
  });
});

describe("the account's launches", () => {
  const groups = Array.from({ length: 6 }, (_, index) => `g${index}`);

  test('are shared between groups, and the rest is launched as the bucket refills', async () => {
    const world = setting();
    world.budget.set('launched-instances', { burst: 40, perSecond: 1 });
    for (const group of groups) await world.put(policyOf({ group, capacity: { min: 0, max: 20 } }));
    world.queues.set('jobs', { waiting: 100 });
    await world.many(groups);
    world.queues.set('jobs', { waiting: 100 });
    const alive = () => groups.map((group) => world.alive(group).length);
    expect(alive().reduce((sum, count) => sum + count)).toBeLessThanOrEqual(40);
    for (let tick = 0; tick < 10; tick++) {
      world.pass(60);
      await world.many(groups);
    }
    expect(alive()).toEqual(Array(6).fill(10));
  });

  test('go first to groups below their minimum', async () => {
    const world = setting();
    world.budget.set('launched-instances', { burst: 20, perSecond: 1 });
    await world.put(policyOf({ group: 'usual' }));
    for (let n = 0; n < 9; n++) world.fleet.add('usual');
    world.queues.set('jobs', { waiting: 90 });
    await world.many(['usual']);
    await world.put(policyOf({ group: 'below', capacity: { min: 18, max: 20 } }));
    world.queues.set('jobs', { waiting: 170 });
    await world.many(['usual', 'below']);
    expect(world.alive('below').length).toBeGreaterThanOrEqual(18);
  });

  test('of many groups are few requests at once, the most urgent first, and the rest is for the next look', async () => {
    const world = setting();
    const urgent = Array.from({ length: 30 }, (_, index) => `urgent-${index}`);
    const others = Array.from({ length: 90 }, (_, index) => `other-${index}`);
    for (const group of others) await world.put(policyOf({ group }));
    for (const group of urgent) await world.put(policyOf({ group, capacity: { min: 1, max: 4 }, rules: [] }));
    world.queues.set('jobs', { waiting: 10 });
    const reports = await world.many([...others, ...urgent]);
    // EC2 takes 50 requests to create a fleet at once, and then 5 a second.
    expect(world.fleet.calls.of('launch')).toBeGreaterThanOrEqual(30);
    expect(world.fleet.calls.of('launch')).toBeLessThanOrEqual(50);
    for (const group of urgent) expect(world.alive(group)).toHaveLength(1);
    const held = reports.filter(({ result }) => result === 'held');
    expect(held.length).toBe(120 - world.fleet.calls.of('launch'));
    expect(held[0]?.told).toContain('It is used up for now. The next evaluation tries again');
    for (let minute = 0; minute < 4; minute++) {
      world.pass(60);
      await world.many([...others, ...urgent]);
    }
    for (const group of others) expect(world.alive(group)).toHaveLength(1);
  });

  test('with few requests left go to all zones in one request', async () => {
    const world = await settled(0);
    world.budget.set('fleet-requests', { burst: 2, perSecond: 0.01 });
    world.queues.set('jobs', { waiting: 40 });
    const { intent } = await world.evaluate();
    expect(intent).toMatchObject({ count: 4 });
    expect(intent).not.toHaveProperty('there');
    expect(await world.budget.take('fleet-requests', 1, 'repair', world.clock())).toBe(1);
  });

  test('that are not granted give their requests back', async () => {
    const world = await settled(0);
    world.budget.set('launched-instances', { burst: 1, perSecond: 0.01 });
    await world.budget.take('launched-instances', 1, 'repair', world.clock());
    world.budget.set('fleet-requests', { burst: 50, perSecond: 0.001 });
    world.queues.set('jobs', { waiting: 40 });
    expect((await world.evaluate()).result).toBe('held');
    expect(await world.budget.take('fleet-requests', 50, 'repair', world.clock())).toBe(50);
  });

  test('that are not granted leave the revision, so that another evaluation may claim, until somebody is notified', async () => {
    const world = await settled(0, policyOf({ capacity: { min: 0, max: 20 }, notifyAfter: '3m' }));
    world.budget.set('fleet-requests', { burst: 1, perSecond: 0.001 });
    await world.budget.take('fleet-requests', 1, 'repair', world.clock());
    world.queues.set('jobs', { waiting: 40 });
    const revision = world.state()?.revision ?? 0;
    const held: (number | undefined)[] = [];
    for (let minute = 0; minute < 5; minute++) {
      expect((await world.evaluate()).result).toBe('held');
      held.push(world.state()?.revision);
      world.pass(60);
    }
    expect(held).toEqual([revision, revision, revision, revision + 1, revision + 1]);
    expect(world.announcements.conditions()).toEqual(['cannot-launch started']);
  });

  test('of 1,000 groups at once are delayed, the most urgent first, and do not fail', onlyInFullRun, async () => {
    const world = setting();
    world.budget.set('fleet-requests', { burst: 10_000, perSecond: 10 });
    const urgent = Array.from({ length: 100 }, (_, index) => `urgent-${index}`);
    const others = Array.from({ length: 900 }, (_, index) => `other-${index}`);
    for (const group of others) await world.put(policyOf({ group, capacity: { min: 0, max: 2 } }));
    for (const group of urgent) await world.put(policyOf({ group, capacity: { min: 2, max: 4 }, rules: [] }));
    world.queues.set('jobs', { waiting: 20 });
    const all = [...others, ...urgent];
    const running = (groups: readonly string[]) => groups.reduce((sum, group) => sum + world.alive(group).length, 0);

    await world.many(all);
    expect(running(urgent)).toBe(200);
    expect(running(all)).toBeGreaterThan(850);
    expect(running(all)).toBeLessThanOrEqual(1000);
    // EC2 gives an account 1,000 launches and then 2 a second: 2,000 take it 500 seconds.
    for (let second = 0; second < 660; second += 60) {
      world.pass(60);
      const reports = await world.many(all);
      expect(reports.filter(({ result }) => result === 'failed')).toEqual([]);
    }
    expect(running(all)).toBe(2000);
  });

  test('are taken from the budget at the launch, not at the observation', async () => {
    const world = await settled(1);
    world.queues.set('jobs', { waiting: 50 });
    const drawn: number[] = [];
    const budget = {
      take: (...[kind, wanted, urgency, now]: Parameters<typeof world.budget.take>) => {
        drawn.push(now);
        return world.budget.take(kind, wanted, urgency, now);
      },
      peek: world.budget.peek.bind(world.budget),
      giveBack: world.budget.giveBack.bind(world.budget),
    };
    const rooms = {
      of: async (pools: Parameters<typeof world.rooms.of>[0]) => {
        world.pass(20);
        return world.rooms.of(pools);
      },
    };
    const looked = world.clock();
    await world.evaluate({ budget, rooms });
    expect(new Set(drawn)).toEqual(new Set([looked + 20_000]));
  });

  test('are given back after a conflict', async () => {
    const world = await settled(1);
    world.budget.set('launched-instances', { burst: 10, perSecond: 1 });
    world.budget.set('fleet-requests', { burst: 400, perSecond: 0.001 });
    world.queues.set('jobs', { waiting: 50 });
    const reports = await Promise.all(Array.from({ length: 100 }, () => world.evaluate()));
    expect(reports.filter(({ result }) => result === 'resized')).toHaveLength(1);
    expect(await world.budget.take('fleet-requests', 398, 'repair', world.clock())).toBe(398);
    expect(await world.budget.take('launched-instances', 10, 'repair', world.clock())).toBeGreaterThan(0);
  });
});

test('calls to terminate are given back if another evaluation completes the drain', async () => {
  const world = await settled(3, policyOf({ behavior: { in: { drain: 60 } } }));
  world.queues.set('jobs', { waiting: 20 });
  await world.evaluate();
  world.pass(60);
  world.budget.set('terminate-calls', { burst: 100, perSecond: 0.001 });
  const holders = Array.from({ length: 50 }, (_, n) => `function-${n}`);
  await Promise.all(holders.map((holder) => world.evaluate({ holder })));
  expect(world.alive()).toHaveLength(2);
  expect(await world.budget.take('terminate-calls', 99, 'repair', world.clock())).toBe(99);
});

test('without calls to terminate, workers are terminated later', async () => {
  const world = await settled(3, policyOf({ behavior: { in: { drain: 60 } } }));
  world.budget.set('terminate-calls', { burst: 4, perSecond: 0.01 });
  world.queues.set('jobs', { waiting: 20 });
  const { activity } = await world.evaluate();
  while ((await world.budget.take('terminate-calls', 4, 'repair', world.clock())) > 0);
  world.pass(60);
  expect((await world.evaluate()).finished).toBeUndefined();
  expect(world.alive()).toHaveLength(3);
  world.pass(240);
  expect((await world.evaluate()).finished).toEqual([activity]);
  expect(world.alive()).toHaveLength(2);
});

describe('launches that fail', () => {
  test('repeatedly back off longer each time, until one succeeds', async () => {
    const world = await settled(1, policyOf({ capacity: { min: 1, max: 9 } }));
    for (const pool of POOLS) world.fleet.makeShort(pool);
    world.queues.set('jobs', { waiting: 50 });
    const tried: number[] = [];
    for (let second = 0; second <= 1800; second += 60) {
      if ((await world.evaluate()).result === 'resized') tried.push(second);
      world.pass(60);
    }
    // Pools are left out for three minutes; from the fourth failure on the breaker waits longer, for five minutes at most.
    expect(tried).toEqual([0, 180, 360, 540, 780, 1080, 1380, 1680]);
    expect(world.state().provider.launchBackoff).toMatchObject({
      failures: 8,
      because: {
        code: 'launch-errors',
        params: {
          errors: expect.arrayContaining([
            expect.objectContaining({ params: expect.objectContaining({ code: 'InsufficientInstanceCapacity' }) }),
          ]),
        },
      },
    });

    for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
    world.pass(1800);
    await world.evaluate();
    expect(world.state().provider.launchBackoff).toBeNull();
    expect(world.alive()).toHaveLength(5);
  });

  test('an error of the launch template is reported and backs off', async () => {
    const world = await settled(1);
    const launch = async () => ({
      launched: [],
      errors: [{ code: 'InvalidLaunchTemplateId.NotFound', message: 'gone', pools: [], capacity: false }],
    });
    const resizer = { ...bound(world.fleet), launch };
    world.queues.set('jobs', { waiting: 50 });
    await world.evaluate({ resizer });
    const report = await world.evaluate({ resizer });
    expect(report).toMatchObject({ result: 'held', decision: { blockedBy: 'capacity-unavailable' } });
    expect(report.told).toContain('InvalidLaunchTemplateId.NotFound: gone');
    expect(world.state().provider.launchBackoff).toMatchObject({ failures: 1, until: world.clock() + 120_000 });
  });

  test('workers that end before they are ready are replaced at once, then with growing delays', async () => {
    const world = await settled(2, policyOf(), { pendingFor: 60_000 });
    const loseNewest = () => world.fleet.vanish(world.alive().at(-1) ?? '');
    loseNewest();
    expect((await world.evaluate()).intent).toMatchObject({ onDemand: 1, vanished: 0 });
    const waits: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      await world.evaluate();
      world.pass(1);
      loseNewest();
      let waited = 0;
      while ((await world.evaluate()).result !== 'resized') {
        world.pass(10);
        waited += 10;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([0, 60, 120, 240]);
    expect(world.state().provider.launchBackoff).toMatchObject({
      because: { code: 'ended-early', params: { workers: 1 } },
    });
  });

  test('workers that end after their work are always replaced at once', async () => {
    const world = await settled(3);
    for (let turn = 0; turn < 20; turn++) {
      world.pass(601);
      await world.evaluate();
      world.fleet.vanish(world.alive()[0] ?? '');
      expect((await world.evaluate()).result).toBe('resized');
    }
    expect(world.alive()).toHaveLength(3);
  });
});

const bound = (fleet: Awaited<ReturnType<typeof settled>>['fleet']) => ({
  launch: fleet.launch.bind(fleet),
  markDraining: fleet.markDraining.bind(fleet),
  cancelDrain: fleet.cancelDrain.bind(fleet),
  terminate: fleet.terminate.bind(fleet),
});

test('missing spot workers are launched on demand if the policy allows it', async () => {
  const provider = (fallback: 'on-demand' | 'none') => ({
    ...(policyOf().provider as NonNullable<ReturnType<typeof policyOf>['provider']>),
    spot: { percent: 100, fallback },
  });
  for (const fallback of ['on-demand', 'none'] as const) {
    const world = await settled(0, policyOf({ provider: provider(fallback) }));
    for (const pool of POOLS) world.fleet.makeShort(pool.replace('on-demand', 'spot'));
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    await world.evaluate();
    expect(world.alive()).toHaveLength(fallback === 'on-demand' ? 2 : 0);
  }
});
