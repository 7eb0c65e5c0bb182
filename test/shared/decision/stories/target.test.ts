import { describe } from 'vitest';
import { ago, measuring, type WrittenPolicy, workersOf } from '../builders.ts';
import { tells } from './tells.ts';

const keeps = (more: object = {}): WrittenPolicy => ({
  rules: [{ kind: 'target', metric: 'cpu', value: 60, ...more }],
});
const shares = (more: object = {}): WrittenPolicy => ({
  rules: [{ kind: 'target', metric: 'rps', value: 10, per: 'worker', ...more }],
});
const cpu = (...values: (number | undefined)[]) => measuring('cpu', ...values);

describe('a target', () => {
  tells('target', [
    ['an average above the target', keeps(), { desired: 4, metrics: { cpu: 90 } }],
    ['an average below the target', keeps(), { desired: 4, metrics: { cpu: 30 } }],
    ['one worker above the target', keeps(), { desired: 1, metrics: { cpu: 90 } }],
    ['an average inside the tolerance', keeps(), { desired: 4, metrics: { cpu: 63 } }],
    ['an average of nothing', keeps(), { desired: 4, metrics: { cpu: 0 } }],
    ['figures of many digits, cut to four', keeps({ value: 0.123456 }), { desired: 3, metrics: { cpu: 1234.5678 } }],
    ['figures with zeros at the end', keeps({ value: 1.5 }), { desired: 3, metrics: { cpu: 2.50003 } }],
    ['figures of more than four digits', keeps({ value: 9_999.75 }), { desired: 3, metrics: { cpu: 123_456.7 } }],
    ['no fresh data', keeps(), { desired: 4 }],
    ['an average while none is ready', keeps(), { desired: 3, workers: { pending: 3 }, metrics: { cpu: 90 } }],
    ['a hot group short of ready workers', keeps(), { desired: 9, workers: { ready: 4 }, metrics: { cpu: 90 } }],
    [
      'a hot group with as many as wanted on their way',
      keeps(),
      { desired: 6, workers: { ready: 4 }, metrics: { cpu: 90 } },
    ],
    ['a cool group with as many as wanted', keeps(), { desired: 3, workers: { ready: 6 }, metrics: { cpu: 30 } }],
    ['a cool group with workers to spare', keeps(), { desired: 2, workers: { ready: 6 }, metrics: { cpu: 30 } }],
    ['growth by a rule that never shrinks', keeps({ scaleIn: false }), { desired: 4, metrics: { cpu: 90 } }],
    ['a cool group under a rule that never shrinks', keeps({ scaleIn: false }), { desired: 4, metrics: { cpu: 30 } }],
    [
      'a content group under a rule that never shrinks',
      keeps({ scaleIn: false }),
      { desired: 4, metrics: { cpu: 60 } },
    ],
    ['no fresh data for a rule that never shrinks', keeps({ scaleIn: false }), { desired: 4 }],
    ['a total to share', shares(), { desired: 4, metrics: { rps: 95 } }],
    ['a total to share that has fallen', shares(), { desired: 4, metrics: { rps: 12.5 } }],
    ['a total inside the tolerance', shares(), { desired: 4, metrics: { rps: 41 } }],
    ['a total inside the tolerance of one worker', shares(), { desired: 1, metrics: { rps: 10.5 } }],
    ['a total for a group at zero', shares(), { desired: 0, workers: {}, metrics: { rps: 3 } }],
    ['no total for a group at zero', shares(), { desired: 0, workers: {}, metrics: { rps: 0 } }],
    [
      'a total of workers that also measure themselves',
      shares(),
      { desired: 2, workers: measuring('rps', 40, 40), metrics: { rps: 35 } },
    ],
    ['a total that only the workers measure', shares(), { desired: 2, workers: measuring('rps', 20, 25) }],
    ['every worker hot', keeps(), { desired: 3, workers: cpu(90, 120, 75) }],
    ['a single worker hot', keeps(), { desired: 1, workers: cpu(90) }],
    ['every worker cool', keeps(), { desired: 4, workers: cpu(10, 20, 30, 20) }],
    ['workers inside the tolerance', keeps(), { desired: 2, workers: cpu(58, 64) }],
    ['workers at the target, one without data', keeps(), { desired: 2, workers: cpu(60, undefined) }],
    [
      'workers at the target, another warming',
      keeps(),
      { desired: 3, workers: [...cpu(60, 60), ...workersOf(1, 'warming')] },
    ],
    ['hot workers, one without data', keeps(), { desired: 3, workers: cpu(120, 120, undefined) }],
    ['cool workers, two without data', keeps(), { desired: 5, workers: cpu(10, 10, 10, undefined, undefined) }],
    [
      'hot workers, others warming',
      keeps(),
      { desired: 4, workers: [...cpu(150, 150), ...workersOf(1, 'warming'), ...workersOf(1, 'pending')] },
    ],
    [
      'hot workers, others younger than the warmup or of unknown age',
      { ...keeps(), warmup: '5m' },
      {
        desired: 5,
        workers: [
          ...workersOf(1, 'ready', { id: 'old', metrics: { cpu: 150 }, launchedAt: ago(301) }),
          ...workersOf(1, 'ready', { id: 'grown', metrics: { cpu: 150 }, launchedAt: ago(300) }),
          ...workersOf(1, 'ready', { id: 'unknown', metrics: { cpu: 150 } }),
          ...workersOf(1, 'ready', { id: 'young', metrics: { cpu: 20 }, launchedAt: ago(299) }),
          ...workersOf(1, 'unhealthy', { launchedAt: ago(10) }),
        ],
      },
    ],
    [
      'cool workers, another warming',
      keeps(),
      { desired: 4, workers: [...cpu(20, 20, 20), ...workersOf(1, 'warming')] },
    ],
    [
      'hot workers, one without data, one warming',
      keeps(),
      { desired: 4, workers: [...cpu(200, 200, undefined), ...workersOf(1, 'warming')] },
    ],
    [
      'one hot worker that cannot speak for the others',
      keeps(),
      { desired: 3, workers: cpu(90, undefined, undefined) },
    ],
    ['filled in until inside the tolerance', keeps(), { desired: 3, workers: cpu(95, 95, undefined) }],
    ['more cool workers than wanted', keeps(), { desired: 2, workers: cpu(40, 40, 40, 40) }],
    ['fewer hot workers than wanted', keeps(), { desired: 9, workers: cpu(90, 90) }],
    [
      'draining and unhealthy workers, whatever they measure',
      keeps(),
      {
        desired: 2,
        workers: [
          ...cpu(90, 90),
          ...workersOf(1, 'draining', { metrics: { cpu: 1 } }),
          ...workersOf(1, 'unhealthy', { metrics: { cpu: 1 } }),
        ],
      },
    ],
    [
      'an average while only a draining worker measures itself',
      keeps(),
      {
        desired: 2,
        workers: [...workersOf(2), ...workersOf(1, 'draining', { metrics: { cpu: 1 } })],
        metrics: { cpu: 90 },
      },
    ],
  ]);
});
