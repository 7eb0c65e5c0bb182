import { describe } from 'vitest';
import { ago, minutes, type WrittenPolicy } from '../builders.ts';
import { tells } from './tells.ts';

const bounded = (out: object | undefined, into?: object, more: object = {}): WrittenPolicy => ({
  rules: [
    {
      kind: 'threshold',
      metric: 'cpu',
      ...(out ? { out: { above: 80, ...out } } : {}),
      ...(into ? { in: { below: 20, ...into } } : {}),
      ...more,
    } as never,
  ],
});
const both = bounded({ add: 2 }, { remove: 1 });
const at = (cpu: number, more: object = {}) => ({ desired: 8, metrics: { cpu }, ...more });
const whenQueued = [{ metric: 'queued', above: 100 }];
const whenQuiet = [
  { metric: 'queued', below: 10 },
  { metric: 'errors', below: 1.5 },
];

describe('a threshold', () => {
  tells('threshold', [
    ['above the bound', both, at(81)],
    ['at the upper bound', both, at(80)],
    ['between the bounds', both, at(50)],
    ['at the lower bound', both, at(20)],
    ['below the bound', both, at(19.5)],
    ['no fresh data', both, { desired: 8 }],
    ['only an upper bound, not reached', bounded({ add: 2 }), at(50)],
    ['only a lower bound, not reached', bounded(undefined, { remove: 1 }), at(50)],
    [
      'above the bound for long enough',
      bounded({ add: 2, for: '3m' }),
      at(0, { metrics: { cpu: minutes(50, 90, 90, 90) } }),
    ],
    [
      'above the bound, not yet for long enough',
      bounded({ add: 2, for: '3m' }, { remove: 1 }),
      at(0, { metrics: { cpu: minutes(90, 50, 90, 90) } }),
    ],
    [
      'below the bound for long enough',
      bounded(undefined, { remove: 1, for: '2m' }),
      at(0, { metrics: { cpu: minutes(50, 10, 10) } }),
    ],
    [
      'below the bound, not yet for long enough',
      bounded(undefined, { remove: 1, for: '5m' }),
      at(0, { metrics: { cpu: minutes(50, 10, 10) } }),
    ],
    ['a condition that holds', bounded({ add: 2, when: whenQueued }), at(90, { metrics: { cpu: 90, queued: 101 } })],
    ['a condition at its edge', bounded({ add: 2, when: whenQueued }), at(90, { metrics: { cpu: 90, queued: 100 } })],
    ['a condition without data', bounded({ add: 2, when: whenQueued }), at(90)],
    [
      'conditions that hold',
      bounded(undefined, { remove: 1, when: whenQuiet }),
      at(0, { metrics: { cpu: 5, queued: 9, errors: 1 } }),
    ],
    [
      'a lower condition at its edge',
      bounded(undefined, { remove: 1, when: whenQuiet }),
      at(0, { metrics: { cpu: 5, queued: 10, errors: 1 } }),
    ],
    [
      'the second condition fails',
      bounded(undefined, { remove: 1, when: whenQuiet }),
      at(0, { metrics: { cpu: 5, queued: 9, errors: 2.25 } }),
    ],
    [
      'a condition of shrinking without data',
      bounded(undefined, { remove: 1, when: whenQuiet }),
      at(0, { metrics: { cpu: 5, queued: 9 } }),
    ],
    ['grows by a percentage', bounded({ percent: 30 }), at(90)],
    ['grows by a percentage of less than a worker', bounded({ percent: 1 }), at(90)],
    ['grows by a factor', bounded({ multiply: 1.5 }), at(90)],
    ['grows by a factor from nothing', bounded({ multiply: 2 }), at(90, { desired: 0 })],
    ['shrinks by a percentage', bounded(undefined, { percent: 30 }), at(10)],
    ['shrinks by a percentage of less than a worker', bounded(undefined, { percent: 1 }), at(10)],
    ['shrinks by a factor', bounded(undefined, { multiply: 0.5 }), at(10)],
    ['shrinks a group that is empty', bounded(undefined, { percent: 50 }), at(10, { desired: 0 })],
    ['removes more than there are', bounded(undefined, { remove: 9 }), at(10)],
    ['growth already under way', both, at(90, { workers: { ready: 6, warming: 1, pending: 1 } })],
    ['growth partly under way', bounded({ add: 4 }), at(90, { workers: { ready: 6, warming: 2 } })],
    ['more launching than the group is meant to have', both, at(90, { workers: { warming: 12 } })],
    [
      'within its own cooldown',
      bounded({ add: 2 }, undefined, { cooldown: '2m' }),
      at(90, { history: { ruleFiredAt: { cpu: ago(50) } } }),
    ],
    [
      'at the end of its own cooldown',
      bounded({ add: 2 }, undefined, { cooldown: '2m' }),
      at(90, { history: { ruleFiredAt: { cpu: ago(120) } } }),
    ],
    [
      'a scale-in within its own cooldown',
      bounded(undefined, { remove: 1 }, { cooldown: '2m' }),
      at(10, { history: { ruleFiredAt: { cpu: ago(50.5) } } }),
    ],
  ]);
});
