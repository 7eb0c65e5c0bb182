import { describe, expect, it } from 'vitest';
import { decide } from '../../../../shared/decision/index.ts';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import { ago, decides, observationOf, workersOf } from '../builders.ts';

const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }];
const capacity = (min: number, max: number) => ({ min, max });
const maintenance = [{ cron: '0 12 * * *', lasts: '1h' }];

describe('if several steps limit a number, the last one is named', () => {
  decides([
    {
      name: 'a limit after the stabilization',
      policy: { rules, behavior: { in: { stabilization: 300, limits: [{ workers: 1, every: 60 }] } } },
      seen: { desired: 9, metrics: { jobs: 1 }, history: { proposals: [{ at: ago(100), value: 5 }] } },
      gives: { desired: 8, blockedBy: 'limit' },
    },
    {
      name: 'the cooldown after a limit',
      policy: { rules, behavior: { out: { cooldown: 60, limits: [{ workers: 1, every: 60 }] } } },
      seen: { desired: 5, metrics: { jobs: 9 }, history: { lastOutAt: ago(10) } },
      gives: { desired: 5, blockedBy: 'cooldown' },
    },
    {
      name: 'the budget after the maximum',
      policy: { rules, capacity: capacity(0, 8), guards: { budget: { hourlyUsd: 0.6 } } },
      seen: { workers: workersOf(1, 'ready', { hourlyUsd: 0.1 }), metrics: { jobs: 20 } },
      gives: { desired: 6, blockedBy: 'budget' },
    },
    {
      name: 'the pause after everything, even below the minimum',
      policy: { rules, capacity: capacity(4, 8), paused: 'out' },
      seen: { desired: 2, metrics: { jobs: 9 } },
      gives: { desired: 2, blockedBy: 'paused' },
    },
  ]);
});

describe('a group outside its bounds', () => {
  const slow = { cooldown: 600, stabilization: 600, limits: [{ workers: 1, every: 600 }] };
  const just = { history: { lastOutAt: ago(1), lastInAt: ago(1) } };
  decides([
    {
      name: 'goes down to the maximum at once, while a metric asks for more',
      policy: { rules, capacity: capacity(1, 5), behavior: { in: slow } },
      seen: { ...just, desired: 9, metrics: { jobs: 90 } },
      gives: { desired: 5, direction: 'in' },
    },
    {
      name: 'goes up to the minimum of an open window at once, blind and within a cooldown',
      policy: {
        rules: [...rules, { kind: 'schedule', windows: [{ ...maintenance[0], min: 8 } as never] }],
        behavior: { out: slow },
      },
      seen: { ...just, desired: 4 },
      gives: { desired: 8, direction: 'out', blockedBy: null },
    },
    {
      name: 'is repaired to its floor in maintenance, and no further',
      policy: { rules, guards: { floor: 5, maintenance } },
      seen: { desired: 2, metrics: { jobs: 9 } },
      gives: { desired: 5, blockedBy: 'maintenance' },
    },
    {
      name: 'keeps those that are protected above its maximum',
      policy: { rules, capacity: capacity(0, 1) },
      seen: {
        workers: [...workersOf(2, 'ready', { protected: true }), ...workersOf(1, 'warming')],
        metrics: { jobs: 1 },
      },
      gives: { desired: 2, blockedBy: 'protected', retire: ['warming-0'] },
    },
    {
      name: 'the end of a window leaves the size that the other rules ask for',
      policy: {
        rules: [...rules, { kind: 'schedule', windows: [{ cron: '0 8 * * *', lasts: '1h', min: 20 }] }],
      },
      seen: { desired: 10, metrics: { jobs: 10 } },
      gives: { desired: 10, direction: 'hold', blockedBy: null },
    },
  ]);
});

describe('limits count actual changes', () => {
  const out = { rules, behavior: { out: { limits: [{ workers: 4, every: 60 }] } } };
  const changed = (seconds: number, by: number) => ({ changes: [{ at: ago(seconds), by }] });
  decides([
    {
      name: 'workers added by hand use the limit up',
      policy: out,
      seen: { desired: 8, metrics: { jobs: 90 }, history: changed(30, 4) },
      gives: { desired: 8, blockedBy: 'limit' },
    },
    {
      name: 'more than the limit added by hand is not taken away',
      policy: out,
      seen: { desired: 20, metrics: { jobs: 90 }, history: changed(30, 15) },
      gives: { desired: 20, blockedBy: 'limit' },
    },
    {
      name: 'removed workers may come back beside the limit',
      policy: out,
      seen: { desired: 5, metrics: { jobs: 90 }, history: changed(30, -3) },
      gives: 12,
    },
  ]);
});

describe('the profile sets the delays of each tier', () => {
  const waits = [
    ['application', 'out', 30],
    ['worker', 'out', 60],
    ['platform', 'out', 120],
    ['application', 'in', 150],
    ['worker', 'in', 300],
    ['platform', 'in', 600],
  ] as const;
  it.each(waits)('%s %s waits %i s', (tier, direction, seconds) => {
    const parsed = parsePolicy({ group: 'fleet', tier, capacity: { min: 1, max: 100 }, rules });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const [wanted, current] = direction === 'out' ? [9, 8] : [7, 8];
    const decidedSince = (since: number) =>
      decide(
        parsed.value,
        observationOf({
          desired: current,
          metrics: { jobs: wanted },
          history: {
            proposals: [{ at: ago(1), value: wanted }],
            [direction === 'out' ? 'lastOutAt' : 'lastInAt']: ago(since),
          },
        }),
      );
    expect(decidedSince(seconds - 1)).toMatchObject({ desired: current, blockedBy: 'cooldown' });
    expect(decidedSince(seconds)).toMatchObject({ desired: wanted, blockedBy: null });
  });
});
