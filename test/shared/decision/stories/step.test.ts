import { describe } from 'vitest';
import type { WrittenPolicy } from '../builders.ts';
import { tells } from './tells.ts';

const both = [
  { from: 0, to: 10, add: 1 },
  { from: 10, to: 20, percent: 25 },
  { from: 20, set: 12 },
  { to: -10, percent: -50 },
  { from: -10, to: -5, add: -1 },
];
const steps = (list: object[] = both, more: object = {}): WrittenPolicy => ({
  rules: [{ kind: 'step', metric: 'cpu', threshold: 50, steps: list, ...more }],
});
const at = (cpu: number, more: object = {}) => ({ desired: 8, metrics: { cpu }, ...more });

describe('a step', () => {
  tells('step', [
    ['the first step up, from the threshold on', steps(), at(50)],
    ['just short of the second step', steps(), at(59.9)],
    ['the second step up, a percentage', steps(), at(60)],
    ['the third step up sets the size', steps(), at(70)],
    ['no step just below the threshold', steps(), at(46)],
    ['the first step down, down to its lower edge', steps(), at(45)],
    ['the second step down, a percentage', steps(), at(40)],
    ['figures of many digits', steps(), at(45.67891)],
    ['no fresh data', steps(), { desired: 8 }],
    ['no step applies, and none would shrink the group', steps([{ from: 0, add: 1 }]), at(40)],
    ['no step applies, and one would shrink the group by a percentage', steps([{ to: -20, percent: -10 }]), at(40)],
    ['no step applies, and one would shrink the group by workers', steps([{ to: -20, add: -1 }]), at(40)],
    ['no step applies, and one would set a size', steps([{ from: 20, set: 2 }]), at(40)],
    ['no step applies, and the others change nothing', steps([{ from: 20, add: 0 }]), at(40)],
    ['a step that changes nothing', steps([{ from: 0, add: 0 }]), at(55)],
    [
      'a step that changes nothing while workers boot',
      steps([{ from: 0, add: 0 }]),
      at(55, { workers: { ready: 6, warming: 2 } }),
    ],
    ['a percentage of nothing', steps([{ from: 0, percent: 0 }], { minChange: 3 }), at(55)],
    ['a percentage of less than a worker', steps([{ from: 0, percent: 5 }]), at(55)],
    ['a percentage with a fraction is truncated', steps([{ from: 0, percent: 30 }]), at(55)],
    ['a percentage raised to the least change', steps([{ from: 0, percent: 5 }], { minChange: 3 }), at(55)],
    ['a scale-in raised to the least change', steps([{ from: 0, percent: -5 }], { minChange: 3 }), at(55)],
    [
      'growth already under way',
      steps([{ from: 0, add: 2 }]),
      at(55, { workers: { ready: 6, warming: 1, pending: 1 } }),
    ],
    ['growth partly under way', steps([{ from: 0, add: 3 }]), at(55, { workers: { ready: 7, warming: 1 } })],
    ['a scale-in already under way', steps([{ to: 0, add: -2 }]), at(40, { workers: { ready: 8, draining: 2 } })],
    ['a scale-in partly under way', steps([{ to: 0, add: -3 }]), at(40, { workers: { ready: 8, draining: 2 } })],
    ['a scale-in below nothing', steps([{ to: 0, add: -20 }]), at(40)],
    [
      'a scale-in while steps far above scale out',
      steps([
        { from: 30, add: 1 },
        { to: -10, add: -6 },
      ]),
      at(40),
    ],
    [
      'a scale-in where a step above sets a larger size',
      steps([
        { from: 0, set: 12 },
        { to: -10, add: -6 },
      ]),
      at(40),
    ],
    [
      'a scale-in where a step above sets the same size',
      steps([
        { from: 0, set: 2 },
        { to: -10, add: -6 },
      ]),
      at(40),
    ],
    [
      'a scale-in where a step above sets a smaller size',
      steps([
        { from: 0, set: 1 },
        { to: -10, add: -6 },
      ]),
      at(40),
    ],
    [
      'a scale-in where steps above change nothing',
      steps([
        { from: 0, add: 0 },
        { to: -10, add: -6 },
      ]),
      at(40),
    ],
    [
      'a scale-in if the only step that scales out is below',
      steps([
        { to: -20, add: 1 },
        { from: -20, to: 0, add: -6 },
      ]),
      at(45),
    ],
    [
      'a scale-in at a metric of zero',
      steps([
        { from: 0, add: 1 },
        { to: -10, add: -6 },
      ]),
      at(0),
    ],
    ['a scale-in while workers start', steps(), at(40, { workers: { ready: 7, warming: 1 } })],
    ['a scale-in while several workers start', steps(), at(40, { workers: { ready: 6, warming: 2 } })],
    [
      'more launching than the group is meant to have',
      steps([{ from: 0, add: 2 }]),
      at(55, { workers: { warming: 12 } }),
    ],
  ]);
});
