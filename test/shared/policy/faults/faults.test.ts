import { describe, expect, it } from 'vitest';
import { faultText, parseObservation, parsePolicy } from '../../../../shared/policy/index.ts';

const base = { group: 'fleet', capacity: { min: 1, max: 10 } };
const faultsOf = (written: unknown): string[] => {
  const parsed = parsePolicy(written);
  return parsed.ok ? [] : parsed.faults.map(faultText);
};
const withRule = (rule: unknown, more: object = {}): string[] => faultsOf({ ...base, ...more, rules: [rule] });
const target = { kind: 'target', metric: 'cpu', value: 60 };

describe('a document that is not an object', () => {
  it.each([[null], [undefined], ['text'], [7], [true], [[]]])('is rejected: %s', (written) => {
    expect(faultsOf(written)).toEqual([written === undefined ? 'is required' : 'must be a map']);
  });
  it('is rejected with all required fields', () => {
    expect(faultsOf({})).toEqual(['group: is required', 'capacity: is required']);
  });
});

describe('a required field with several forms', () => {
  it.each([
    [{ kind: 'deadline', metric: 'queue' }, ['rules[0].taskSeconds: is required', 'rules[0].startWithin: is required']],
    [{ kind: 'deadline', metric: 'queue', taskSeconds: null, startWithin: 'x' }, 2],
  ])('says that it is required where it is missing, and its forms where it is wrong: %j', (rule, expected) => {
    const faults = withRule(rule);
    if (typeof expected === 'number') {
      expect(faults).toHaveLength(expected);
      for (const fault of faults) expect(fault).toMatch(/: must be /);
    } else expect(faults).toEqual(expected);
  });
  it('is found in limits and windows', () => {
    expect(faultsOf({ ...base, behavior: { out: { limits: [{ workers: 1 }] } } })).toEqual([
      'behavior.out.limits[0].every: is required',
    ]);
  });
});

describe('an error', () => {
  it('has its path and the expected value', () => {
    expect(withRule({ ...target, value: 0 })).toEqual(['rules[0].value: must be greater than 0']);
  });
  it('is reported together with all others, including those between fields', () => {
    expect(
      faultsOf({
        group: 'Fleet',
        capacity: { min: 5, max: 2 },
        warmup: '5 minutes',
        typo: 1,
        metrics: { cpu: { pushed: {} }, load: { formula: 'queued / workers' } },
        rules: [
          { ...target, value: -1, name: 'cpu' },
          { ...target, name: 'cpu' },
          { kind: 'backlog', metric: 'queue', perWorker: 1, name: 'queue' },
        ],
        behavior: { out: { cooldown: -1 } },
      }).toSorted(),
    ).toEqual(
      [
        'group: must start with a lower-case letter and contain at most 63 lower-case letters, digits and hyphens',
        'capacity.min: must not be above max, 2',
        'warmup: must be whole seconds, or text such as 90s, 5m, 2h or 1d, and at most 366 days',
        'rules[0].value: must be greater than 0',
        'behavior.out.cooldown: must be at least 0',
        'typo: is not a known field',
        'rules[2]: reads queue, which is not defined in metrics',
        'rules[1].name: is taken by another rule: cpu',
        'metrics.load.formula: reads queued, which is not defined in metrics',
      ].toSorted(),
    );
  });
  it('is reported once for a number out of range', () => {
    expect(faultsOf({ ...base, capacity: { min: 0, max: 1e300 } })).toEqual(['capacity.max: must be at most 100000']);
    expect(faultsOf({ ...base, capacity: { min: -1e300, max: 1 } })).toEqual(['capacity.min: must be at least 0']);
  });
});

describe('typical mistakes', () => {
  const kinds =
    'target, step, threshold, backlog, workers, schedule, deadline, objective or forecast, not cpu; if an extension adds it, name the extension in --extensions, and deploy the stage with it';
  const window = { cron: '0 2 * * *', lasts: '2h' };
  it.each([
    ['a kind that does not exist', withRule({ kind: 'cpu' }), `rules[0].kind: must be ${kinds}`],
    [
      'a map that is a value',
      faultsOf({ ...base, guards: { budget: 5 } }),
      'guards.budget: must be a map, such as { hourlyUsd: 12.5 }',
    ],
    ['a rule that is text', withRule('cpu > 80'), 'rules[0]: must be a map'],
    ['a tolerance below zero', withRule({ ...target, tolerance: -1 }), 'rules[0].tolerance: must be at least 0'],
    ['a number as text', withRule({ ...target, value: '60' }), 'rules[0].value: must be a number, such as 60'],
    ['a number with a unit', withRule({ ...target, value: '20rps' }), 'rules[0].value: must be a number, such as 20'],
    [
      'a number with a percent sign',
      withRule({ ...target, value: '1 %' }),
      'rules[0].value: must be a number, such as 1, or 0.01 where a fraction is expected',
    ],
    ...['2k', '500MB', '4 GiB', '3Mbps', '20ms', '1e99'].map((value): [string, string[], string] => [
      `a number whose unit may be another one: ${value}`,
      withRule({ ...target, value }),
      'rules[0].value: must be a number',
    ]),
    ['an exponent', withRule({ ...target, value: '1e3' }), 'rules[0].value: must be a number, such as 1000'],
    ['a unit with b', withRule({ ...target, value: '9 beds' }), 'rules[0].value: must be a number, such as 9'],
    ['no number', withRule({ ...target, value: 'fast' }), 'rules[0].value: must be a number'],
    ['a number that is none', withRule({ ...target, value: Number.NaN }), 'rules[0].value: must be a number'],
    ['a number without end', withRule({ ...target, value: Infinity }), 'rules[0].value: must be a number'],
    [
      'a fallback without workers',
      withRule({ ...target, fallback: { after: 1 } }),
      'rules[0].fallback.workers: is required',
    ],
    [
      'no steps',
      withRule({ kind: 'step', metric: 'cpu', threshold: 50, steps: [] }),
      'rules[0].steps: must have at least 1 entry',
    ],
    [
      'a step upside down',
      withRule({ kind: 'step', metric: 'cpu', threshold: 50, steps: [{ from: 9, to: 1, add: 1 }] }),
      'rules[0].steps[0].from: must be below to, 1',
    ],
    [
      'a step that does two things',
      withRule({ kind: 'step', metric: 'cpu', threshold: 50, steps: [{ add: 1, set: 5 }] }),
      'rules[0].steps[0]: must have exactly one of add, percent, set; add and set are given',
    ],
    [
      'a threshold without a side',
      withRule({ kind: 'threshold', metric: 'cpu' }),
      'rules[0]: must have at least one of out, in',
    ],
    [
      'a threshold whose sides cross',
      withRule({ kind: 'threshold', metric: 'cpu', out: { above: 5, add: 1 }, in: { below: 6, remove: 1 } }),
      'rules[0].in.below: must not be above out.above, 5',
    ],
    [
      'a backlog without a measure',
      withRule({ kind: 'backlog', metric: 'jobs' }),
      'rules[0]: must have exactly one of perWorker, taskSeconds; none is given',
    ],
    [
      'seconds of a task without a time to drain',
      withRule({ kind: 'backlog', metric: 'jobs', taskSeconds: 5 }),
      'rules[0].drainWithin: must be given together with taskSeconds',
    ],
    [
      'a window that moves nothing',
      withRule({ kind: 'schedule', windows: [window] }),
      'rules[0].windows[0]: must have at least one of min, max, desired, spare',
    ],
    [
      'a window upside down',
      withRule({ kind: 'schedule', windows: [{ ...window, min: 5, max: 4 }] }),
      'rules[0].windows[0].min: must not be above max, 4',
    ],
    [
      'a cron of six fields',
      faultsOf({ ...base, guards: { maintenance: [{ ...window, cron: '0 0 2 * * *' }] } }),
      'guards.maintenance[0].cron: must be a cron expression of five fields: minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-7 or SUN-SAT',
    ],
    [
      'a zone that is none',
      faultsOf({ ...base, guards: { maintenance: [{ ...window, timezone: 'Berlin' }] } }),
      'guards.maintenance[0].timezone: must be a time zone such as Europe/Berlin or UTC',
    ],
    [
      'a budget of nothing',
      faultsOf({ ...base, guards: { budget: {} } }),
      'guards.budget: must have at least one of hourlyUsd, monthlyUsd',
    ],
    [
      'a limit without a size',
      faultsOf({ ...base, behavior: { in: { limits: [{ every: 60 }] } } }),
      'behavior.in.limits[0]: must have exactly one of percent, workers; none is given',
    ],
    [
      'a limit over more than an hour',
      faultsOf({ ...base, behavior: { in: { limits: [{ workers: 1, every: '2h' }] } } }),
      'behavior.in.limits[0].every: must be at most 1h',
    ],
    ['a pause that is neither', faultsOf({ ...base, paused: 'up' }), 'paused: must be true, false, out or in'],
    ['a tier that does not exist', faultsOf({ ...base, tier: 'db' }), 'tier: must be application, worker or platform'],
    [
      'a provider to come',
      faultsOf({ ...base, provider: { kind: 'nomad-job' } }),
      'provider.kind: must be ec2, ec2-fleet, auto-scaling-group, ecs-service or lambda, not nomad-job; if an extension adds it, name the extension in --extensions, and deploy the stage with it',
    ],
    [
      'a metric with two sources',
      faultsOf({ ...base, metrics: { m: { pushed: {}, sqs: { queue: 'q' } } } }),
      'metrics.m: must have exactly one of cloudwatch, sqs, prometheus, lambda, formula, pushed; sqs and pushed are given',
    ],
    [
      'a metric that takes a word of formulas',
      faultsOf({ ...base, metrics: { ready: { pushed: {} } } }),
      'metrics.ready: must not be one of workers, ready, desired: in formulas those are figures of the group',
    ],
    [
      'a period CloudWatch does not have',
      faultsOf({ ...base, metrics: { m: { cloudwatch: { namespace: 'N', name: 'n', period: 45 } } } }),
      'metrics.m.cloudwatch.period: must be 1, 5, 10, 20 or 30 seconds, or whole minutes',
    ],
  ])('%s', (_, faults, fault) => {
    expect(faults).toEqual([fault]);
  });
});

describe('references', () => {
  const metrics = { cpu: { pushed: {} } };
  it.each([
    [
      'a rule that reads an unknown metric',
      withRule({ ...target, metric: 'mem' }, { metrics }),
      ['rules[0]: reads mem, which is not defined in metrics'],
    ],
    [
      'a condition that does',
      withRule(
        { kind: 'threshold', metric: 'cpu', out: { above: 5, add: 1, when: [{ metric: 'mem', above: 1 }] } },
        { metrics },
      ),
      ['rules[0]: reads mem, which is not defined in metrics'],
    ],
    [
      'a name that every object has is no metric',
      withRule({ ...target, metric: 'constructor' }, { metrics }),
      ['rules[0]: reads constructor, which is not defined in metrics'],
    ],
    ['without metrics a rule reads what the observation brings', withRule({ ...target, metric: 'mem' }), []],
    [
      'per-worker metrics come with the workers',
      withRule(
        { kind: 'workers', overloaded: [{ metric: 'mem', above: 1 }], idle: [{ metric: 'mem', below: 1 }] },
        { metrics },
      ),
      [],
    ],
    [
      'two rules of one name',
      faultsOf({
        ...base,
        rules: [
          { ...target, name: 'a' },
          { ...target, name: 'a' },
        ],
      }),
      ['rules[1].name: is taken by another rule: a'],
    ],
    [
      'a formula of a formula',
      faultsOf({ ...base, metrics: { a: { formula: 'b' }, b: { formula: 'workers' } } }),
      ['metrics.a.formula: reads b, which is itself a formula'],
    ],
    [
      'a formula of itself',
      faultsOf({ ...base, metrics: { a: { formula: 'a + 1' } } }),
      ['metrics.a.formula: reads a, which is itself a formula'],
    ],
  ])('%s', (_, faults, expected) => {
    expect(faults).toEqual(expected);
  });
});

it('an observation is rejected with paths as well', () => {
  const parsed = parseObservation({
    now: 'today',
    desired: -1,
    workers: [{ id: '', state: 'asleep' }],
    metrics: { cpu: 5 },
  });
  expect(parsed.ok ? [] : parsed.faults.map(faultText)).toEqual([
    'now: must be a time such as 2026-11-21T12:00:00Z',
    'desired: must be at least 0',
    'workers[0].id: must have at least 1 character',
    'workers[0].state: must be pending, warming, ready, draining or unhealthy',
    'metrics.cpu: must be a list, such as [{ at: 2026-11-21T12:00:00Z, value: 71 }]',
  ]);
});
