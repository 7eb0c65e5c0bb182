import { describe } from 'vitest';
import type { WrittenPolicy } from '../builders.ts';
import { tells } from './tells.ts';

const noon = { cron: '0 10 * * *', lasts: '4h' };
const night = { cron: '0 22 * * *', lasts: '4h' };
const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
const scheduled = (windows: object[], ...others: object[]): WrittenPolicy => ({
  capacity: { min: 2, max: 20 },
  rules: [{ kind: 'schedule', windows } as never, ...(others as never[])],
});
const at = (desired: number, waiting = desired) => ({ desired, metrics: { jobs: waiting } });

describe('a schedule', () => {
  tells('schedule', [
    ['an open window asks for a number', scheduled([{ ...noon, desired: 9 }]), at(4)],
    [
      'of two open windows the larger number holds',
      scheduled([
        { ...noon, desired: 9 },
        { ...noon, desired: 11 },
        { ...night, desired: 15 },
      ]),
      at(4),
    ],
    ['no window is open: back to the minimum', scheduled([{ ...night, desired: 9 }]), at(4)],
    ['no window is open: at the minimum', scheduled([{ ...night, desired: 9 }]), at(2)],
    ['no window is open: the other rules decide', scheduled([{ ...night, desired: 9 }], jobs), at(4, 3)],
    ['an open window moves the minimum', scheduled([{ ...noon, min: 8 }]), at(4)],
    ['above a minimum that an open window moves', scheduled([{ ...noon, min: 8 }]), at(12)],
    ['an open window moves the minimum against other rules', scheduled([{ ...noon, min: 8 }], jobs), at(9, 1)],
    ['an open window moves the maximum against other rules', scheduled([{ ...noon, max: 5 }], jobs), at(4, 9)],
    ['an open window pulls the maximum below the group', scheduled([{ ...noon, max: 5 }], jobs), at(9)],
    ['an open window pulls the maximum below the minimum', scheduled([{ ...noon, max: 1 }], jobs), at(4)],
    ['an open window lifts the minimum above the maximum', scheduled([{ ...noon, min: 30 }], jobs), at(4)],
    ['a window that asks for a number moves no bound', scheduled([{ ...noon, desired: 30 }]), at(4)],
    [
      'open windows overlap',
      scheduled(
        [
          { ...noon, min: 6, max: 8 },
          { ...noon, min: 4, max: 12 },
        ],
        jobs,
      ),
      at(5, 30),
    ],
  ]);
});
