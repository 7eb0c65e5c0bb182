import { describe } from 'vitest';
import { ago, type Case, decides, measuring, workersOf } from './builders.ts';

type Rule = NonNullable<Case['policy']['rules']>[number];
const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
const cpu = (value: number, more: object = {}): Rule => ({ kind: 'target', metric: 'm', value, tolerance: 0, ...more });
const shared = (value: number): Rule => cpu(value, { per: 'worker' });
const outBy = (by: object): Rule => ({ kind: 'threshold', metric: 'm', out: { above: 0.8, ...by } as never });
const inBy = (by: object): Rule => ({ kind: 'threshold', metric: 'm', in: { below: 0.2, ...by } as never });
const stepped = (threshold: number, ...steps: object[]): Rule => ({
  kind: 'step',
  metric: 'm',
  threshold,
  steps: steps as never,
});

describe('a whole result is not rounded up because of binary fractions', () => {
  const edges: [name: string, rule: Rule, m: number, current: number, gives: number][] = [
    ['0.72 ÷ 0.6 × 5', cpu(0.6), 0.72, 5, 6],
    ['55 ÷ 50 × 10', cpu(50), 55, 10, 11],
    ['0.3 ÷ 0.1 × 10', cpu(0.1), 0.3, 10, 30],
    ['1.1 ÷ 0.1 of a total', shared(0.1), 1.1, 0, 11],
    ['a ratio of 0.77 ÷ 0.7 at the tolerance 0.1', cpu(0.7, { tolerance: 0.1 }), 0.77, 10, 10],
    ['a ratio of 6.3 ÷ 7 at the tolerance 0.1', cpu(7, { tolerance: 0.1 }), 6.3, 10, 10],
    ['10 % more than 100', outBy({ percent: 10 }), 1, 100, 110],
    ['7 % more than 100', outBy({ percent: 7 }), 1, 100, 107],
    ['1.1 × 100', outBy({ multiply: 1.1 }), 1, 100, 110],
    ['57 % fewer than 100', inBy({ percent: 57 }), 0, 100, 43],
    ['0.9 × 30', inBy({ multiply: 0.9 }), 0, 30, 27],
    ['29 % of 100 by a step', stepped(0, { from: 0, percent: 29 }), 1, 100, 129],
    [
      '0.1 above 0.6 reaches the step from 0.1',
      stepped(0.6, { from: 0, to: 0.1, add: 1 }, { from: 0.1, add: 3 }),
      0.7,
      10,
      13,
    ],
    ['0.1 below 0.4 is in the step up to -0.1', stepped(0.4, { to: -0.1, add: -3 }), 0.3, 10, 7],
  ];
  decides(
    edges.map(([name, rule, m, current, gives]) => ({
      name: `${name}: ${gives}`,
      policy: { rules: [rule] },
      seen: { desired: current, metrics: { m } },
      gives,
    })),
  );
  decides([
    {
      name: '100 tasks of 0.07 s in 7 s: 1',
      policy: { rules: [{ ...jobs, perWorker: undefined, taskSeconds: 0.07, drainWithin: 7 }] },
      seen: { desired: 0, metrics: { jobs: 100 } },
      gives: 1,
    },
    {
      name: 'the limit of 10 % out from 100: 110',
      policy: { rules: [jobs], behavior: { out: { limits: [{ percent: 10, every: 60 }] } } },
      seen: { desired: 100, metrics: { jobs: 200 } },
      gives: 110,
    },
    {
      name: 'the limit of 90 % in from 100: 10',
      policy: { rules: [jobs], behavior: { in: { limits: [{ percent: 90, every: 60 }] } } },
      seen: { desired: 100, metrics: { jobs: 0 } },
      gives: 10,
    },
    {
      name: 'a budget of $0.3 at $0.1: 3',
      policy: { rules: [jobs], guards: { budget: { hourlyUsd: 0.3 } } },
      seen: { workers: workersOf(1, 'ready', { hourlyUsd: 0.1 }), metrics: { jobs: 9 } },
      gives: { desired: 3, blockedBy: 'budget' },
    },
  ]);
});

describe('a worker younger than the warmup is warming, even if it is reported as ready', () => {
  const policy = { warmup: 120, rules: [{ kind: 'target' as const, metric: 'cpu', value: 50 }] };
  const third = (launchedAt: string, value: number) => [
    ...measuring('cpu', 100, 100),
    ...workersOf(1, 'ready', { launchedAt, metrics: { cpu: value } }),
  ];
  decides([
    { name: 'its value is not counted', policy, seen: { workers: third(ago(119), 300) }, gives: 4 },
    { name: 'as old as the warm-up it counts', policy, seen: { workers: third(ago(120), 100) }, gives: 6 },
    {
      name: 'but it runs, so a group average covers it',
      policy,
      seen: { workers: workersOf(4, 'ready', { launchedAt: ago(90) }), metrics: { cpu: 200 } },
      gives: { desired: 16, direction: 'out' },
    },
    {
      name: 'without a launch time the state is believed',
      policy,
      seen: { workers: measuring('cpu', 100, 100) },
      gives: 4,
    },
  ]);
});

describe('values per worker: a ratio of exactly 1', () => {
  const policy = { rules: [{ kind: 'target' as const, metric: 'cpu', value: 50 }] };
  const stays = { desired: 3, direction: 'hold' as const, blockedBy: null };
  decides([
    { name: 'fills nothing in', policy, seen: { workers: measuring('cpu', 50, 50, undefined) }, gives: stays },
    {
      name: 'is not turned around by filling, from just above',
      policy,
      seen: { workers: measuring('cpu', 52.5, 52.5, undefined) },
      gives: stays,
    },
    {
      name: 'nor from just below',
      policy,
      seen: { workers: measuring('cpu', 47, 47, undefined) },
      gives: stays,
    },
  ]);
});
