import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../../shared/decision/readings/newest.ts';
import { seriesOf } from '../../../../shared/decision/readings/series.ts';
import { type Traits, traitsOf } from '../../../../shared/decision/readings/traits.ts';
import type { ObservationDocument } from '../../../../shared/policy/index.ts';
import { ago, decided, decides, minutes, toldAt, type WrittenPolicy } from '../builders.ts';

const requests = (more: object = {}) => ({
  requests: {
    cloudwatch: {
      namespace: 'AWS/ApplicationELB',
      name: 'RequestCount',
      statistic: 'Sum' as const,
      dimensions: { LoadBalancer: 'app/web/1' },
    },
    ...more,
  },
});
const zero: WrittenPolicy = {
  metrics: requests({ missing: 'zero' }),
  rules: [{ kind: 'target', metric: 'requests', value: 100, per: 'worker' }],
};
const hold: WrittenPolicy = { ...zero, metrics: requests() };

describe('a metric that is silent', () => {
  decides([
    {
      name: 'is 0 with missing: zero, if it was read',
      policy: zero,
      seen: { desired: 20, metrics: { requests: [] } },
      gives: { desired: 0, blind: [] },
    },
    {
      name: 'is 0 once its newest datapoint is too old',
      policy: zero,
      seen: { desired: 20, metrics: { requests: [{ at: ago(3600), value: 900 }] } },
      gives: 0,
    },
    {
      name: 'keeps its newest datapoint until then',
      policy: zero,
      seen: { desired: 20, metrics: { requests: [{ at: ago(300), value: 900 }] } },
      gives: 9,
    },
    {
      name: 'is never 0 if the read failed',
      policy: zero,
      seen: { desired: 20, metrics: { requests: null } },
      gives: { desired: 20, blockedBy: 'missing-data' },
    },
    {
      name: 'is never 0 if it was not read',
      policy: zero,
      seen: { desired: 20 },
      gives: { desired: 20, blockedBy: 'missing-data' },
    },
    {
      name: 'is never 0 if what was read is no number',
      policy: zero,
      seen: { desired: 20, metrics: { requests: [{ at: ago(60), value: 'many' }] } },
      gives: { desired: 20, blockedBy: 'missing-data' },
    },
    {
      name: 'is no data by default',
      policy: hold,
      seen: { desired: 20, metrics: { requests: [] } },
      gives: { desired: 20, blockedBy: 'missing-data' },
    },
    {
      name: 'is no data with missing: hold',
      policy: { ...zero, metrics: requests({ missing: 'hold' }) },
      seen: { desired: 20, metrics: { requests: [{ at: ago(3600), value: 900 }] } },
      gives: { desired: 20, blockedBy: 'missing-data' },
    },
    {
      name: 'is below a bound for as long as it is silent',
      policy: {
        metrics: requests({ missing: 'zero' }),
        rules: [{ kind: 'threshold', metric: 'requests', in: { below: 10, for: '15m', remove: 5 } }],
      },
      seen: { desired: 20, metrics: { requests: [{ at: ago(1800), value: 900 }] } },
      gives: 15,
    },
    {
      name: 'is not below it for longer than it is silent',
      policy: {
        metrics: requests({ missing: 'zero' }),
        rules: [{ kind: 'threshold', metric: 'requests', in: { below: 10, for: '45m', remove: 5 } }],
      },
      seen: { desired: 20, metrics: { requests: [{ at: ago(1800), value: 900 }] } },
      gives: 20,
    },
    {
      name: 'is 0 in a formula',
      policy: {
        metrics: { ...requests({ missing: 'zero' }), load: { formula: 'requests + 200' } },
        rules: [{ kind: 'target', metric: 'load', value: 100, per: 'worker' }],
      },
      seen: { desired: 20, metrics: { requests: [] } },
      gives: 2,
    },
  ]);
});

describe('a window', () => {
  const mean: WrittenPolicy = {
    metrics: { rps: { cloudwatch: { namespace: 'Shop', name: 'Rate' }, window: '3m' } },
    rules: [{ kind: 'target', metric: 'rps', value: 10, per: 'worker' }],
  };
  decides([
    {
      name: 'is the mean of its datapoints',
      policy: mean,
      seen: { desired: 1, metrics: { rps: minutes(1000, 60, 30, 90) } },
      gives: 6,
    },
    {
      name: 'is the mean of as many as there are',
      policy: mean,
      seen: { desired: 1, metrics: { rps: minutes(50, 70) } },
      gives: 6,
    },
    {
      name: 'is what a condition is checked on',
      policy: {
        ...mean,
        rules: [{ kind: 'threshold', metric: 'rps', out: { above: 50, for: '2m', add: 1 } }],
      },
      seen: { desired: 1, metrics: { rps: minutes(60, 60, 60, 40, 60) } },
      gives: 2,
    },
    {
      name: 'counts the silent minutes of a metric that is 0 then',
      policy: {
        metrics: { rps: { cloudwatch: { namespace: 'Shop', name: 'Rate' }, window: '3m', missing: 'zero' } },
        rules: mean.rules ?? [],
      },
      seen: {
        desired: 1,
        metrics: {
          rps: [
            { at: ago(180), value: 90 },
            { at: ago(60), value: 90 },
          ],
        },
      },
      gives: 6,
    },
  ]);
});

describe('datapoints that are further apart than the period says', () => {
  const cpu: WrittenPolicy = {
    metrics: {
      cpu: {
        cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { AutoScalingGroupName: 'web' } },
      },
    },
    rules: [{ kind: 'target', metric: 'cpu', value: 60 }],
  };
  const five = (newest: number, ...values: number[]) =>
    values.map((value, index) => ({ at: ago(newest + 300 * (values.length - 1 - index)), value }));
  decides([
    {
      name: 'are data at every moment until the next comes',
      policy: cpu,
      seen: { desired: 4, metrics: { cpu: five(590, 60, 61, 90) } },
      gives: 6,
    },
    {
      name: 'are stale when several are missing',
      policy: cpu,
      seen: { desired: 4, metrics: { cpu: five(1500, 60, 61, 90) } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'hold a condition for the time that they cover',
      policy: { ...cpu, rules: [{ kind: 'threshold', metric: 'cpu', out: { above: 70, for: '10m', add: 1 } }] },
      seen: { desired: 4, metrics: { cpu: five(305, 90, 90) } },
      gives: 5,
    },
    {
      name: 'belong to those who served in that time',
      policy: cpu,
      seen: {
        desired: 6,
        workers: { ready: 6 },
        metrics: { cpu: five(430, 60, 61, 90) },
        history: { changes: [{ at: ago(120), by: 2 }] },
      },
      gives: 6,
    },
  ]);

  it('are reported', () => {
    const decision = decided(cpu, { desired: 4, metrics: { cpu: five(400, 60, 61, 90) } });
    expect(toldAt(decision, 'metric:cpu')).toBe('cpu has a datapoint every 300 s, not every 60 s: write period: 300');
    const usual = decided(cpu, { desired: 4, metrics: { cpu: minutes(60, 60, 60) } });
    expect(toldAt(usual, 'metric:cpu')).toBe('');
  });
});

describe('values below zero', () => {
  const cold = { metrics: { spread: minutes(-30, -30, -30) } };
  decides([
    {
      name: 'are compared with a threshold',
      policy: { rules: [{ kind: 'threshold', metric: 'spread', in: { below: -20, remove: 1 } }] },
      seen: { desired: 4, ...cold },
      gives: 3,
    },
    {
      name: 'are compared with a step',
      policy: { rules: [{ kind: 'step', metric: 'spread', threshold: 0, steps: [{ to: -20, add: -1 }] }] },
      seen: { desired: 4, ...cold },
      gives: 3,
    },
    {
      name: 'are compared by a further condition',
      policy: {
        rules: [
          {
            kind: 'threshold',
            metric: 'jobs',
            out: { above: 5, add: 1, when: [{ metric: 'spread', below: -20 }] },
          },
        ],
      },
      seen: { desired: 4, metrics: { ...cold.metrics, jobs: 9 } },
      gives: 5,
    },
    {
      name: 'are no count',
      policy: { rules: [{ kind: 'backlog', metric: 'spread', perWorker: 1 }] },
      seen: { desired: 4, ...cold },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'are no average',
      policy: { rules: [{ kind: 'target', metric: 'spread', value: 1 }] },
      seen: { desired: 4, ...cold },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
  ]);
});

describe('two metrics that are added', () => {
  const minute = (name: string) => ({ cloudwatch: { namespace: 'Jobs', name } });
  const metrics = { waiting: minute('Waiting'), running: minute('Running') };
  const seen = (waiting: number[][], running: number[][]): Partial<ObservationDocument['metrics']> =>
    Object.fromEntries(
      Object.entries({ waiting, running }).map(([name, points]) => [
        name,
        points.map(([at = 0, value = 0]) => ({ at: ago(at), value })),
      ]),
    );
  const backlog: WrittenPolicy = {
    metrics,
    rules: [{ kind: 'backlog', metric: 'waiting', running: 'running', perWorker: 1 }],
  };
  const formula: WrittenPolicy = {
    metrics: { ...metrics, all: { formula: 'waiting + running' } },
    rules: [{ kind: 'backlog', metric: 'all', perWorker: 1 }],
  };
  const twice = seen(
    [[120, 50]],
    [
      [120, 0],
      [60, 50],
    ],
  ) as never;
  const missed = seen(
    [
      [120, 50],
      [60, 0],
    ],
    [[120, 0]],
  ) as never;
  decides([
    {
      name: 'are read at their newest common moment',
      policy: backlog,
      seen: { desired: 1, metrics: twice },
      gives: 50,
    },
    { name: 'whichever of them is late', policy: backlog, seen: { desired: 1, metrics: missed }, gives: 50 },
    { name: 'in a formula, too', policy: formula, seen: { desired: 1, metrics: twice }, gives: 50 },
    { name: 'in a formula, whichever is late', policy: formula, seen: { desired: 1, metrics: missed }, gives: 50 },
  ]);
});

describe('a formula over the size of the group', () => {
  const perWorker = (formula: string): WrittenPolicy => ({
    metrics: { queued: { cloudwatch: { namespace: 'Jobs', name: 'Queued', statistic: 'Maximum' } }, load: { formula } },
    rules: [{ kind: 'target', metric: 'load', value: 5 }],
  });
  const shrinks: WrittenPolicy = {
    ...perWorker('queued / max(1, workers)'),
    rules: [{ kind: 'threshold', metric: 'load', in: { below: 10, for: '15m', percent: 25 } }],
  };
  const queue = (value: number) => minutes(...Array<number>(24).fill(value));
  decides([
    {
      name: 'starts a group from zero',
      policy: perWorker('queued / max(1, workers)'),
      seen: { desired: 0, workers: {}, metrics: { queued: queue(400) } },
      gives: { desired: 80, direction: 'out' },
    },
    {
      name: 'also if it divides by the workers',
      policy: perWorker('queued / workers'),
      seen: { desired: 0, workers: {}, metrics: { queued: queue(400) } },
      gives: 80,
    },
    {
      name: 'leaves an empty group alone while there is nothing to do',
      policy: perWorker('queued / max(1, workers)'),
      seen: { desired: 0, workers: {}, metrics: { queued: queue(0) } },
      gives: 0,
    },
    {
      name: 'asks for the first worker of a small backlog',
      policy: perWorker('queued / max(1, workers)'),
      seen: { desired: 0, workers: {}, metrics: { queued: queue(3) } },
      gives: 1,
    },
    {
      name: 'does not ask for more than the largest group',
      policy: { ...perWorker('queued / max(1, workers)'), capacity: { min: 0, max: 10 } },
      seen: { desired: 0, workers: {}, metrics: { queued: queue(400) } },
      gives: 10,
    },
    {
      name: 'does not order again what is on its way',
      policy: perWorker('queued / max(1, workers)'),
      seen: { desired: 80, workers: { pending: 80 }, metrics: { queued: queue(400) } },
      gives: { desired: 80, direction: 'hold' },
    },
    {
      name: 'multiplies by the number that it was computed with',
      policy: perWorker('queued / max(1, workers)'),
      seen: { desired: 10, workers: { ready: 2, pending: 8 }, metrics: { queued: queue(400) } },
      gives: 80,
    },
    {
      name: 'has a past with the workers of that time',
      policy: shrinks,
      seen: {
        desired: 10,
        workers: { ready: 10 },
        metrics: { queued: queue(60) },
        history: { changes: [{ at: ago(180), by: 8 }] },
      },
      gives: { desired: 10, direction: 'hold' },
    },
    {
      name: 'has held as long as the workers have been there',
      policy: shrinks,
      seen: {
        desired: 10,
        workers: { ready: 10 },
        metrics: { queued: queue(60) },
        history: { changes: [{ at: ago(1200), by: 8 }] },
      },
      gives: { desired: 8, direction: 'in' },
    },
  ]);
});

describe('a long silence of a metric with a period of a second', () => {
  const fine = {
    ...traitsOf({
      every: {
        cloudwatch: { namespace: 'App', name: 'Jobs', statistic: 'Sum', period: 1, dimensions: {} },
        missing: 'zero',
      } as never,
    }).get('every'),
  } as Traits;
  const now = Date.UTC(2026, 10, 21, 12);

  it('is filled with few zeros, without a gap as long as its maxAge', () => {
    const { points } = seriesOf([], fine, now);
    expect(points.length).toBeLessThan(3000);
    expect(points[0]?.at).toBeLessThanOrEqual(now - 86_000_000);
    const gaps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(fine.maxAge * 1000);
  });

  it('has all its zeros in the window of the metric', () => {
    const { points } = seriesOf([{ at: now - 1000, value: 3600 }], { ...fine, window: 3600 }, now);
    expect(points).toHaveLength(1);
    const series = seriesOf(
      [
        { at: now - 3600_000, value: 60 },
        { at: now - 1000, value: 3540 },
      ],
      { ...fine, window: 3600 },
      now,
    );
    expect(readingOf(series)?.value).toBeCloseTo(1);
  });
});
