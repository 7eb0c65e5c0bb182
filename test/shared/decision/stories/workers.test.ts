import { describe } from 'vitest';
import { measuring, type WrittenPolicy, workersOf } from '../builders.ts';
import { tells } from './tells.ts';

const judged = (more: object = {}): WrittenPolicy => ({
  rules: [
    {
      kind: 'workers',
      overloaded: [
        { metric: 'cpu', above: 80 },
        { metric: 'memory', above: 90 },
      ],
      idle: [{ metric: 'cpu', below: 10 }],
      ...more,
    },
  ],
});
const cpu = (...values: (number | undefined)[]) => measuring('cpu', ...values);

describe('values per worker', () => {
  tells('workers', [
    ['every one is overloaded', judged({ add: 2 }), { desired: 2, workers: cpu(81, 95) }],
    ['the only one is overloaded', judged(), { desired: 1, workers: cpu(81) }],
    [
      'every one is overloaded, and another boots',
      judged(),
      { desired: 3, workers: [...cpu(81, 95), ...workersOf(1, 'warming')] },
    ],
    ['every one is overloaded, and another is still to be launched', judged(), { desired: 3, workers: cpu(81, 95) }],
    ['one is not overloaded, at the bound', judged(), { desired: 2, workers: cpu(80, 95) }],
    ['one is idle', judged(), { desired: 3, workers: cpu(50, 5, 90) }],
    ['one is idle, and there are more than are meant to be', judged(), { desired: 2, workers: cpu(50, 5, 90) }],
    ['at the bound of idleness', judged(), { desired: 2, workers: cpu(50, 10) }],
    ['one measures nothing', judged(), { desired: 2, workers: cpu(90, undefined) }],
    ['none measures anything', judged(), { desired: 2, workers: cpu(undefined, undefined) }],
    ['none is ready', judged(), { desired: 2, workers: workersOf(2, 'pending') }],
    ['only counts are known', judged(), { desired: 2, workers: { ready: 2 } }],
    [
      'two are idle, one of them busy, one protected',
      judged(),
      {
        desired: 4,
        workers: [
          ...cpu(50),
          ...workersOf(1, 'ready', { id: 'busy', metrics: { cpu: 1 }, busy: true }),
          ...workersOf(1, 'ready', { id: 'protected', metrics: { cpu: 1 }, protected: true }),
          ...workersOf(1, 'ready', { id: 'free', metrics: { cpu: 1 }, busy: false }),
        ],
      },
    ],
    [
      'idle for long enough, for too short a time, and for a time nobody knows',
      judged({ idleFor: '5m' }),
      {
        desired: 3,
        workers: [
          ...workersOf(1, 'ready', { id: 'long', metrics: { cpu: 1 }, idleSince: '2026-11-21T11:55:00Z' }),
          ...workersOf(1, 'ready', { id: 'short', metrics: { cpu: 1 }, idleSince: '2026-11-21T11:55:01Z' }),
          ...workersOf(1, 'ready', { id: 'unknown', metrics: { cpu: 1 } }),
        ],
      },
    ],
  ]);
});
