import { describe, expect, it } from 'vitest';
import { spendingOf } from '../../../../shared/evaluation/prices/priced.ts';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { hoursOf, NO_PRICES, rateOf } from '../../../../shared/prices/index.ts';
import type { PoolWorker } from '../../../../shared/providers/index.ts';
import { policyOf, setting } from '../setting.ts';

/** A group of one worker at a dollar an hour, whose pool of two is filled. */
async function filled(warm: object, rest: Partial<PolicyDocument> = {}, jobs = 10) {
  const world = setting();
  const dollar = { system: 'linux', type: 'c7g.large', market: 'on-demand', usd: 1 } as const;
  await world.table.prices.store([dollar], world.clock());
  const { provider, ...others } = policyOf(rest);
  await world.put({ ...others, provider: { ...provider, warm: { size: 2, ...warm } } } as PolicyDocument);
  world.queues.set('jobs', { waiting: jobs });
  await minutes(world, 8);
  return world;
}

async function minutes(world: ReturnType<typeof setting>, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute++) {
    world.pass(60);
    await world.evaluate();
  }
}

const costOf = (world: ReturnType<typeof setting>) =>
  hoursOf(world.state().spending).reduce((sum, { usd }) => sum + usd, 0);
const secondsOf = (world: ReturnType<typeof setting>) =>
  hoursOf(world.state().spending).reduce((sum, { seconds }) => sum + seconds, 0);

describe('the costs of a warm pool', () => {
  it('are the disks of members that are stopped: 8 GiB of gp3 each, if the policy does not say their size', async () => {
    const world = await filled({});
    expect(world.fleet.members('ci', { isParked: true })).toHaveLength(2);
    const disks = (2 * 8 * 0.08) / 730;
    expect(rateOf(world.state().spending)).toBeCloseTo(1 + disks, 6);
  });

  it('are the disks that the policy states', async () => {
    const world = await filled({ disks: { gib: 100, usdPerGib: 0.365 } });
    expect(rateOf(world.state().spending)).toBeCloseTo(1 + 2 * 0.05, 6);
    const [usd, seconds] = [costOf(world), secondsOf(world)];
    await minutes(world, 2);
    world.queues.set('jobs', { waiting: 0 });
    await minutes(world, 50);
    // Nobody works any more, so all that is added are disks. They are no hours of workers.
    expect(Object.values(world.state().spending.running).every(({ isDisk }) => isDisk)).toBe(true);
    expect(secondsOf(world) - seconds).toBeLessThan(10 * 60);
    expect(costOf(world) - usd).toBeGreaterThan(0.1 * (50 / 60));
  });

  it('are those of whole workers if they run', async () => {
    const world = await filled({ state: 'running' });
    expect(rateOf(world.state().spending)).toBe(3);
  });

  it('count in the budget of an hour', async () => {
    const costly = { disks: { gib: 1000, usdPerGib: 0.365 } };
    const world = await filled(costly, { guards: { budget: { hourlyUsd: 4 } } });
    expect(world.fleet.members('ci', { isParked: true })).toHaveLength(2);
    world.queues.set('jobs', { waiting: 90 });
    await world.evaluate();
    // One dollar for each worker, and one for the disks of both members.
    expect(world.state().decision.desired).toBe(3);
  });

  it('count in the budget of a month', async () => {
    const world = await filled(
      { disks: { gib: 1000, usdPerGib: 0.365 } },
      { guards: { budget: { monthlyUsd: 5000 } } },
      0,
    );
    const before = world.state().spending.monthUsd;
    await minutes(world, 120);
    expect(world.state().spending.monthUsd - before).toBeGreaterThan(1.5);
  });

  it('of members that run do not hold back their start: they cost the same as workers', async () => {
    const world = await filled({ state: 'running' }, { guards: { budget: { hourlyUsd: 3 } } });
    expect(world.fleet.members('ci')).toHaveLength(2);
    world.queues.set('jobs', { waiting: 90 });
    await world.evaluate();
    expect(world.state().decision.desired).toBe(3);
    await minutes(world, 5);
    // The budget pays for no other members.
    expect(world.fleet.alive('ci')).toHaveLength(3);
  });

  it('of members with weights are counted whole in the budget', async () => {
    const instanceTypes = [{ type: 'c7g.large', weight: 4 }];
    const provider = { ...policyOf().provider, instanceTypes } as PolicyDocument['provider'];
    const paidBy = async (hourlyUsd: number) => {
      const world = await filled({}, { provider, capacity: { min: 4, max: 40 }, guards: { budget: { hourlyUsd } } });
      return world.fleet.members('ci').length;
    };
    expect(await paidBy(1.9)).toBe(0);
    expect(await paidBy(3.1)).toBe(2);
  });

  it('of a member whose price is not known are those of as many units of a new one', () => {
    const instanceTypes = [{ type: 'c7g.large', weight: 2 }];
    const prices = { 'c7g.large': 1 };
    const provider = { ...policyOf().provider, instanceTypes, prices, warm: { size: 1, state: 'running' } };
    const parsed = parsePolicy({ ...policyOf(), provider, guards: { budget: { hourlyUsd: 9 } } });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const member = {
      id: 'i-1',
      rest: 'up',
      weight: 4,
      details: { instanceType: 'm5.4xlarge' },
    } as unknown as PoolWorker;
    const state = { spending: { monthUsd: 0 } } as never;
    const spending = spendingOf(parsed.value, state, { workers: [], members: [member] }, NO_PRICES);
    expect(spending).toMatchObject({ launchUsd: 0.5, poolUsd: 2 });
  });

  it('are paid by the budget of a group without workers', async () => {
    const world = await filled({}, { guards: { budget: { hourlyUsd: 2 } } }, 0);
    expect(world.fleet.members('ci', { isParked: true })).toHaveLength(2);
  });
});
