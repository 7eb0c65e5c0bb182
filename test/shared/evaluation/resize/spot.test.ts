import { describe, expect, test } from 'vitest';
import { policyOf, type Setting, setting } from '../setting.ts';

interface Spot {
  readonly percent?: number;
  readonly onDemandBase?: number;
  readonly fallback?: 'on-demand' | 'none';
  readonly rebalance?: 'ignore' | 'replace';
  readonly restore?: string;
}

/** A group with these workers, oldest first, that needs all of them. */
async function groupOf(markets: readonly ('spot' | 'on-demand')[], spot: Spot, more: object = {}, drain = 0) {
  const world = setting({ zoneOf: (subnet) => subnet.replace('subnet', 'zone') });
  const ids = markets.map((market, n) => {
    const [subnet, zone] = n % 2 === 0 ? ['subnet-a', 'zone-a'] : ['subnet-b', 'zone-b'];
    return world.fleet.add('ci', {
      market,
      subnet,
      zone,
      instanceType: 'c7g.large',
      launchedAt: world.clock() - 86_400_000 + n,
    });
  });
  const { provider } = policyOf();
  const document = policyOf({
    capacity: { min: 1, max: 100 },
    behavior: { in: { drain } },
    // Running tasks are in the count, so busy workers are not added to it.
    metrics: { jobs: { sqs: { queue: 'jobs', count: 'all' } } },
    provider: { ...provider, spot, retire: 'oldest', ...more } as typeof provider,
  });
  const need = (workers: number) => world.queues.set('jobs', { waiting: workers * 10 });
  need(markets.length);
  await world.put(document);
  await world.evaluate();
  return { world, ids, need, document };
}

const marketsIn = (world: Setting) =>
  world.fleet
    .alive('ci')
    .filter(({ drainingUntil }) => drainingUntil === null)
    .map(({ market }) => market)
    .sort();

describe('the on-demand base', () => {
  const BASE = { percent: 100, onDemandBase: 2 };

  // https://github.com/LeanerCloud/AutoSpotting/issues/104
  test('stays when the group shrinks', async () => {
    const { world, need } = await groupOf(['on-demand', 'on-demand', 'spot', 'spot', 'spot', 'spot'], BASE);
    need(2);
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'resized', decision: { desired: 2 } });
    expect(marketsIn(world)).toEqual(['on-demand', 'on-demand']);
    need(1);
    await world.evaluate();
    expect(marketsIn(world)).toEqual(['on-demand']);
  });

  test('stays although all others are busy, and the decision says so', async () => {
    const { world, ids, need } = await groupOf(['on-demand', 'on-demand', 'spot', 'spot', 'spot'], BASE);
    for (const id of ids.slice(2)) world.fleet.setBusy(id);
    need(2);
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'held', decision: { desired: 5, blockedBy: 'protected' } });
    expect(report.told).toContain('3 workers are protected or busy, and 2 are kept as the base of the group');
  });

  test.each(['lost', 'unhealthy'])('gets an on-demand worker for one that is %s', async (what) => {
    const { world, ids } = await groupOf(['on-demand', 'on-demand', 'spot', 'spot', 'spot', 'spot'], BASE);
    const [first = ''] = ids;
    if (what === 'lost') world.fleet.vanish(first);
    else world.statusChecks.impair(first);
    expect((await world.evaluate()).intent).toMatchObject({ kind: 'launch', onDemand: 1, spot: 0 });
    world.pass(60);
    await world.evaluate();
    expect(marketsIn(world)).toEqual(['on-demand', 'on-demand', 'spot', 'spot', 'spot', 'spot']);
  });

  test('is no base in a group that is on-demand throughout', async () => {
    const { world, need } = await groupOf(['on-demand', 'on-demand', 'on-demand'], { percent: 0, onDemandBase: 3 });
    need(1);
    await world.evaluate();
    expect(marketsIn(world)).toEqual(['on-demand']);
  });
});

describe('an interruption', () => {
  test('is acted on at once, and its pool is left out for three minutes in all groups', async () => {
    const { world, ids } = await groupOf(['spot', 'spot', 'spot'], { percent: 100 });
    const [first = ''] = ids;
    await world.table.states.notice('ci', { id: first, at: world.clock(), kind: 'interruption' });
    const report = await world.evaluate({}, 'worker-event');
    expect(report.intent).toMatchObject({ spot: 1, pools: [{ subnet: 'subnet-b' }] });
    expect(Object.fromEntries(world.offerings.until)).toEqual({ 'c7g.large/subnet-a/spot': world.clock() + 180_000 });
  });

  test('of the only pool does not end the waiting for spot with on-demand workers, unless the policy says so', async () => {
    const { world, ids } = await groupOf(['spot', 'spot'], { percent: 100 });
    for (const id of ids) await world.table.states.notice('ci', { id, at: world.clock(), kind: 'interruption' });
    const report = await world.evaluate({}, 'worker-event');
    expect(report.told).toContain('every capacity pool of the policy is excluded');
  });
});

test.each([
  ['interruption', 5],
  ['rebalance', 600],
] as const)('a worker with a notice of EC2 drains as early as the notice asks for: %s', async (kind, seconds) => {
  const { world, ids, document } = await groupOf(['spot', 'spot'], { percent: 100, rebalance: 'replace' }, {}, 60);
  // EC2 takes a worker two minutes after the notice of an interruption, long before its replacement is warm.
  await world.put({ ...document, warmup: 600 });
  const [first = ''] = ids;
  await world.table.states.notice('ci', { id: first, at: world.clock(), kind });
  const report = await world.evaluate({}, 'worker-event');
  expect(report).toMatchObject({ intent: { replaces: 1 }, lookAgainIn: seconds });
  world.pass(5);
  await world.evaluate({}, 'follow-up');
  const isDraining = world.state().drains.some(({ workers }) => workers.includes(first));
  expect(isDraining).toBe(kind === 'interruption');
});

describe('a rebalance recommendation', () => {
  const notice = async (world: Setting, ids: readonly string[]) => {
    for (const id of ids) await world.table.states.notice('ci', { id, at: world.clock(), kind: 'rebalance' });
  };

  test('is noted and not acted on unless the policy says so', async () => {
    const { world, ids } = await groupOf(['spot', 'spot'], { percent: 100 });
    await notice(world, ids);
    const report = await world.evaluate({}, 'worker-event');
    expect(report).toMatchObject({ result: 'held', seen: { workers: { ready: 2, unhealthy: 0 } } });
    expect(world.state().notices).toHaveLength(2);
    expect([...world.offerings.until]).toEqual([]);
  });

  test('replaces as few at a time as unhealthy workers, from another pool', async () => {
    const { world, ids } = await groupOf(['spot', 'spot', 'spot'], { percent: 100, rebalance: 'replace' });
    await notice(world, ids.slice(0, 1));
    await notice(world, ids.slice(2));
    const report = await world.evaluate({}, 'worker-event');
    expect(report.intent).toMatchObject({ spot: 1, pools: [{ subnet: 'subnet-b' }] });
    expect(world.alive()).toHaveLength(4);
  });

  // https://github.com/aws/karpenter-provider-aws/issues/2853
  test('waits until a busy worker is idle', async () => {
    const { world, ids } = await groupOf(['spot', 'spot', 'spot'], { percent: 100, rebalance: 'replace' });
    const [first = ''] = ids;
    world.fleet.setBusy(first);
    await notice(world, [first]);
    for (let minute = 0; minute < 5; minute++) {
      await world.evaluate();
      world.pass(60);
    }
    expect(world.alive()).toHaveLength(4);
    expect(world.alive()).toContain(first);
    world.fleet.setBusy(first, false);
    await world.evaluate();
    expect(world.alive()).toHaveLength(3);
    expect(world.alive()).not.toContain(first);
  });

  test('drains a busy worker, and ends it when it is idle, not at the end of its drain', async () => {
    const { world, ids } = await groupOf(['spot', 'spot', 'spot'], { percent: 100, rebalance: 'replace' }, {}, 120);
    const [first = ''] = ids;
    world.fleet.setBusy(first);
    await notice(world, [first]);
    for (let minute = 0; minute < 6; minute++) {
      await world.evaluate();
      world.pass(60);
    }
    const draining = world.fleet.alive('ci').filter(({ drainingUntil }) => drainingUntil !== null);
    expect(draining.map(({ id }) => id)).toEqual([first]);
    world.fleet.setBusy(first, false);
    await world.evaluate();
    expect(world.alive()).toHaveLength(3);
    expect(world.alive()).not.toContain(first);
  });

  test('of a protected worker adds none beside it', async () => {
    const { world, ids } = await groupOf(['spot', 'spot'], { percent: 100, rebalance: 'replace' });
    world.fleet.setProtected(ids[0] ?? '');
    await notice(world, ids.slice(0, 1));
    expect((await world.evaluate()).result).toBe('held');
  });
});

describe('workers that fell back to on-demand', () => {
  const FALLBACK: Spot = { percent: 100, onDemandBase: 1, fallback: 'on-demand' };
  const SPOT_POOLS = ['c7g.large/subnet-a/spot', 'c7g.large/subnet-b/spot'];
  /** One on-demand worker of the base, and three in the place of spot workers. */
  const fallen = async (spot: Spot = FALLBACK) => {
    const group = await groupOf(['on-demand'], spot);
    for (const pool of SPOT_POOLS) group.world.fleet.makeShort(pool);
    group.need(4);
    await group.world.evaluate();
    await group.world.evaluate();
    expect(marketsIn(group.world)).toEqual(Array(4).fill('on-demand'));
    return group;
  };
  const minutes = async (world: Setting, count: number) => {
    for (let minute = 0; minute < count; minute++) {
      world.pass(60);
      await world.evaluate();
    }
  };

  test('are replaced by spot one at a time, not before a quarter of an hour, and the base stays', async () => {
    const { world, ids } = await fallen();
    for (const pool of SPOT_POOLS) world.fleet.hasCapacityAgain(pool);
    await minutes(world, 14);
    expect(marketsIn(world)).toEqual(Array(4).fill('on-demand'));
    await minutes(world, 2);
    expect(marketsIn(world).filter((market) => market === 'spot').length).toBeLessThanOrEqual(1);
    await minutes(world, 10);
    expect(marketsIn(world)).toEqual(['on-demand', 'spot', 'spot', 'spot']);
    expect(world.alive()).toContain(ids[0]);
  });

  test('are kept while spot is short: it is asked for once in a quarter of an hour, without a back-off', async () => {
    const { world } = await fallen();
    await minutes(world, 14);
    const before = world.fleet.calls.of('launch');
    await minutes(world, 40);
    expect(world.fleet.calls.of('launch') - before).toBeLessThanOrEqual(3);
    expect(world.fleet.calls.of('launch') - before).toBeGreaterThanOrEqual(2);
    expect(world.state().provider.launchBackoff).toBeNull();
    expect(marketsIn(world)).toEqual(Array(4).fill('on-demand'));
  });

  test('that are busy wait, and never more than one worker beyond the desired capacity runs', async () => {
    const { world } = await fallen();
    for (const pool of SPOT_POOLS) world.fleet.hasCapacityAgain(pool);
    const busy = world.alive().slice(1);
    for (const id of busy) world.fleet.setBusy(id);
    await minutes(world, 30);
    expect(world.alive()).toEqual(expect.arrayContaining(busy));
    for (const id of busy) world.fleet.setBusy(id, false);
    for (let minute = 0; minute < 12; minute++) {
      await minutes(world, 1);
      expect(world.alive().length).toBeGreaterThanOrEqual(4);
      expect(world.alive().length).toBeLessThanOrEqual(5);
    }
    expect(marketsIn(world)).toEqual(['on-demand', 'spot', 'spot', 'spot']);
  });

  test('are removed first when the group shrinks', async () => {
    const { world, ids, need } = await fallen();
    need(2);
    await world.evaluate();
    expect(world.alive()).toContain(ids[0]);
    expect(world.alive()).toHaveLength(2);
  });
});
