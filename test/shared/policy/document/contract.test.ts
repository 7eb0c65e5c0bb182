import { describe, expect, it } from 'vitest';
import { faultText, parseDeployable, parseObservation, parsePolicy } from '../../../../shared/policy/index.ts';

const base = { group: 'fleet', capacity: { min: 1, max: 10 } };
const faultsOf = (parsed: ReturnType<typeof parsePolicy>): string[] => (parsed.ok ? [] : parsed.faults.map(faultText));

describe('a duration', () => {
  const refused = ['1.5m', '-5m', '5', '5 m', '5M', '1h30m', '', -5, 1.5, 1e308, '999999999d', true, null];
  it.each(refused)('is not %j', (warmup) => {
    expect(faultsOf(parsePolicy({ ...base, warmup }))).toEqual([expect.stringMatching(/^warmup: must be /)]);
  });
  it.each([0, '0s', '0m', '0d'])('of zero is %j', (warmup) => {
    expect(parsePolicy({ ...base, warmup })).toMatchObject({ ok: true, value: { warmup: 0 } });
  });
  it.each([0, '0s', '0h'])('of zero, %j, is rejected if it makes no sense', (drainWithin) => {
    const rules = [{ kind: 'backlog', metric: 'jobs', taskSeconds: 3, drainWithin }];
    expect(faultsOf(parsePolicy({ ...base, rules }))).toEqual(['rules[0].drainWithin: must be longer than 0']);
  });
});

describe('steps', () => {
  const told = (...steps: object[]) =>
    faultsOf(parsePolicy({ ...base, rules: [{ kind: 'step', metric: 'cpu', threshold: 60, steps }] }));
  const overlaps = (step: number, other: number) => [`rules[0].steps[${step}]: must not overlap steps[${other}]`];
  it.each([
    ['that begin where the other ends', told({ from: 0, to: 10, add: 1 }, { from: 10, add: 2 }), []],
    ['that meet at the threshold', told({ to: 0, add: -1 }, { from: 0, add: 1 }), []],
    ['with a gap at the threshold, in which nothing changes', told({ to: -5, add: -1 }, { from: 9, add: 2 }), []],
    ['that overlap', told({ from: 0, to: 10, add: 1 }, { from: 5, add: 2 }), overlaps(1, 0)],
    ['of which one lies in another', told({ from: 2, to: 3, add: 1 }, { from: 0, to: 10, add: 2 }), overlaps(1, 0)],
    ['of which two have no end', told({ from: 0, add: 1 }, { to: 0, add: -1 }, { from: 9, add: 2 }), overlaps(2, 0)],
    ['that are the same', told({ from: 0, to: 1, add: 1 }, { from: 0, to: 1, add: 1 }), overlaps(1, 0)],
  ])('%s', (_, faults, expected) => {
    expect(faults).toEqual(expected);
  });
});

describe('a condition that must hold for longer than CloudWatch keeps its datapoints', () => {
  const provider = {
    kind: 'ec2',
    launchTemplate: { name: 'web' },
    instanceTypes: ['c7g.large'],
    subnets: ['subnet-0aaa1111'],
  };
  const told = (period: number, wait: string, metric = 'cpu') => {
    const metrics = {
      cpu: { cloudwatch: { namespace: 'Shop', name: 'Load', period } },
      load: { formula: 'cpu / max(1, workers)' },
    };
    const rules = [{ kind: 'threshold', metric, in: { below: 5, for: wait, remove: 1 } }];
    return faultsOf(parseDeployable({ ...base, provider, metrics, rules }));
  };
  const fault =
    'rules[0].in.for: must be at most 3h, because CloudWatch keeps datapoints of periods under 60 s no longer than that; or give cpu a period of 60';
  it('is rejected, because it could never act', () => expect(told(30, '4h')).toEqual([fault]));
  it('is rejected through a formula as well', () => expect(told(20, '181m', 'load')).toEqual([fault]));
  it('is valid up to three hours', () => expect(told(1, '3h')).toEqual([]));
  it('is valid with a period of a minute', () => expect(told(60, '4h')).toEqual([]));
});

describe('an error in one of several notations has its path', () => {
  const seen = (workers: unknown) => {
    const parsed = parseObservation({ now: '2026-11-21T12:00:00Z', workers });
    return parsed.ok ? [] : parsed.faults.map(faultText);
  };
  it.each([
    [[{ id: 'a', state: 'zombie' }], 'workers[0].state: must be pending, warming, ready, draining or unhealthy'],
    [
      [{ id: 'a', state: 'ready', launchedAt: 'noon' }],
      'workers[0].launchedAt: must be a time such as 2026-11-21T12:00:00Z',
    ],
    [{ ready: 1.5 }, 'workers.ready: must be a whole number'],
    [{ ready: 1e308 }, 'workers.ready: must be at most 100000'],
    ['many', 'workers: must be a list of workers, or counts by state'],
  ])('%j', (workers, fault) => {
    expect(seen(workers)).toEqual([fault]);
  });
  it('a tolerance of one direction', () => {
    const rules = [{ kind: 'target', metric: 'cpu', value: 60, tolerance: { in: 'low' } }];
    expect(faultsOf(parsePolicy({ ...base, rules }))).toEqual(['rules[0].tolerance.in: must be a number']);
  });
});
