import { describe } from 'vitest';
import { ago, decides, measuring, minutes, type WrittenPolicy } from './builders.ts';

/** What users of other autoscalers were bitten by; each of these must hold, whatever else changes. */
const cpu = { kind: 'target' as const, metric: 'cpu', value: 60 };
const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
const rps = { kind: 'target' as const, metric: 'rps', value: 10, per: 'worker' as const };
const evenings = { kind: 'schedule' as const, windows: [{ cron: '0 10 * * *', lasts: '2h', min: 9 }] };
const inLimit = (percent: number): WrittenPolicy => ({
  rules: [jobs],
  behavior: { in: { limits: [{ percent, every: 60 }] } },
});

describe('proposals', () => {
  decides([
    {
      name: 'the largest wins',
      policy: { rules: [cpu, jobs] },
      seen: { desired: 4, metrics: { cpu: 90, jobs: 9 } },
      gives: 9,
    },
    {
      name: 'one rule without data blocks shrinking',
      policy: { rules: [cpu, jobs] },
      seen: { desired: 4, metrics: { jobs: 1 } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'one rule without data does not block growing',
      policy: { rules: [cpu, jobs] },
      seen: { desired: 4, metrics: { jobs: 9 } },
      gives: 9,
    },
    {
      name: 'all without data: hold',
      policy: { rules: [cpu, jobs] },
      seen: { desired: 4 },
      gives: { direction: 'hold', blockedBy: 'missing-data' },
    },
    {
      name: 'stale data is no data',
      policy: { rules: [jobs] },
      seen: { desired: 4, metrics: { jobs: [{ at: ago(181), value: 0 }] } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'after more than n evaluations without data the fallback is proposed',
      policy: { rules: [{ ...jobs, fallback: { after: 2, workers: 7 } }] },
      seen: { desired: 4, history: { missing: { jobs: 2 } } },
      gives: 7,
    },
  ]);
});

describe('ratios', () => {
  decides([
    {
      name: 'apply to the counted workers, not to the desired ones',
      policy: { rules: [cpu] },
      seen: { desired: 6, workers: { ready: 5, pending: 1 }, metrics: { cpu: 120 } },
      gives: 10,
    },
    {
      name: 'from zero workers a total metric still starts the group',
      policy: { rules: [rps] },
      seen: { desired: 0, workers: {}, metrics: { rps: 3 } },
      gives: 1,
    },
    {
      name: 'of exactly 1 change nothing',
      policy: { rules: [{ ...cpu, tolerance: 0 }] },
      seen: { desired: 7, metrics: { cpu: 60 } },
      gives: 7,
    },
    {
      name: 'of 1.1 are inside a tolerance of 0.1',
      policy: { rules: [cpu] },
      seen: { desired: 10, metrics: { cpu: 66 } },
      gives: 10,
    },
    {
      name: 'of 0.9 are inside a tolerance of 0.1',
      policy: { rules: [cpu] },
      seen: { desired: 10, metrics: { cpu: 54 } },
      gives: 10,
    },
    {
      name: 'filled in for missing workers never flip the direction',
      policy: { rules: [cpu] },
      seen: { desired: 4, workers: measuring('cpu', 90, undefined, undefined, undefined) },
      gives: 4,
    },
    {
      name: 'filled in for missing workers never reverse it',
      policy: { rules: [cpu] },
      seen: { desired: 2, workers: measuring('cpu', 30, undefined, undefined, undefined) },
      gives: 2,
    },
  ]);
});

describe('percentages', () => {
  decides([
    {
      name: 'never round to no change for ever: a limit of 10 % lets 3 become 2',
      policy: inLimit(10),
      seen: { desired: 3, metrics: { jobs: 0 } },
      gives: 2,
    },
    {
      name: 'never round to no change for ever: a limit of 1 % lets 1 become 0',
      policy: inLimit(1),
      seen: { desired: 1, metrics: { jobs: 0 } },
      gives: 0,
    },
    {
      name: 'going out round up',
      policy: { rules: [{ kind: 'threshold', metric: 'cpu', out: { above: 80, percent: 10 } }] },
      seen: { desired: 11, metrics: { cpu: 90 } },
      gives: 13,
    },
    {
      name: 'going in round toward fewer removals',
      policy: { rules: [{ kind: 'threshold', metric: 'cpu', in: { below: 20, percent: 30 } }] },
      seen: { desired: 9, metrics: { cpu: 10 } },
      gives: 7,
    },
  ]);
});

describe('the past', () => {
  const stable: WrittenPolicy = { rules: [jobs], behavior: { in: { stabilization: 300 } } };
  const byHand = { changes: [{ at: ago(30), by: 4 }] };
  decides([
    {
      name: 'stabilization without history holds the current size',
      policy: stable,
      seen: { desired: 9, metrics: { jobs: 1 } },
      gives: { desired: 9, blockedBy: 'stabilization' },
    },
    {
      name: 'limits count changes made by hand',
      policy: { rules: [jobs], behavior: { out: { limits: [{ workers: 4, every: 60 }] } } },
      seen: { desired: 8, metrics: { jobs: 20 }, history: byHand },
      gives: { desired: 8, blockedBy: 'limit' },
    },
    {
      name: 'a launch under way is not ordered twice: a target',
      policy: { rules: [cpu] },
      seen: { desired: 6, workers: { ready: 4, pending: 2 }, metrics: { cpu: 90 } },
      gives: 6,
    },
    {
      name: 'a launch under way is not ordered twice: steps',
      policy: { rules: [{ kind: 'step', metric: 'cpu', threshold: 80, steps: [{ from: 0, add: 2 }] }] },
      seen: { desired: 6, workers: { ready: 4, pending: 2 }, metrics: { cpu: 90 } },
      gives: 6,
    },
    {
      name: 'a launch under way is not ordered twice: a threshold',
      policy: { rules: [{ kind: 'threshold', metric: 'cpu', out: { above: 80, add: 2 } }] },
      seen: { desired: 6, workers: { ready: 4, pending: 2 }, metrics: { cpu: 90 } },
      gives: 6,
    },
    {
      name: 'a launch under way is not ordered twice: workers',
      policy: {
        rules: [{ kind: 'workers', overloaded: [{ metric: 'cpu', above: 80 }], idle: [{ metric: 'cpu', below: 1 }] }],
      },
      seen: { desired: 2, workers: [...measuring('cpu', 90), { id: 'new', state: 'warming' }] },
      gives: 2,
    },
  ]);
});

describe('bounds and windows', () => {
  decides([
    {
      name: 'below its bounds a group goes to the bound at once, without metrics',
      policy: { rules: [cpu], capacity: { min: 3, max: 9 } },
      seen: { desired: 1 },
      gives: { desired: 3, direction: 'out' },
    },
    {
      name: 'above its bounds a group goes to the bound at once, without metrics',
      policy: { rules: [cpu], capacity: { min: 3, max: 9 } },
      seen: { desired: 12 },
      gives: { desired: 9, direction: 'in' },
    },
    {
      name: 'min = max pins it',
      policy: { rules: [jobs], capacity: { min: 5, max: 5 } },
      seen: { desired: 7, metrics: { jobs: 99 } },
      gives: 5,
    },
    {
      name: 'a max below the current size shrinks it even while metrics ask for more',
      policy: { rules: [jobs], capacity: { min: 0, max: 5 } },
      seen: { desired: 8, metrics: { jobs: 99 } },
      gives: { desired: 5, direction: 'in' },
    },
    {
      name: 'a window that ends does not drop the group below what other rules ask for',
      policy: { rules: [jobs, evenings] },
      seen: { desired: 9, metrics: { jobs: 8 } },
      gives: 8,
    },
  ]);
});

describe('invalid numbers from outside are missing data, never a capacity', () => {
  decides(
    ['NaN', -5, 1e308, '12', null, Number.POSITIVE_INFINITY].map((value) => ({
      name: `a metric of ${value}`,
      policy: { rules: [jobs] },
      seen: { desired: 4, metrics: { jobs: minutes(value) } },
      gives: { desired: 4, blockedBy: 'missing-data' as const },
    })),
  );
  decides([
    {
      name: 'of a worker as well',
      policy: { rules: [cpu] },
      seen: { desired: 1, workers: [{ id: 'a', state: 'ready', metrics: { cpu: 1e308 } }] },
      gives: { desired: 1, blockedBy: 'missing-data' },
    },
    {
      name: 'a quotient beyond all numbers asks for the maximum',
      policy: { rules: [{ ...rps, value: 5e-324 }], capacity: { min: 0, max: 7 } },
      seen: { desired: 4, metrics: { rps: 1e15 } },
      gives: { desired: 7, proposal: 100_000 },
    },
  ]);
});
