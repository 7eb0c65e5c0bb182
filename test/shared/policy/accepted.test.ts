import { describe, expect, it } from 'vitest';
import {
  faultText,
  maxAgeOf,
  type Policy,
  parseDeployable,
  parseObservation,
  parsePolicy,
  periodOf,
} from '../../../shared/policy/index.ts';

const base = { group: 'fleet', capacity: { min: 1, max: 10 } };
const accepted = (written: object = {}): Policy => {
  const parsed = parsePolicy({ ...base, ...written });
  if (!parsed.ok) throw new Error(parsed.faults.map(faultText).join('\n'));
  return parsed.value;
};
const target = { kind: 'target', metric: 'cpu', value: 60 };

describe('durations', () => {
  it.each([
    [90, 90],
    ['90s', 90],
    ['5m', 300],
    ['2h', 7200],
    ['1d', 86_400],
    [0, 0],
    ['366d', 31_622_400],
  ])('%s is %d seconds', (warmup, seconds) => {
    expect(accepted({ warmup }).warmup).toBe(seconds);
  });
  it.each(['5', '5 m', '-5m', '1.5h', '5w', '', '367d', -1, 1.5, 1e12, null, true])('%s is none', (warmup) => {
    expect(parsePolicy({ ...base, warmup }).ok).toBe(false);
  });
});

describe('defaults are added', () => {
  it('from the balanced profile and the worker tier', () => {
    expect(accepted().behavior).toEqual({
      out: {
        cooldown: 60,
        stabilization: 0,
        select: 'max',
        limits: [
          { percent: 100, every: 60 },
          { workers: 4, every: 60 },
        ],
        boot: 'measured',
        shortPeaks: 'follow',
      },
      in: {
        cooldown: 300,
        stabilization: 300,
        select: 'max',
        limits: [{ percent: 25, every: 60 }],
        drain: 120,
        drainBusy: 'wait',
        idle: 'limited',
        whileBooting: 'wait',
      },
    });
    expect(accepted()).toMatchObject({ tier: 'worker', profile: 'balanced', paused: false, dryRun: false, warmup: 0 });
  });
  it.each([
    ['aggressive', 30, 120],
    ['balanced', 60, 300],
    ['conservative', 180, 600],
  ])('the %s profile waits %d s out and %d s in', (profile, out, into) => {
    const { behavior } = accepted({ profile });
    expect([behavior.out.cooldown, behavior.in.cooldown]).toEqual([out, into]);
  });
  it.each([
    ['application', 30, 150, 0],
    ['worker', 60, 300, 0],
    ['platform', 120, 600, 3],
  ])('the %s tier waits %d s out and %d s in, and keeps %d', (tier, out, into, floor) => {
    const { behavior, guards } = accepted({ tier });
    expect([behavior.out.cooldown, behavior.in.cooldown, guards.floor]).toEqual([out, into, floor]);
  });
  it('never over configured values', () => {
    const { behavior, guards } = accepted({
      tier: 'platform',
      behavior: { in: { cooldown: 7, limits: [] } },
      guards: { floor: 0 },
    });
    expect(behavior.in).toMatchObject({ cooldown: 7, limits: [], stabilization: 600 });
    expect(guards.floor).toBe(0);
  });
  it('a name for every rule: its metric or kind, numbered when taken', () => {
    const rules = [
      target,
      target,
      { ...target, name: 'cpu-2' },
      { kind: 'schedule', windows: [{ cron: '0 0 * * *', lasts: '1h', min: 1 }] },
    ];
    expect(accepted({ rules }).rules.map(({ name }) => name)).toEqual(['cpu', 'cpu-3', 'cpu-2', 'schedule']);
  });
  it('one tolerance for both directions', () => {
    expect(accepted({ rules: [{ ...target, tolerance: 0.2 }] }).rules[0]).toMatchObject({
      tolerance: { out: 0.2, in: 0.2 },
    });
  });
});

describe('how old data may be', () => {
  const cloudwatch = { namespace: 'N', name: 'n', period: '5m' };
  const of = (metric: object) => accepted({ metrics: { m: metric } }).metrics['m'];
  it('is three periods, and five minutes at least for what arrives late', () => {
    expect([periodOf(of({ cloudwatch })), maxAgeOf(of({ cloudwatch }))]).toEqual([300, 900]);
    expect(maxAgeOf(of({ cloudwatch: { ...cloudwatch, period: '10s' } }))).toBe(300);
    expect([periodOf(of({ pushed: {} })), maxAgeOf(undefined)]).toEqual([60, 180]);
  });
  it('is maxAge if it is configured', () => {
    expect(maxAgeOf(of({ cloudwatch, maxAge: '2m' }))).toBe(120);
  });
});

const provider = {
  kind: 'ec2',
  launchTemplate: { name: 'web' },
  instanceTypes: ['c7g.large'],
  subnets: ['subnet-a'],
};

const undeployable = (written: object): string[] => {
  const parsed = parseDeployable({ group: 'web', capacity: { min: 0, max: 9 }, ...written });
  return parsed.ok ? [] : parsed.faults.map(faultText);
};

describe('a document that cannot run a group', () => {
  it('needs a provider, and metrics for its rules', () => {
    const rules = [target, { kind: 'forecast', metric: 'cpu', value: 1 }];
    expect(undeployable({ rules })).toEqual([
      'provider: is required: it defines what Headcount resizes',
      'rules[0]: reads cpu, which is not defined in metrics',
      'rules[1]: reads cpu, which is not defined in metrics',
    ]);
  });
  it('is rejected with all its errors at once, including those of its fields', () => {
    expect(undeployable({ warmup: -1 })).toEqual([
      'warmup: must be at least 0',
      'provider: is required: it defines what Headcount resizes',
    ]);
  });
  it.each([
    ['a', 'a'],
    ['b', 'a'],
  ])('circular formulas are errors: %s over %s', (a, b) => {
    const metrics = { a: { formula: a }, b: { formula: b } };
    expect(undeployable({ provider, metrics, rules: [target, { ...target, metric: 'a' }] })).toContain(
      `metrics.a.formula: reads ${a}, which is itself a formula`,
    );
  });
  it('must define the metrics of workers that its rules read', () => {
    const bounds = { overloaded: [{ metric: 'cpu', above: 80 }], idle: [{ metric: 'cpu', below: 5 }] };
    const rules = [{ kind: 'workers', ...bounds }];
    expect(undeployable({ provider, rules })).toEqual(['rules[0]: reads cpu, which is not defined in metrics']);
    expect(undeployable({ provider, metrics: { cpu: { sqs: { queue: 'jobs' } } }, rules })).toEqual([
      'rules[0]: needs a value of each worker, but cpu has one value for the whole group. Use a source that has a value of each worker',
    ]);
  });
  it('may not name a type or subnet twice, because EC2 rejects such a fleet', () => {
    const twice = { ...provider, instanceTypes: ['c7g.large', 'm7g.large', 'c7g.large'] };
    expect(undeployable({ provider: twice })).toEqual(['provider.instanceTypes[2]: is listed twice: c7g.large']);
  });
});

it('rules of a deployed policy may read pushed metrics, directly or through a formula', () => {
  const metrics = { orders: { pushed: {} }, share: { formula: 'orders / workers' } };
  for (const metric of ['orders', 'share']) {
    expect(undeployable({ provider, metrics, rules: [{ ...target, metric }] })).toEqual([]);
  }
});

describe('an observation', () => {
  const seen = (written: object) => {
    const parsed = parseObservation({ now: '2026-11-21T12:00:00Z', ...written });
    if (!parsed.ok) throw new Error(parsed.faults.map(faultText).join('\n'));
    return parsed.value;
  };
  const at = '2026-11-21T11:59:00Z';
  it('has its datapoints in order of time, without invalid numbers', () => {
    const earlier = '2026-11-21T11:58:00Z';
    const points = [
      { at, value: 2 },
      { at: earlier, value: 1 },
      ...['x', null, -1, 1e16].map((value) => ({ at, value })),
    ];
    expect(seen({ metrics: { cpu: points, none: null, silent: [], broken: [{ at, value: 'x' }] } }).metrics).toEqual({
      cpu: [
        { at: Date.parse(earlier), value: 1 },
        { at: Date.parse(at), value: 2 },
        { at: Date.parse(at), value: -1 },
      ],
      // What was not read is no silence.
      none: null,
      silent: [],
      broken: null,
    });
  });
  it('reads times with an offset', () => {
    expect(seen({ now: '2026-11-21T13:00:00+01:00' }).now).toBe(Date.parse('2026-11-21T12:00:00Z'));
  });
  it('keeps only the valid values of a worker', () => {
    const workers = [{ id: 'a', state: 'ready', metrics: { cpu: 5, bad: 'x', worse: -1 } }];
    expect(seen({ workers }).workers).toMatchObject([{ metrics: { cpu: 5 } }]);
  });
});
