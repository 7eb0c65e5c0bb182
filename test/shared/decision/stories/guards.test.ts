import { describe } from 'vitest';
import { type WrittenPolicy, workersOf } from '../builders.ts';
import { tells } from './tells.ts';

const guarded = (guards: WrittenPolicy['guards'], more: WrittenPolicy = {}): WrittenPolicy => ({
  rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }],
  guards,
  ...more,
});
const wants = (waiting: number, desired: number, workers?: object[]) => ({
  desired,
  metrics: { jobs: waiting },
  ...(workers ? { workers: workers as never } : {}),
});
const open = {
  maintenance: [
    { cron: '0 3 * * *', lasts: '1h' },
    { cron: '0 11 * * *', lasts: '90m' },
  ],
};
const priced = (count: number, hourlyUsd: number) => workersOf(count, 'ready', { hourlyUsd });
const hourly = { budget: { hourlyUsd: 1 } };

describe('guards', () => {
  tells('guards', [
    ['maintenance holds growth', guarded(open), wants(9, 4)],
    ['maintenance holds a shrink', guarded(open), wants(1, 4)],
    ['maintenance lets a group below its floor be repaired', guarded({ ...open, floor: 6 }), wants(9, 4)],
    ['maintenance repairs no further than the rules ask', guarded({ ...open, floor: 6 }), wants(5, 4)],
    [
      'maintenance repairs up to the maximum',
      guarded({ ...open, floor: 9 }, { capacity: { min: 0, max: 6 } }),
      wants(9, 4),
    ],
    ['the budget stops growth', guarded(hourly), wants(99, 4, priced(4, 0.1))],
    ['the budget of a month stops growth', guarded({ budget: { monthlyUsd: 365 } }), wants(99, 4, priced(4, 0.123456))],
    [
      'the tighter of two budgets holds',
      guarded({ budget: { hourlyUsd: 9, monthlyUsd: 730 } }),
      wants(99, 4, priced(4, 0.1)),
    ],
    ['the budget pays for one worker', guarded({ budget: { hourlyUsd: 0.15 } }), wants(2, 1, priced(1, 0.1))],
    ['the budget pays for fewer than there are', guarded(hourly), wants(9, 4, priced(4, 0.5))],
    ['the budget pays for what is asked', guarded(hourly), wants(10, 4, priced(4, 0.1))],
    ['the budget of a group whose workers have no price', guarded(hourly), wants(9, 2, workersOf(2))],
    ['the budget of a group whose workers cost nothing', guarded(hourly), wants(9, 2, priced(2, 0))],
    [
      'the mean price, without those that drain',
      guarded(hourly),
      wants(99, 3, [
        ...priced(1, 0.1),
        ...workersOf(2, 'warming', { hourlyUsd: 0.25 }),
        ...workersOf(1, 'draining', { hourlyUsd: 9 }),
      ]),
    ],
    [
      'the budget does not hold the repair of a group below its floor',
      guarded({ ...hourly, floor: 6 }),
      wants(9, 4, priced(4, 0.5)),
    ],
    ['the budget has no say in a shrink', guarded(hourly), wants(1, 2, workersOf(2))],
    ['the budget has no say where nothing is to change', guarded(hourly), wants(2, 2, workersOf(2))],
    ['the floor holds a shrink', guarded({ floor: 3 }), wants(1, 4)],
    ['the floor lifts the group', guarded({ floor: 3 }), wants(1, 2)],
    ['the floor above the maximum', guarded({ floor: 9 }, { capacity: { min: 0, max: 5 } }), wants(1, 4)],
    [
      'protected and busy workers stay',
      guarded({}),
      wants(0, 4, [
        ...workersOf(1),
        ...workersOf(1, 'warming', { protected: true }),
        ...workersOf(1, 'unhealthy', { busy: true }),
        ...workersOf(1, 'draining', { busy: true }),
      ]),
    ],
    [
      'a protected worker stays',
      guarded({}),
      wants(0, 2, [...workersOf(1), ...workersOf(1, 'pending', { protected: true })]),
    ],
    [
      'as many go as are free',
      guarded({}),
      wants(1, 3, [...workersOf(2), ...workersOf(1, 'warming', { protected: true })]),
    ],
    ['all are busy', guarded({}), wants(1, 3, workersOf(3, 'ready', { busy: true }))],
    ['more are busy than the group is meant to have', guarded({}), wants(0, 2, workersOf(3, 'ready', { busy: true }))],
    ['victims of a group short of workers', guarded({}), wants(1, 4, workersOf(2))],
    ['no victims where the group is already short', guarded({}), wants(2, 4, workersOf(2))],
  ]);
});
