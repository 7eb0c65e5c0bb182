import { describe, expect, it, test } from 'vitest';
import { figureBeside } from '../../../shared/model/index.ts';
import {
  ago,
  decided,
  FREE,
  measuring,
  NOW,
  type Seen,
  said,
  toldAt,
  type WrittenPolicy,
  workersOf,
} from './builders.ts';

const reasonOf = (policy: WrittenPolicy, seen: Seen): string => said(decided(policy, seen));
const later = (seconds: number): string => ago(-seconds);
const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
const above = (limit: number) => ({ kind: 'threshold' as const, metric: 'cpu', out: { above: limit, add: 1 } });

test.each([
  [80, [80], '80'],
  [80.000001, [80], '80.000001'],
  [79.99999, [80], '79.99999'],
  // They differ only by the rounding of binary fractions.
  [0.1 + 0.2, [0.3], '0.3'],
  [71.23456, [60], '71.23'],
  [12_345.6, [60], '12346'],
  [0.100_03, [0.1, 0.15], '0.10003'],
])('%d beside %j is shown as %s', (value, bounds, text) => {
  expect(figureBeside(value, ...bounds)).toBe(text);
});

describe('a figure in the sentence fits the decision', () => {
  it('does not round a metric to the bound that it has passed', () => {
    const seen = { desired: 4, metrics: { cpu: 80.000001 } };
    expect(reasonOf({ rules: [above(80)] }, seen)).toContain('(cpu 80.000001, above 80)');
  });

  it.each([
    ['average', { value: 60, tolerance: 0 }, 60.0001, '(cpu 60.0001, target 60)', '10 workers × 1.000002 = 11'],
    ['average below it', { value: 60, tolerance: 0 }, 53.9999, '(cpu 54, target 60)', '10 workers × 0.9 = 9'],
    ['target as you wrote it', { value: 60.12345, tolerance: 0 }, 90, '(cpu 90, target 60.12345)', '= 15'],
    [
      'total',
      { value: 6, tolerance: 0, per: 'worker' as const },
      60.0001,
      '(cpu 60.0001, 6 per worker)',
      ': 11 workers',
    ],
    [
      'total of enough workers',
      { value: 6, per: 'worker' as const },
      71.99999,
      '(cpu 71.99999, 6 per worker)',
      ': 12 workers',
    ],
  ])('shows why a target asks for one more: %s', (_, rule, cpu, brief, full) => {
    const policy = { rules: [{ kind: 'target' as const, metric: 'cpu', ...rule }] };
    const decision = decided(policy, { desired: 10, metrics: { cpu } });
    expect(said(decision)).toContain(brief);
    expect(toldAt(decision, 'rule:cpu')).toContain(full);
  });

  it('shows why a backlog asks for one more', () => {
    const seen = { desired: 4, metrics: { jobs: 5.00001, busy: 2 } };
    expect(reasonOf({ rules: [{ ...jobs, running: 'busy' }] }, seen)).toContain(
      '(jobs 5.00001 and 2 running, 1 per worker)',
    );
  });

  it('shows a bound as you wrote it', () => {
    const seen = { desired: 4, metrics: { cpu: 12_347 } };
    expect(reasonOf({ rules: [above(12_345.6)] }, seen)).toContain('(cpu 12347, above 12345.6)');
  });

  it('shows a metric whose distance from the threshold a reader can compute', () => {
    const steps = [
      { from: 0, to: 10, add: 1 },
      { from: 10, add: 3 },
    ];
    const policy = { rules: [{ kind: 'step' as const, metric: 'cpu', threshold: 60, steps }] };
    const said = (cpu: number) => reasonOf(policy, { desired: 4, metrics: { cpu } });
    expect(said(69.9999)).toContain('(cpu 69.9999, 9.9999 above the threshold 60)');
    expect(said(71.23456)).toContain('(cpu 71.23, 11.23 above the threshold 60)');
  });

  it('shows the bound of a step without the rounding of binary fractions', () => {
    const steps = [
      { to: 0, add: -2 },
      { from: 0, to: 0.1, add: 0 },
      { from: 0.1, add: 1 },
    ];
    const rules = [{ kind: 'step' as const, metric: 'cpu', threshold: 0.7, steps }];
    const decision = decided({ rules }, { desired: 3, metrics: { cpu: 0.5 } });
    expect(toldAt(decision, 'rule:cpu')).toMatch(/the rule scales out at 0\.8$/);
  });

  it('shows what missing values change', () => {
    const rules = [{ kind: 'target' as const, metric: 'cpu', value: 60 }];
    const warming = { desired: 3, workers: [...measuring('cpu', 90, 90), ...workersOf(1, 'warming')] };
    expect(reasonOf({ rules }, warming)).toBe(
      'Hold at 3. Rules asked for 3 (cpu 90 on 2 workers, target 60, 60 counting 1 warming up as 0: within the tolerance).',
    );
  });
});

describe('a metric that differs from its bound only by the rounding of binary fractions', () => {
  const metrics = { cpu: 0.1 + 0.2 };
  it('is not beyond it for a threshold', () => {
    expect(decided({ rules: [above(0.3)] }, { desired: 4, metrics }).desired).toBe(4);
  });

  it('is not beyond it for the rule of each worker', () => {
    const rules = [
      {
        kind: 'workers' as const,
        overloaded: [{ metric: 'cpu', above: 0.3 }],
        idle: [{ metric: 'cpu', below: 0.1 }],
      },
    ];
    expect(decided({ rules }, { desired: 1, workers: measuring('cpu', 0.1 + 0.2) }).desired).toBe(1);
    expect(decided({ rules }, { desired: 1, workers: measuring('cpu', 0.3 - 0.2) }).desired).toBe(1);
  });
});

describe('a time in the sentence fits the decision', () => {
  it('has no more of a cooldown left than its length, even if the clock of the last change is ahead', () => {
    const seen = { desired: 4, metrics: { jobs: 9 }, history: { lastOutAt: later(600) } };
    expect(reasonOf({ rules: [jobs], behavior: { out: { cooldown: 60 } } }, seen)).toContain('60 s of 60 s left');
    const fired = { desired: 4, metrics: { cpu: 90 }, history: { ruleFiredAt: { cpu: later(600) } } };
    expect(reasonOf({ rules: [{ ...above(80), cooldown: 300 }] }, fired)).toContain('300 s of 300 s left');
  });

  it('names the last of several maintenance windows that closes', () => {
    const maintenance = [
      { cron: '0 11 * * *', lasts: '90m' },
      { cron: '30 11 * * *', lasts: '4h' },
      { cron: '0 10 * * *', lasts: '3h' },
    ];
    const seen = { now: NOW, desired: 4, metrics: { jobs: 9 } };
    expect(reasonOf({ rules: [jobs], behavior: { out: FREE }, guards: { maintenance } }, seen)).toContain(
      'Maintenance window open until 2026-11-21 15:30:00 UTC',
    );
  });
});

describe('a budget', () => {
  const priced = (count: number, hourlyUsd: number) => workersOf(count).map((worker) => ({ ...worker, hourlyUsd }));
  const budget = (hourlyUsd: number, more: WrittenPolicy = {}) => ({
    rules: [jobs],
    guards: { budget: { hourlyUsd } },
    ...more,
  });
  it('says what the group costs if a division by the price of a new worker would mislead', () => {
    const seen = { metrics: { jobs: 50 }, workers: priced(2, 0.5), spending: { launchUsd: 0.1 } };
    expect(reasonOf(budget(1.2), seen)).toBe(
      'Scale out 2 → 4. Rules asked for 50 (jobs 50, 1 per worker). The budget of $1.2 per hour pays for 4 workers: the group costs $1 now, and each further worker costs $0.1.',
    );
    expect(reasonOf(budget(0.3), seen)).toBe(
      'Hold at 2. Rules asked for 50 (jobs 50, 1 per worker). The budget of $0.3 per hour pays for no more: the group costs $1 now, and each further worker costs $0.1.',
    );
  });

  it('does not round the price so that it would pay for more', () => {
    expect(reasonOf(budget(0.3), { metrics: { jobs: 50 }, workers: priced(2, 0.10003) })).toContain(
      'pays for 2 workers at $0.10003 each',
    );
  });
});

describe('a guard that lets the group grow up to its minimum or floor', () => {
  const grows = 'The group still grows to its minimum or floor, 6.';
  const seen = { desired: 2, metrics: { jobs: 50 } };
  it.each<[string, WrittenPolicy['guards'], Seen]>([
    ['a maintenance window', { floor: 6, maintenance: [{ cron: '0 11 * * SAT', lasts: '2h' }] }, {}],
    ['a budget', { floor: 6, budget: { hourlyUsd: 0.3 } }, { spending: { launchUsd: 0.1 } }],
    [
      'the budget of a cluster',
      { floor: 6 },
      { cluster: { budget: { hourlyUsd: 0.3, ofCluster: 5 } }, spending: { launchUsd: 0.1 } },
    ],
    ['the groups above it', { floor: 6 }, { cluster: { desired: 3, givingBack: [{ group: 'web', workers: 4 }] } }],
  ])('says so: %s', (_, guards, more) => {
    const decision = decided({ rules: [jobs], guards }, { ...seen, ...more });
    expect(decision.desired).toBe(6);
    expect(said(decision)).toContain(grows);
  });

  it('does not say so if the group has its minimum', () => {
    const guards = { floor: 2, maintenance: [{ cron: '0 11 * * SAT', lasts: '2h' }] };
    expect(reasonOf({ rules: [jobs], guards }, seen)).not.toContain('still grows');
  });
});

describe('a decision without a proposal says why', () => {
  const upOnly = { ...above(80), name: 'hot' };
  const forecast = { kind: 'forecast' as const, metric: 'demand', value: 3 };
  const hold = (rules: WrittenPolicy['rules'], metrics: NonNullable<Seen['metrics']>) =>
    reasonOf({ rules }, { desired: 4, metrics });
  it.each([
    ['of the only rule', [upOnly], { cpu: 80 }, 'No rule proposes a capacity (cpu 80, not above 80).'],
    [
      'of each of several',
      [upOnly, { ...jobs, enabled: false }],
      { cpu: 50 },
      'No rule proposes a capacity (hot: cpu 50, not above 80; jobs: the rule is disabled).',
    ],
    [
      'of three of many',
      ['a', 'b', 'c', 'd'].map((name) => ({ ...jobs, name, enabled: false })),
      {},
      'No rule proposes a capacity (a: the rule is disabled; b: the rule is disabled; c: the rule is disabled; 1 other rule).',
    ],
    [
      'with the metric that is missing',
      [{ ...jobs, running: 'busy' }],
      { jobs: 3 },
      'No rule has data: jobs (busy has no fresh data). busy: none of the 4 workers in service reports whether it is busy.',
    ],
    [
      'and not that no rule has data while another has',
      [upOnly, forecast, jobs],
      { cpu: 50, demand: 5 },
      'No rule proposes a capacity, and there is no data for jobs.',
    ],
  ])('%s', (_, rules, metrics, text) => {
    expect(hold(rules as WrittenPolicy['rules'], metrics)).toBe(`Hold at 4. ${text}`);
  });

  it('names the metric without which the group does not scale in, even with a fallback', () => {
    const rules = [{ ...jobs, name: 'queue', fallback: { after: 0, workers: 1 } }];
    expect(hold(rules, {})).toContain('No recent data for queue (jobs has no fresh data): scale-in to 1 blocked.');
  });
});
