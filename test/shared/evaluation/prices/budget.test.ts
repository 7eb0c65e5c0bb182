import { describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { autoScalingGroupAdapter } from '../../../../shared/providers/auto-scaling-group/adapter.ts';
import { providersFrom } from '../../../../shared/providers/index.ts';
import { FakeAutoScaling } from '../../../fakes/fake-auto-scaling.ts';
import { policyOf, setting } from '../setting.ts';

const EC2 = policyOf().provider as object;
const withBudget = (budget: object, provider: object = {}): PolicyDocument =>
  ({ ...policyOf({ guards: { budget } }), provider: { ...EC2, ...provider } }) as PolicyDocument;

/** A group in force whose type costs so many dollars per hour, and so many jobs that wait. */
async function priced(document: PolicyDocument, jobs: number, usd = 0.07) {
  const world = setting();
  await world.table.prices.store([{ system: 'linux', type: 'c7g.large', market: 'on-demand', usd }], world.clock());
  world.queues.set('jobs', { waiting: jobs });
  await world.put(document);
  return world;
}

describe('a budget of a deployed group', () => {
  it('limits growth from nothing, and says how with numbers', async () => {
    const world = await priced(withBudget({ hourlyUsd: 0.3 }), 90);
    const report = await world.evaluate();
    expect(world.alive()).toHaveLength(4);
    expect(report.decision?.blockedBy).toBe('budget');
    expect(report.told).toBe(
      'Scale out 0 → 4. Rules asked for 9 (jobs 90, 10 per worker). The budget of $0.3 per hour pays for 4 workers at $0.07 each. Launched 4 of 4.',
    );
  });

  it('counts the workers that are there at their own price', async () => {
    const world = await priced(withBudget({ hourlyUsd: 0.3 }), 20);
    await world.evaluate();
    world.pass(60);
    await world.table.prices.store(
      [{ system: 'linux', type: 'c7g.large', market: 'on-demand', usd: 0.1 }],
      world.clock(),
    );
    world.queues.set('jobs', { waiting: 90 });
    await world.evaluate();
    expect(world.alive()).toHaveLength(3);
  });

  it('never stops a repair', async () => {
    const world = await priced({ ...withBudget({ hourlyUsd: 0.15 }), capacity: { min: 2, max: 9 } }, 90);
    await world.table.prices.store(
      [{ system: 'linux', type: 'c7g.large', market: 'on-demand', usd: 1 }],
      world.clock(),
    );
    await world.evaluate();
    expect(world.alive()).toHaveLength(2);
  });

  it('takes the prices that the policy states, and needs none of AWS', async () => {
    const world = setting();
    world.queues.set('jobs', { waiting: 90 });
    await world.put(withBudget({ hourlyUsd: 0.3 }, { prices: { 'c7g.large': 0.1 } }));
    await world.evaluate();
    expect(world.alive()).toHaveLength(3);
    expect(await world.table.prices.all()).toEqual({});
  });

  it('waits for a price that nobody knows yet', async () => {
    const world = setting();
    world.queues.set('jobs', { waiting: 90 });
    await world.put(withBudget({ hourlyUsd: 0.3 }));
    const report = await world.evaluate();
    expect(world.alive()).toEqual([]);
    expect(report.told).toBe(
      "Hold at 0. Rules asked for 9 (jobs 90, 10 per worker). The price of c7g.large isn't known yet, and the group or its cluster has a budget. If it stays unknown, write provider.prices.",
    );
    // The next refresh reads what is needed.
    expect((await world.table.prices.all()).linux?.['c7g.large']?.onDemand?.neededAt).toBe(world.clock());
  });

  it('is announced when it is near, and when it is used up', async () => {
    const world = await priced(withBudget({ hourlyUsd: 0.3 }), 40);
    await world.evaluate();
    world.pass(60);
    await world.evaluate();
    world.pass(60);
    world.queues.set('jobs', { waiting: 90 });
    await world.evaluate();
    const types = world.announcements.events.map(({ type }) => type).filter((type) => type.includes('Budget'));
    expect(types).toEqual(['Group Budget Near', 'Group Budget Exhausted']);
  });

  it('is announced once while prices and sizes move around the edge, and again after it was clearly kept', async () => {
    const world = await priced(withBudget({ hourlyUsd: 1 }), 10, 0.1);
    const announced = async (jobs: number, usd: number) => {
      const price = { system: 'linux', type: 'c7g.large', market: 'on-demand', usd } as const;
      await world.table.prices.store([price], world.clock());
      world.queues.set('jobs', { waiting: jobs });
      const before = world.announcements.events.length;
      for (let evaluation = 0; evaluation < 3; evaluation++) {
        await world.evaluate();
        world.pass(60);
      }
      const types = world.announcements.events.slice(before).map(({ type }) => type);
      return types.filter((type) => type.includes('Budget')).map((type) => type.replace('Group Budget ', ''));
    };
    expect(await announced(80, 0.1)).toEqual(['Near']);
    for (const usd of [0.099, 0.101, 0.09, 0.1]) expect(await announced(80, usd)).toEqual([]);
    expect(await announced(70, 0.1)).toEqual([]);
    expect(await announced(80, 0.1)).toEqual([]);
    expect(await announced(200, 0.1)).toEqual(['Exhausted']);
    // The rules ask for less and more again.
    for (const jobs of [100, 200, 80, 200]) expect(await announced(jobs, 0.1)).toEqual([]);
    expect(await announced(60, 0.1)).toEqual([]);
    expect(await announced(80, 0.1)).toEqual(['Near']);
    expect(await announced(0, 0.1)).toEqual([]);
    expect(await announced(80, 0.1)).toEqual(['Near']);
  });

  it('does not stop a group whose prices cannot be read from being evaluated', async () => {
    const world = setting();
    world.queues.set('jobs', { waiting: 30 });
    await world.put(policyOf());
    world.table.prices.calls.fail('read', new Error('no table'));
    await world.evaluate();
    expect(world.alive()).toHaveLength(3);
  });
});

describe('a budget of a group whose workers alone show their types', () => {
  async function grown(provider: object, min = 0) {
    const world = setting();
    const autoScaling = new FakeAutoScaling({ clock: world.clock });
    autoScaling.create('asg', { group: 'ci' });
    world.queues.set('jobs', { waiting: 90 });
    const written = { kind: 'auto-scaling-group', name: 'asg', ...provider };
    await world.put({
      ...policyOf({ guards: { budget: { hourlyUsd: 0.3 } } }),
      ...{ provider: written, capacity: { min, max: 100 } },
    } as PolicyDocument);
    const providers = providersFrom({ 'auto-scaling-group': autoScalingGroupAdapter(autoScaling) });
    return world.evaluate({ providers });
  }

  it('does not launch the first ones at a price that nobody knows', async () => {
    const { told, decision } = await grown({});
    expect(decision).toMatchObject({ desired: 0, blockedBy: 'budget' });
    expect(told).toBe(
      "Hold at 0. Rules asked for 9 (jobs 90, 10 per worker). What a worker costs isn't known before the first one runs, and the group or its cluster has a budget. Write provider.prices, or a capacity.min of 1.",
    );
    expect((await grown({}, 2)).decision?.desired).toBe(2);
  });

  it('takes the highest of the prices that the policy states', async () => {
    const { decision } = await grown({ prices: { 'c7g.large': 0.05, 'm7g.large': 0.1 } });
    expect(decision).toMatchObject({ desired: 3, blockedBy: 'budget' });
  });
});

describe('prices and calls', () => {
  it('are read once for all groups of an evaluation, and noted as needed once a day', async () => {
    const world = setting();
    for (const group of ['ci', 'web', 'batch']) await world.put({ ...policyOf(), group });
    await world.many(['ci', 'web', 'batch']);
    await world.many(['ci', 'web', 'batch']);
    expect(world.table.prices.calls.all()).toEqual({ read: 2, need: 1 });
  });
});

it('retire: costliest removes the worker that costs most', async () => {
  const world = setting();
  await world.put({
    ...policyOf(),
    provider: { ...EC2, retire: 'costliest', spot: { percent: 50 } },
  } as PolicyDocument);
  await world.table.prices.store(
    [
      { system: 'linux', type: 'c7g.large', market: 'on-demand', usd: 0.07 },
      { system: 'linux', type: 'c7g.large', market: 'spot', zones: { 'zone-a': 0.03, 'zone-b': 0.02 } },
    ],
    world.clock(),
  );
  const [inA] = [
    world.fleet.add('ci', { zone: 'zone-a', market: 'spot' }),
    world.fleet.add('ci', { zone: 'zone-b', market: 'spot' }),
  ];
  world.queues.set('jobs', { waiting: 20 });
  await world.evaluate();
  world.pass(600);
  world.queues.set('jobs', { waiting: 10 });
  await world.evaluate();
  expect(world.alive()).not.toContain(inA);
  expect(world.alive()).toHaveLength(1);
});
