import { describe, expect, it, test } from 'vitest';
import { figureBeside } from '../../../shared/model/index.ts';
import { ago, decided, FREE, measuring, NOW, type Seen, said, type WrittenPolicy, workersOf } from './builders.ts';

const reasonOf = (policy: WrittenPolicy, seen: Seen): string => said(decided(policy, seen));
const later = (seconds: number): string => ago(-seconds);
const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
const above = (limit: number) => ({ kind: 'threshold' as const, metric: 'cpu', out: { above: limit, add: 1 } });

test.each([
  [80, [80], '80'],
  [80.000001, [80], '80.000001'],
  [79.99999, [80], '79.99999'],
  // Equal but for the rounding of binary fractions.
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

  it('shows a bound as it is written', () => {
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

  it('shows what missing values change', () => {
    const rules = [{ kind: 'target' as const, metric: 'cpu', value: 60 }];
    const warming = { desired: 3, workers: [...measuring('cpu', 90, 90), ...workersOf(1, 'warming')] };
    expect(reasonOf({ rules }, warming)).toBe(
      'Hold at 3. Rules asked for 3 (cpu 90 on 2 workers, target 60, 60 counting 1 warming up as 0: within the tolerance).',
    );
  });
});

describe('a metric that equals its bound but for the rounding of binary fractions', () => {
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
  it('leaves no more of a cooldown than its length, though the clock of the last change is ahead', () => {
    const seen = { desired: 4, metrics: { jobs: 9 }, history: { lastOutAt: later(600) } };
    expect(reasonOf({ rules: [jobs], behavior: { out: { cooldown: 60 } } }, seen)).toContain('60 s of 60 s left');
    const fired = { desired: 4, metrics: { cpu: 90 }, history: { ruleFiredAt: { cpu: later(600) } } };
    expect(reasonOf({ rules: [{ ...above(80), cooldown: 300 }] }, fired)).toContain('has 300 s left');
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
