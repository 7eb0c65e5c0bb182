import { describe } from 'vitest';
import { ago, type WrittenPolicy } from '../builders.ts';
import { tells } from './tells.ts';

const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
const slowed = (out: object, into: object = {}, more: WrittenPolicy = {}): WrittenPolicy => ({
  rules: [jobs],
  behavior: { out, in: into },
  ...more,
});
const wants = (waiting: number, desired: number, history: object = {}) => ({
  desired,
  metrics: { jobs: waiting },
  history,
});
const proposed = (...proposals: [seconds: number, value: number][]) => ({
  proposals: proposals.map(([seconds, value]) => ({ at: ago(seconds), value })),
});
const changed = (...changes: [seconds: number, by: number][]) => ({
  changes: changes.map(([seconds, by]) => ({ at: ago(seconds), by })),
});
const limited = (select: 'max' | 'min', ...limits: object[]) => ({ limits, select });

describe('what delays the group', () => {
  tells('stages', [
    ['a window of stabilization without history', slowed({ stabilization: '5m' }), wants(9, 4)],
    [
      'growth to the lowest proposal of the window',
      slowed({ stabilization: '5m' }),
      wants(9, 4, proposed([120, 7], [60, 8])),
    ],
    ['growth that the window does not hold', slowed({ stabilization: '5m' }), wants(9, 4, proposed([300, 2], [60, 9]))],
    [
      'growth while the window saw less than there is',
      slowed({ stabilization: '5m' }),
      wants(9, 4, proposed([120, 2])),
    ],
    [
      'a scale-in to the highest proposal of the window',
      slowed({}, { stabilization: '5m' }),
      wants(2, 9, proposed([120, 5], [60, 3])),
    ],
    [
      'a scale-in while the window saw more than there is',
      slowed({}, { stabilization: '5m' }),
      wants(2, 9, proposed([120, 12])),
    ],
    ['a scale-in without history', slowed({}, { stabilization: '5m' }), wants(2, 9)],
    ['a proposal of this moment counts', slowed({ stabilization: '5m' }), wants(9, 4, proposed([0, 7]))],
    [
      'a proposal ahead of the clock does not count',
      slowed({ stabilization: '5m' }),
      wants(9, 4, proposed([60, 9], [-60, 2])),
    ],
    ['a limit in workers', slowed(limited('max', { workers: 1, every: '1m' })), wants(9, 4)],
    ['a limit in percent', slowed(limited('max', { percent: 50, every: '90s' })), wants(9, 4)],
    [
      'a limit that earlier changes have used up',
      slowed(limited('max', { workers: 4, every: '1m' })),
      wants(9, 4, changed([30, 4])),
    ],
    [
      'a limit that earlier changes have partly used up',
      slowed(limited('max', { workers: 4, every: '1m' })),
      wants(9, 4, changed([60, 3], [30, 2])),
    ],
    [
      'a change of this moment uses up a limit',
      slowed(limited('max', { workers: 4, every: '1m' })),
      wants(9, 4, changed([0, 3])),
    ],
    [
      'a change ahead of the clock uses up nothing',
      slowed(limited('max', { workers: 4, every: '1m' })),
      wants(9, 4, changed([-30, 3])),
    ],
    [
      'the larger of two limits',
      slowed(limited('max', { percent: 100, every: '1m' }, { workers: 2, every: '1m' })),
      wants(19, 4),
    ],
    [
      'the smaller of two limits',
      slowed(limited('min', { percent: 100, every: '1m' }, { workers: 2, every: '1m' })),
      wants(19, 4),
    ],
    [
      'two limits that allow the same: the first is named',
      slowed(limited('max', { percent: 100, every: '1m' }, { workers: 4, every: '1m' })),
      wants(19, 4),
    ],
    [
      'two limits of shrinking that allow the same: the first is named',
      slowed({}, limited('max', { percent: 50, every: '1m' }, { workers: 2, every: '1m' })),
      wants(0, 4),
    ],
    ['a limit of shrinking', slowed({}, limited('max', { workers: 3, every: '1m' })), wants(0, 9)],
    ['a limit of shrinking in percent', slowed({}, limited('max', { percent: 25, every: '1m' })), wants(0, 9)],
    ['a limit of shrinking beyond nothing', slowed({}, limited('max', { workers: 30, every: '1m' })), wants(0, 9)],
    ['a limit that is wide enough', slowed(limited('max', { workers: 9, every: '1m' })), wants(9, 4)],
    ['growth that is disabled', slowed({ select: 'disabled' }), wants(9, 4)],
    ['a scale-in that is disabled', slowed({}, { select: 'disabled' }), wants(1, 4)],
    ['the cooldown after growth', slowed({ cooldown: '1m' }), wants(9, 4, { lastOutAt: ago(20.5) })],
    ['the end of the cooldown after growth', slowed({ cooldown: '1m' }), wants(9, 4, { lastOutAt: ago(60) })],
    ['the cooldown after a shrink', slowed({}, { cooldown: '5m' }), wants(1, 4, { lastInAt: ago(60) })],
    [
      'the other direction has no cooldown',
      slowed({ cooldown: '1m' }, { cooldown: '5m' }),
      wants(9, 4, { lastInAt: ago(1) }),
    ],
    ['beyond the maximum', { rules: [jobs], capacity: { min: 2, max: 6 } }, wants(9, 4)],
    ['at the maximum', { rules: [jobs], capacity: { min: 2, max: 6 } }, wants(9, 6)],
    ['below the minimum', { rules: [jobs], capacity: { min: 2, max: 6 } }, wants(1, 4)],
    ['at the minimum', { rules: [jobs], capacity: { min: 2, max: 6 } }, wants(0, 2)],
    ['repaired to the minimum', { rules: [jobs], capacity: { min: 3, max: 6 } }, wants(1, 1)],
    ['repaired to the maximum', { rules: [jobs], capacity: { min: 2, max: 6 } }, wants(9, 9)],
    ['above the maximum, and yet to grow', { rules: [jobs], capacity: { min: 2, max: 6 } }, wants(12, 9)],
    ['below the minimum, and yet to shrink', { rules: [jobs], capacity: { min: 3, max: 6 } }, wants(0, 1)],
    [
      'limited, then bounded',
      slowed(limited('max', { percent: 100, every: '1m' }), {}, { capacity: { min: 0, max: 7 } }),
      wants(20, 4),
    ],
    ['paused', { rules: [jobs], paused: true }, wants(9, 4)],
    ['paused in the other direction', { rules: [jobs], paused: 'in' }, wants(9, 4)],
    ['growing is paused', { rules: [jobs], paused: 'out' }, wants(9, 4)],
    ['shrinking is paused', { rules: [jobs], paused: 'in' }, wants(1, 4)],
    ['paused while nothing is to change', { rules: [jobs], paused: true }, wants(4, 4)],
  ]);
});
