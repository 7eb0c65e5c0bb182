import { describe, expect, it } from 'vitest';
import { budgetOf, costsOf, spendOf } from '../../../../shared/decision/budget/budget.ts';
import type { Policy } from '../../../../shared/policy/index.ts';
import { decided, policyOf, type Seen, toldAt, type WrittenPolicy, workersOf } from '../builders.ts';

/** Ten days before the end of a month of thirty: 240 hours. */
const now = Date.parse('2026-11-21T00:00:00Z');
const guards = (budget?: object): Pick<Policy, 'guards'> =>
  policyOf({ rules: [], guards: budget ? { budget } : {} } as WrittenPolicy);
const limit = (budget?: object, monthUsd?: number) =>
  budgetOf(guards(budget), { now, spending: monthUsd === undefined ? {} : { monthUsd } });

describe('a budget', () => {
  it('is a price per hour, or what is left of the month divided by its remaining hours', () => {
    expect(limit()).toBeNull();
    expect(limit({ hourlyUsd: 3 })).toEqual({ hourlyUsd: 3, month: null });
    expect(limit({ monthlyUsd: 730 })).toEqual({ hourlyUsd: 1, month: null });
    expect(limit({ monthlyUsd: 730 }, 490)).toEqual({
      hourlyUsd: 1,
      month: { monthlyUsd: 730, spentUsd: 490, hoursLeft: 240 },
    });
    expect(limit({ monthlyUsd: 730 }, 800)?.hourlyUsd).toBe(0);
  });

  it('is the lower one if there are both', () => {
    expect(limit({ hourlyUsd: 0.5, monthlyUsd: 730 }, 490)).toEqual({ hourlyUsd: 0.5, month: null });
    expect(limit({ hourlyUsd: 1, monthlyUsd: 730 }, 490)).toEqual({ hourlyUsd: 1, month: null });
    expect(limit({ hourlyUsd: 3, monthlyUsd: 730 }, 490)?.hourlyUsd).toBe(1);
    expect(limit({ hourlyUsd: 3, monthlyUsd: 730 })).toEqual({ hourlyUsd: 1, month: null });
  });
});

const priced = (state: 'ready' | 'draining', hourlyUsd?: number, weight = 1) => ({
  ...{ id: 'i', state, weight, protected: false, metrics: {} },
  ...(hourlyUsd !== undefined && { hourlyUsd }),
});

describe('what a group costs', () => {
  it('is the price of its workers and its pool, including those that are launching', () => {
    const workers = [priced('ready', 0.2), priced('ready', 0.6, 3), priced('ready'), priced('draining', 9)];
    expect(costsOf(workers, 4, { poolUsd: 1 })).toEqual({ spend: 1.8, price: 0.2, priced: 4, free: 0 });
    expect(costsOf(workers, 6, { poolUsd: 1, launchUsd: 0.5 })).toEqual({
      spend: 1 + 0.8 + 2 * 0.5,
      price: 0.5,
      priced: 4,
      free: 0,
    });
    expect(costsOf(workers, 2)?.spend).toBe(0.8);
  });

  it('is unknown without a price', () => {
    expect(costsOf([priced('ready')], 2)).toBeNull();
    expect(costsOf([], 2, { launchUsd: 0.5 })).toEqual({ spend: 1, price: 0.5, priced: 0, free: 0 });
  });

  it('is known for workers that cost nothing', () => {
    expect(costsOf([priced('ready', 0), priced('ready', 0)], 4)).toEqual({
      spend: 0,
      price: 0,
      priced: 2,
      free: 2,
    });
    expect(spendOf({ workers: [priced('ready', 0)] })).toBe(0);
  });

  it('prices further workers at the mean of those that cost something', () => {
    const workers = [priced('ready', 0, 2), priced('ready', 0.4), priced('ready', 0.6)];
    expect(costsOf(workers, 5)).toEqual({ spend: 1.5, price: 0.5, priced: 4, free: 2 });
    expect(costsOf(workers, 4, { launchUsd: 0.2 })).toMatchObject({ spend: 1, price: 0.2 });
  });

  it('is shown for the current workers and pool', () => {
    const workers = [priced('ready', 0.25), priced('ready', 0.5, 3), priced('ready'), priced('draining', 9)];
    expect(spendOf({ workers, spending: { poolUsd: 1 } })).toBe(1.75);
    expect(spendOf({ workers })).toBe(0.75);
    // Draining workers are no capacity. Of the others, no price is known.
    expect(spendOf({ workers: [priced('draining', 9)], spending: { poolUsd: 1 } })).toBe(1);
    expect(spendOf({ workers: [priced('ready'), priced('draining', 9)], spending: { poolUsd: 1 } })).toBeNull();
    expect(spendOf({ workers: [] })).toBe(0);
    expect(spendOf({ workers: { ready: 1, pending: 0, warming: 0, draining: 0, unhealthy: 0 } })).toBeNull();
  });
});

describe('the budget of a group', () => {
  const ec2 = (more: object = {}): WrittenPolicy['provider'] => ({
    ...{ kind: 'ec2', launchTemplate: { name: 'fleet' }, instanceTypes: ['m7i.large'], subnets: ['subnet-a'] },
    ...more,
  });
  const policy = (budget: object, more: WrittenPolicy = {}): WrittenPolicy => ({
    rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }],
    guards: { budget } as never,
    ...more,
  });
  const seen = (more: Seen = {}): Seen => ({
    ...{ desired: 4, metrics: { jobs: 20 }, workers: workersOf(4, 'ready', { hourlyUsd: 0.5 }) },
    ...more,
  });
  const launches = (written: WrittenPolicy, more: Seen) => decided(written, seen(more)).desired;

  it('pays for its warm pool first, by the price of a launch or of the present workers', () => {
    const hourly = policy({ hourlyUsd: 6 });
    expect(launches(hourly, {})).toBe(12);
    expect(launches(hourly, { spending: { poolUsd: 1 } })).toBe(10);
    expect(launches(hourly, { spending: { launchUsd: 1, unpriced: [] } })).toBe(8);
    expect(launches(hourly, { spending: { launchUsd: 1, unpriced: [], poolUsd: 1 } })).toBe(7);
  });

  it('pays for all workers that cost nothing, unless the pool alone costs too much', () => {
    const workers = workersOf(4, 'ready', { hourlyUsd: 0 });
    expect(launches(policy({ hourlyUsd: 1 }), { workers })).toBe(20);
    expect(launches(policy({ hourlyUsd: 1 }), { workers, spending: { poolUsd: 1 } })).toBe(20);
    expect(launches(policy({ hourlyUsd: 1 }), { workers, spending: { poolUsd: 2 } })).toBe(4);
    const spent = { launchUsd: 1, unpriced: [] };
    expect(launches(policy({ hourlyUsd: 3 }), { workers, spending: spent })).toBe(7);
  });

  it('pays for free workers in addition to those that it can afford', () => {
    const workers = workersOf(4, 'ready').map((worker, index) => ({ ...worker, hourlyUsd: index < 2 ? 0 : 0.5 }));
    expect(launches(policy({ hourlyUsd: 2 }), { workers })).toBe(6);
    expect(launches(policy({ hourlyUsd: 2 }), { workers, spending: { poolUsd: 0.5 } })).toBe(5);
    expect(launches(policy({ hourlyUsd: 0.4 }), { workers })).toBe(4);
    const decision = decided(policy({ hourlyUsd: 2 }), seen({ workers }));
    expect(toldAt(decision, 'guard:budget')).toBe(
      'The budget of $2 per hour pays for 6 workers: the group costs $1 now, and each further worker costs $0.5',
    );
  });

  it('starts members of a pool that already run, because that costs nothing more', () => {
    const running = (state: string) => policy({ hourlyUsd: 3 }, { provider: ec2({ warm: { size: 3, state } }) });
    const more: Seen = { spending: { launchUsd: 1, unpriced: [], poolUsd: 1 }, pool: { size: 3, start: 30, ready: 2 } };
    expect(launches(running('stopped'), more)).toBe(4);
    expect(launches(running('running'), more)).toBe(6);
    expect(launches(running('running'), { ...more, pool: { size: 3, start: 30, ready: 0 } })).toBe(4);
    expect(launches(running('running'), { spending: { launchUsd: 1, unpriced: [] } })).toBe(5);
  });

  it('launches nothing of a type without a price, and says so', () => {
    const told = (spending: Seen['spending']) => {
      const decision = decided(policy({ hourlyUsd: 99 }), seen({ spending }));
      return [decision.desired, toldAt(decision, 'guard:budget')];
    };
    expect(told({ unpriced: ['m7i.large'] })[0]).toBe(4);
    expect(told({ unpriced: ['m7i.large'] })[1]).toContain('m7i.large');
    expect(told({ unpriced: [] })).toEqual([20, '']);
    expect(
      decided(policy({ hourlyUsd: 99 }), { desired: 0, metrics: { jobs: 9 }, spending: { unpriced: [] } }),
    ).toMatchObject({
      desired: 0,
      blockedBy: 'budget',
    });
  });

  it('is counted in units if workers have weights', () => {
    const types = (weight: number) =>
      ec2({
        instanceTypes: [
          { type: 'm7i.large', weight },
          { type: 'm7i.xlarge', weight: 1 },
        ],
      });
    const told = (weight: number) =>
      decided(policy({ hourlyUsd: 3 }, { provider: types(weight) }), seen()).trace.find(
        ({ stage }) => stage === 'guard:budget',
      )?.reason;
    expect(told(2)).toMatchObject({ code: 'budget-limit', params: { inUnits: true } });
    expect(told(1)?.params).not.toHaveProperty('inUnits');
  });

  it('names what a launch may bring too much if workers have weights', () => {
    const provider = ec2({ instanceTypes: ['c7g.large', { type: 'c7g.xlarge', weight: 2 }] });
    const workers = workersOf(10, 'ready', { hourlyUsd: 0.0725 });
    const decision = decided(policy({ hourlyUsd: 1 }, { provider }), {
      ...{ workers, desired: 10, metrics: { jobs: 200 }, spending: { launchUsd: 0.0725, unpriced: [] } },
    });
    expect(toldAt(decision, 'guard:budget')).toBe(
      'The budget of $1 per hour pays for 12 units of capacity: the group costs $0.725 now, each further unit of capacity costs $0.0725, and a launch may bring 1 unit more than is missing',
    );
  });

  it('shows what is spent and left of a month', () => {
    const monthly = decided(policy({ monthlyUsd: 1000 }), seen({ spending: { monthUsd: 316 } }));
    expect(toldAt(monthly, 'guard:budget')).toBe(
      "$316 of the month's $1000 is spent. For the remaining 228 hours, that leaves $3 per hour, which pays for 6 workers at $0.5 each",
    );
  });
});
