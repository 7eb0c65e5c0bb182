import { describe, expect, it } from 'vitest';
import { decided, decides, said, toldAt, type WrittenPolicy, workersOf } from '../builders.ts';

const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }];
const wants = (jobs: number, desired: number, more: object = {}) => ({ desired, metrics: { jobs }, ...more });
const guarded = (guards: WrittenPolicy['guards'], more: WrittenPolicy = {}): WrittenPolicy => ({
  rules,
  guards,
  ...more,
});

describe('a maintenance window', () => {
  const open = { maintenance: [{ cron: '0 11 * * SAT', lasts: '2h' }] };
  const shut = { maintenance: [{ cron: '0 11 * * SUN', lasts: '2h' }] };
  decides([
    { name: 'holds growth', policy: guarded(open), seen: wants(9, 4), gives: { desired: 4, blockedBy: 'maintenance' } },
    {
      name: 'holds a shrink',
      policy: guarded(open),
      seen: wants(1, 4),
      gives: { desired: 4, blockedBy: 'maintenance' },
    },
    { name: 'that is shut holds nothing', policy: guarded(shut), seen: wants(9, 4), gives: 9 },
    {
      name: 'does not hold the repair of a group below its floor',
      policy: guarded({ ...open, floor: 5 }),
      seen: wants(9, 4),
      gives: { desired: 5, blockedBy: 'maintenance' },
    },
    {
      name: 'does not hold the repair of a group below its min',
      policy: guarded(open, { capacity: { min: 6, max: 9 } }),
      seen: wants(9, 4),
      gives: 6,
    },
    {
      name: 'holds a group above its max',
      policy: guarded(open, { capacity: { min: 0, max: 2 } }),
      seen: wants(9, 4),
      gives: { desired: 4, blockedBy: 'maintenance' },
    },
  ]);

  it('says until when', () => {
    expect(toldAt(decided(guarded(open), wants(9, 4)), 'guard:maintenance')).toBe(
      'Maintenance window open until 2026-11-21 13:00:00 UTC',
    );
  });
});

describe('the budget', () => {
  const priced = (count: number, hourlyUsd: number) => ({ workers: workersOf(count, 'ready', { hourlyUsd }) });
  const hourly = guarded({ budget: { hourlyUsd: 1 } });
  decides([
    {
      name: 'stops growth at what it pays for',
      policy: hourly,
      seen: wants(99, 4, priced(4, 0.1)),
      gives: { desired: 10, blockedBy: 'budget' },
    },
    {
      name: 'pays for growth within it',
      policy: hourly,
      seen: wants(9, 4, priced(4, 0.1)),
      gives: { desired: 9, blockedBy: null },
    },
    {
      name: 'holds growth of a group beyond it',
      policy: hourly,
      seen: wants(9, 4, priced(4, 0.5)),
      gives: { desired: 4, blockedBy: 'budget' },
    },
    {
      name: 'does not shrink a group beyond it',
      policy: hourly,
      seen: wants(4, 4, priced(4, 0.5)),
      gives: { desired: 4, blockedBy: null },
    },
    { name: 'lets a group beyond it shrink', policy: hourly, seen: wants(1, 4, priced(4, 0.5)), gives: 1 },
    {
      name: 'a month has 730 hours',
      policy: guarded({ budget: { monthlyUsd: 730 } }),
      seen: wants(99, 4, priced(4, 0.1)),
      gives: 10,
    },
    {
      name: 'the tighter of two holds',
      policy: guarded({ budget: { hourlyUsd: 5, monthlyUsd: 730 } }),
      seen: wants(99, 4, priced(4, 0.1)),
      gives: 10,
    },
    {
      name: 'new workers cost the mean of those that are there',
      policy: hourly,
      seen: wants(99, 2, {
        workers: [...workersOf(1, 'ready', { hourlyUsd: 0.1 }), ...workersOf(1, 'pending', { hourlyUsd: 0.3 })],
      }),
      gives: 5,
    },
    {
      name: 'does not hold the repair of a group below its min',
      policy: { ...hourly, capacity: { min: 6, max: 99 } },
      seen: wants(99, 4, priced(4, 0.5)),
      gives: 6,
    },
    {
      name: 'that nobody has a price for holds nothing',
      policy: hourly,
      seen: wants(9, 4, { workers: { ready: 4 } }),
      gives: { desired: 9, blockedBy: null },
    },
  ]);

  it('without a price is reported, and is not part of the reason', () => {
    const decision = decided(hourly, wants(9, 4));
    expect(toldAt(decision, 'guard:budget')).toBe('Budget not checked: no worker has a known price');
    expect(said(decision)).toBe('Scale out 4 → 9. Rules asked for 9 (jobs 9, 1 per worker).');
  });

  it('pays for no worker that a rollout has launched before the one that it replaces is gone', () => {
    const spending = { launchUsd: 0.2, unpriced: [], monthUsd: 0 };
    // Four workers at 13 cents each are beyond the budget by less than one.
    const decision = decided(guarded({ budget: { hourlyUsd: 0.4 } }), wants(99, 3, { ...priced(4, 0.13), spending }));
    expect(decision.desired).toBe(3);
    expect(toldAt(decision, 'guard:budget')).toBe(
      'The budget of $0.4 per hour pays for no more: the group costs $0.52 now, and each further worker costs $0.2',
    );
  });

  it('says what it pays for, also where the group costs more already', () => {
    const spending = { launchUsd: 1, unpriced: [], monthUsd: 0 };
    const decision = decided(guarded({ budget: { hourlyUsd: 7 } }), wants(99, 10, { ...priced(10, 1), spending }));
    expect(decision.desired).toBe(10);
    expect(toldAt(decision, 'guard:budget')).toBe('The budget of $7 per hour pays for 7 workers at $1 each');
  });
});

describe('the floor', () => {
  const low = { kind: 'schedule' as const, windows: [{ cron: '0 11 * * SAT', lasts: '2h', max: 1 }] };
  decides([
    {
      name: 'stops a shrink',
      policy: guarded({ floor: 3 }),
      seen: wants(0, 5),
      gives: { desired: 3, blockedBy: 'floor' },
    },
    {
      name: 'lifts a group that is below it',
      policy: guarded({ floor: 3 }),
      seen: wants(1, 1),
      gives: { desired: 3, direction: 'out', blockedBy: null },
    },
    {
      name: 'is not above the maximum',
      policy: guarded({ floor: 3 }, { capacity: { min: 0, max: 2 } }),
      seen: wants(0, 5),
      gives: 2,
    },
    {
      name: 'is not lowered by the maximum of a window',
      policy: guarded({ floor: 3 }, { rules: [...rules, low] }),
      seen: wants(9, 5),
      gives: { desired: 3, blockedBy: 'floor' },
    },
    {
      name: 'is restored above the maximum of a window, regardless of the budget',
      policy: guarded({ floor: 3, budget: { hourlyUsd: 0.1 } }, { rules: [...rules, low] }),
      seen: { ...wants(9, 1), spending: { launchUsd: 1 } },
      gives: { desired: 3 },
    },
    {
      name: 'of the platform tier is 3',
      policy: { rules, tier: 'platform' },
      seen: wants(0, 5),
      gives: { desired: 3, blockedBy: 'floor' },
    },
    {
      name: 'of the platform tier may be written',
      policy: guarded({ floor: 1 }, { tier: 'platform' }),
      seen: wants(0, 5),
      gives: 1,
    },
    { name: 'of the worker tier is 0', policy: { rules }, seen: wants(0, 5), gives: 0 },
  ]);
});

describe('protected and busy workers', () => {
  const policy = { rules };
  const kept = [...workersOf(2, 'ready', { protected: true }), { id: 'busy', state: 'ready' as const, busy: true }];
  const others = workersOf(3, 'warming');
  decides([
    {
      name: 'stay: the group shrinks only to them',
      policy,
      seen: wants(1, 6, { workers: [...kept, ...others] }),
      gives: { desired: 3, blockedBy: 'protected', retire: ['warming-0', 'warming-1', 'warming-2'] },
    },
    {
      name: 'do not matter to a shrink that leaves enough',
      policy,
      seen: wants(4, 6, { workers: [...kept, ...others] }),
      gives: { desired: 4, blockedBy: null },
    },
    {
      name: 'hold a group that has no others',
      policy,
      seen: wants(0, 3, { workers: kept }),
      gives: { desired: 3, direction: 'hold', blockedBy: 'protected' },
    },
    {
      name: 'hold even a group above its max',
      policy: { rules, capacity: { min: 0, max: 1 } },
      seen: wants(0, 3, { workers: kept }),
      gives: 3,
    },
    {
      name: 'block nothing in a group that is content',
      policy,
      seen: wants(2, 2, { workers: kept }),
      gives: { desired: 2, blockedBy: null },
    },
    {
      name: 'do not count while they drain',
      policy,
      seen: wants(0, 1, { workers: [...workersOf(1), ...workersOf(2, 'draining', { busy: true })] }),
      gives: 0,
    },
  ]);
});

describe('a paused group', () => {
  const paused = (which: boolean | 'out' | 'in', more: WrittenPolicy = {}): WrittenPolicy => ({
    rules,
    paused: which,
    ...more,
  });
  decides([
    { name: 'does not grow', policy: paused(true), seen: wants(9, 4), gives: { desired: 4, blockedBy: 'paused' } },
    { name: 'does not shrink', policy: paused(true), seen: wants(1, 4), gives: { desired: 4, blockedBy: 'paused' } },
    { name: 'out may shrink', policy: paused('out'), seen: wants(1, 4), gives: 1 },
    { name: 'out does not grow', policy: paused('out'), seen: wants(9, 4), gives: { desired: 4, blockedBy: 'paused' } },
    { name: 'in may grow', policy: paused('in'), seen: wants(9, 4), gives: 9 },
    { name: 'in does not shrink', policy: paused('in'), seen: wants(1, 4), gives: { desired: 4, blockedBy: 'paused' } },
    {
      name: 'is not even repaired',
      policy: paused(true, { capacity: { min: 6, max: 9 } }),
      seen: wants(9, 4),
      gives: { desired: 4, blockedBy: 'paused' },
    },
    {
      name: 'that would hold anyway is not blocked',
      policy: paused(true),
      seen: wants(4, 4),
      gives: { desired: 4, blockedBy: null },
    },
  ]);

  it.each([
    [true, 'Paused by the policy (paused: true). To resume it, apply the policy with paused: false'],
    ['out' as const, 'Scale-out paused by the policy (paused: out). To resume it, apply the policy with paused: false'],
  ])('says so: %s', (which, because) => {
    expect(toldAt(decided(paused(which), wants(9, 4)), 'paused')).toBe(because);
  });
});
