import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../../shared/policy/index.ts';
import { ago, decided, decides, measuring, minutes, toldAt, type WrittenPolicy, workersOf } from '../builders.ts';

const cpu = (period: number) => ({
  cpu: { cloudwatch: { namespace: 'CWAgent', name: 'cpu_usage_active', period, dimensions: { Group: 'forum' } } },
});
const average = (more: WrittenPolicy = {}): WrittenPolicy => ({
  warmup: 120,
  metrics: cpu(300),
  rules: [{ kind: 'target', metric: 'cpu', value: 60 }],
  ...more,
});
/** A datapoint of the five minutes that ended 185 s ago. */
const late = (value: number) => [{ at: ago(485), value }];
const old = (count: number) => workersOf(count, 'ready', { launchedAt: ago(9000) });
const young = (count: number, launched: number, state: 'ready' | 'warming' | 'pending' = 'ready') =>
  workersOf(count, state, { launchedAt: ago(launched) }).map((worker) => ({ ...worker, id: `young-${worker.id}` }));

describe('an average belongs to the workers that served during its period', () => {
  decides([
    {
      name: 'not to those that were launched since',
      policy: average(),
      seen: { desired: 16, workers: [...old(10), ...young(6, 125)], metrics: { cpu: late(94) } },
      gives: { desired: 16, direction: 'hold', blockedBy: null },
    },
    {
      name: 'what it asks for beyond them is ordered once',
      policy: average(),
      seen: { desired: 14, workers: [...old(10), ...young(4, 125)], metrics: { cpu: late(94) } },
      gives: { desired: 16, direction: 'out' },
    },
    {
      name: 'more than it asks for stays: it is no reason to scale in',
      policy: average(),
      seen: { desired: 20, workers: [...old(10), ...young(10, 125)], metrics: { cpu: late(94) } },
      gives: { desired: 20, direction: 'hold' },
    },
    {
      name: 'those that were removed since are counted: no second removal on the same datapoint',
      policy: average(),
      seen: {
        desired: 10,
        workers: old(10),
        metrics: { cpu: late(40) },
        history: { changes: [{ at: ago(100), by: -5 }], lastInAt: ago(100) },
      },
      gives: { desired: 10, direction: 'hold' },
    },
    {
      name: 'those that drain since are counted',
      policy: average(),
      seen: {
        desired: 10,
        workers: [...old(10), ...workersOf(5, 'draining', { launchedAt: ago(9000) })],
        metrics: { cpu: late(40) },
        history: { lastInAt: ago(100) },
      },
      gives: 10,
    },
    {
      name: 'a worker that came in the middle of the period is half a worker of it',
      policy: average(),
      seen: { desired: 20, workers: [...old(10), ...young(10, 335)], metrics: { cpu: late(120) } },
      gives: 27,
    },
    {
      name: 'of workers that were only counted, changes of capacity show when they came',
      policy: average(),
      seen: {
        desired: 16,
        workers: { ready: 16 },
        metrics: { cpu: late(94) },
        history: { changes: [{ at: ago(125), by: 6 }], lastOutAt: ago(125) },
      },
      gives: 16,
    },
    {
      name: 'of workers that were only counted, those that warm up are younger than the warm-up',
      policy: average(),
      seen: { desired: 16, workers: { ready: 10, warming: 6 }, metrics: { cpu: late(94) } },
      gives: 16,
    },
    {
      name: 'what the state remembers counts before anything else',
      policy: average(),
      seen: {
        desired: 16,
        workers: { ready: 16 },
        metrics: { cpu: late(94) },
        history: {
          serving: [
            { at: ago(5000), workers: 10 },
            { at: ago(120), workers: 16 },
          ],
        },
      },
      gives: 16,
    },
    {
      name: 'workers that served before the memory begins are known by their launch',
      policy: average(),
      seen: {
        desired: 16,
        workers: [...old(10), ...young(6, 130)],
        metrics: { cpu: late(94) },
        history: { serving: [{ at: ago(60), workers: 16 }] },
      },
      gives: 16,
    },
  ]);

  it('says whose average it is, if others serve now', () => {
    const decision = decided(average(), {
      desired: 16,
      workers: [...old(10), ...young(6, 125)],
      metrics: { cpu: [{ at: '2026-11-21T11:50:00Z', value: 94 }] },
    });
    expect(toldAt(decision, 'rule:cpu')).toBe(
      'cpu 94 over the 10 workers that served from 11:50 to 11:55 UTC, target 60: 10 workers × 1.567 = 16',
    );
  });

  it('counts the mean product over a window', () => {
    const policy = average({ metrics: { cpu: { ...cpu(60).cpu, window: '2m' } } });
    const served: Observation['history']['serving'] = [];
    expect(served).toEqual([]);
    const decision = decided(policy, {
      desired: 16,
      workers: { ready: 16 },
      metrics: { cpu: minutes(50, 96, 60) },
      history: {
        serving: [
          { at: ago(5000), workers: 10 },
          { at: ago(60), workers: 16 },
        ],
      },
    });
    // 96 × 10 and 60 × 16: 960 each minute, as 78 × 12.31.
    expect(decision.desired).toBe(16);
  });
});

describe('workers that warm up or are unhealthy', () => {
  const slow = average({ warmup: '20m', metrics: cpu(60) });
  decides([
    {
      name: 'an average does not scale in while workers warm up',
      policy: slow,
      seen: { desired: 19, workers: { ready: 11, warming: 8 }, metrics: { cpu: 50 } },
      gives: { desired: 19, direction: 'hold', proposal: 19 },
    },
    {
      name: 'nor while workers start',
      policy: slow,
      seen: { desired: 12, workers: { ready: 11, pending: 1 }, metrics: { cpu: 20 } },
      gives: 12,
    },
    {
      name: 'an average covers the warming ones, which run',
      policy: slow,
      seen: { desired: 10, workers: { ready: 2, warming: 8 }, metrics: { cpu: 95 } },
      gives: { desired: 16, direction: 'out' },
    },
    {
      name: 'an average covers no worker that has still to start',
      policy: slow,
      seen: { desired: 10, workers: { ready: 2, pending: 8 }, metrics: { cpu: 95 } },
      gives: 10,
    },
    {
      name: 'it covers unhealthy ones, which were ready once',
      policy: average({ metrics: cpu(60) }),
      seen: { desired: 10, workers: { ready: 5, unhealthy: 5 }, metrics: { cpu: 98 } },
      gives: { desired: 17, direction: 'out' },
    },
    {
      name: 'also if none is ready',
      policy: average({ metrics: cpu(60) }),
      seen: { desired: 6, workers: { ready: 0, unhealthy: 6 }, metrics: { cpu: 98 } },
      gives: { desired: 10, direction: 'out' },
    },
    {
      name: 'values of unhealthy workers count',
      policy: { rules: [{ kind: 'target', metric: 'cpu', value: 50 }] },
      seen: {
        desired: 10,
        workers: measuring('cpu', ...Array<number>(10).fill(100)).map((worker, index) =>
          index < 5 ? { ...worker, state: 'unhealthy' } : worker,
        ),
      },
      gives: 20,
    },
    {
      name: 'unhealthy workers without a value serve nobody: the group grows beyond them',
      policy: { rules: [{ kind: 'target', metric: 'cpu', value: 60 }] },
      seen: { desired: 10, workers: [...measuring('cpu', 98, 98, 98, 98, 98), ...workersOf(5, 'unhealthy')] },
      gives: { desired: 14, direction: 'out' },
    },
  ]);
});

describe('steps and thresholds', () => {
  const steps: WrittenPolicy = {
    metrics: cpu(300),
    rules: [
      {
        kind: 'step',
        metric: 'cpu',
        threshold: 70,
        steps: [
          { from: 0, add: 4 },
          { to: -30, add: -2 },
        ],
      },
    ],
  };
  const bounds: WrittenPolicy = {
    metrics: cpu(300),
    rules: [{ kind: 'threshold', metric: 'cpu', out: { above: 70, percent: 40 }, in: { below: 40, remove: 2 } }],
  };
  decides([
    {
      name: 'a step counts from the workers that were measured',
      policy: steps,
      seen: { desired: 14, workers: [...old(10), ...young(4, 125)], metrics: { cpu: late(94) } },
      gives: { desired: 14, direction: 'hold' },
    },
    {
      name: 'a step in does not remove twice on one datapoint',
      policy: steps,
      seen: {
        desired: 8,
        workers: old(8),
        metrics: { cpu: late(20) },
        history: { changes: [{ at: ago(100), by: -2 }] },
      },
      gives: { desired: 8, direction: 'hold' },
    },
    {
      name: 'a threshold counts from the workers that were measured',
      policy: bounds,
      seen: { desired: 14, workers: [...old(10), ...young(4, 125)], metrics: { cpu: late(94) } },
      gives: { desired: 14, direction: 'hold' },
    },
    {
      name: 'a threshold does not remove twice on one datapoint',
      policy: bounds,
      seen: {
        desired: 8,
        workers: old(8),
        metrics: { cpu: late(20) },
        history: { changes: [{ at: ago(100), by: -2 }] },
      },
      gives: { desired: 8, direction: 'hold' },
    },
    {
      name: 'a threshold on an average does not scale in while workers start',
      policy: bounds,
      seen: { desired: 9, workers: [...old(8), ...young(1, 30, 'pending')], metrics: { cpu: late(20) } },
      gives: { desired: 9, direction: 'hold' },
    },
    {
      name: 'a threshold on a queue does',
      policy: {
        rules: [{ kind: 'threshold', metric: 'queued', in: { below: 40, remove: 2 } }],
      },
      seen: { desired: 9, workers: [...old(8), ...young(1, 30, 'pending')], metrics: { queued: 20 } },
      gives: 7,
    },
  ]);
});

describe('bounds that are near each other', () => {
  const rule = { kind: 'threshold', metric: 'cpu', out: { above: 70, add: 1 }, in: { below: 60, remove: 2 } } as const;
  decides([
    {
      name: 'no worker is removed if the others would pass the other bound',
      policy: { rules: [rule] },
      seen: { workers: { ready: 2 }, metrics: { cpu: 49 } },
      gives: { desired: 2, direction: 'hold' },
    },
    {
      name: 'as many are removed as the others can do without',
      policy: { rules: [rule] },
      seen: { workers: { ready: 6 }, metrics: { cpu: 56 } },
      gives: 5,
    },
    {
      name: 'all are if the bounds are far enough apart',
      policy: { rules: [rule] },
      seen: { workers: { ready: 6 }, metrics: { cpu: 40 } },
      gives: 4,
    },
    {
      name: 'so for steps, whose bound belongs to the step',
      policy: {
        rules: [
          {
            kind: 'step',
            metric: 'cpu',
            threshold: 60,
            steps: [
              { from: 0, add: 1 },
              { to: 0, set: 1 },
            ],
          },
        ],
      },
      seen: { workers: { ready: 4 }, metrics: { cpu: 30 } },
      gives: 3,
    },
  ]);
});
