import { describe, expect, it } from 'vitest';
import { ago, decided, decides, FREE, said, toldAt, type WrittenPolicy, workersOf } from '../builders.ts';

const NEEDS_UNKNOWN = 'the needs of the other groups of the cluster are not known';

const cpu = { kind: 'target' as const, metric: 'cpu', value: 60 };
const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
const both = { rules: [cpu, jobs] };
const one = { rules: [jobs] };

describe('several rules', () => {
  decides([
    {
      name: 'the largest proposal wins',
      policy: both,
      seen: { desired: 4, metrics: { cpu: 120, jobs: 6 } },
      gives: { desired: 8, proposal: 8, fired: ['cpu', 'jobs'] },
    },
    {
      name: 'the group shrinks to the largest when all agree',
      policy: both,
      seen: { desired: 4, metrics: { cpu: 15, jobs: 3 } },
      gives: 3,
    },
    {
      name: 'one content rule keeps the group from shrinking',
      policy: both,
      seen: { desired: 4, metrics: { cpu: 60, jobs: 0 } },
      gives: { desired: 4, fired: [] },
    },
    {
      name: 'a policy without rules holds',
      policy: {},
      seen: { desired: 4 },
      gives: { desired: 4, blockedBy: null, proposal: null },
    },
  ]);
});

describe('missing data', () => {
  decides([
    {
      name: 'of one rule does not keep the group from growing',
      policy: both,
      seen: { desired: 4, metrics: { cpu: 120, jobs: null } },
      gives: { desired: 8, blockedBy: null, blind: ['jobs'] },
    },
    {
      name: 'of one rule keeps the group from shrinking',
      policy: both,
      seen: { desired: 4, metrics: { cpu: 15 } },
      gives: { desired: 4, proposal: 1, blockedBy: 'missing-data' },
    },
    {
      name: 'of all rules holds',
      policy: both,
      seen: { desired: 4, metrics: {} },
      gives: { desired: 4, proposal: null, blockedBy: 'missing-data', blind: ['cpu', 'jobs'] },
    },
    {
      name: 'does not keep a group below its min',
      policy: { ...both, capacity: { min: 5, max: 9 } },
      seen: { desired: 4 },
      gives: { desired: 5, blockedBy: null },
    },
    {
      name: 'does not keep a group above its max',
      policy: { ...both, capacity: { min: 1, max: 3 } },
      seen: { desired: 4 },
      gives: { desired: 3, blockedBy: null },
    },
    {
      name: 'is an empty series',
      policy: one,
      seen: { desired: 4, metrics: { jobs: [] } },
      gives: { blockedBy: 'missing-data' },
    },
    {
      name: 'is not zero: zero is data',
      policy: one,
      seen: { desired: 4, metrics: { jobs: 0 } },
      gives: { desired: 0, blockedBy: null },
    },
  ]);

  it.each(['NaN', null, 'nine', -1, 1e308, Infinity, Number.NaN, [], {}, true, undefined])(
    'includes invalid numbers: %s',
    (value) => {
      const decision = decided(one, { desired: 4, metrics: { jobs: [{ at: ago(60), value }] } });
      expect(decision).toMatchObject({ desired: 4, blockedBy: 'missing-data' });
    },
  );

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'includes a metric named %s without readings',
    (name) => {
      const decision = decided({ rules: [{ ...jobs, metric: name }] }, { desired: 4 });
      expect(decision).toMatchObject({ desired: 4, blockedBy: 'missing-data', blind: [name] });
    },
  );

  it('is reported with the affected rules', () => {
    const decision = decided(both, { desired: 4, metrics: { cpu: 15 } });
    expect(toldAt(decision, 'missing-data')).toBe('No recent data for jobs: scale-in to 1 blocked');
    expect(said(decision)).toMatch(/^Hold at \d+\. Rules asked for 1 /);
  });

  it.each([
    ['queued / workers', {}, 'queued', 'the pushed values could not be read'],
    ['queued / workers', { queued: [] }, 'queued', 'no recent value was pushed'],
    ['queued / workers', { queued: 4 }, null, ''],
    ['queued + busy', { queued: 4 }, 'busy', 'none of the 4 workers in service reports whether it is busy'],
    ['queued + cluster.pending', { queued: 4 }, 'cluster.pending', NEEDS_UNKNOWN],
    ['queued / zero', { queued: 4, zero: 0 }, 'load', 'its formula has no finite result for queued 4 and zero 0'],
    ['queued / (workers - 4)', { queued: 4 }, 'load', 'its formula has no finite result for queued 4 and workers 4'],
  ])('names what the formula %s lacks of %j, and why', (formula, metrics, metric, why) => {
    const pushed = { pushed: {} };
    const load = { kind: 'target' as const, metric: 'load', value: 1 };
    const policy = { cluster: 'main', rules: [load], metrics: { load: { formula }, queued: pushed, zero: pushed } };
    const decision = decided(policy, { desired: 4, metrics });
    expect(decision.blockedBy).toBe(metric === null ? null : 'missing-data');
    if (metric === null) return;
    expect(toldAt(decision, 'rule:load')).toBe(`${metric} has no fresh data: ${why}`);
    const named = metric === 'load' ? 'load' : `load (${metric} has no fresh data)`;
    expect(said(decision)).toBe(`Hold at 4. No rule has data: ${named}. ${metric}: ${why}.`);
  });

  it.each([
    [1, 'the only worker in service'],
    [2, 'none of the 2 workers in service'],
  ])('names the %d workers without a value', (count, who) => {
    const ready = workersOf(count);
    const of = (rule: object) => {
      const cloudwatch = { namespace: 'N', name: 'n', each: 'worker' as const };
      return said(decided({ rules: [rule], metrics: { cpu: { cloudwatch } } } as WrittenPolicy, { workers: ready }));
    };
    const has = count === 1 ? 'has no value' : 'has a value';
    const idle = { kind: 'workers', overloaded: [{ metric: 'cpu', above: 80 }], idle: [{ metric: 'cpu', below: 5 }] };
    expect(of(cpu)).toBe(`Hold at ${count}. No rule has data: cpu. cpu: ${who} ${has} in cloudwatch.`);
    expect(of(idle)).toContain(`(cpu has no fresh data). cpu: ${who} ${has}`);
  });

  it('says once why a metric of several rules has no data', () => {
    const seen = { desired: 4, metrics: { jobs: [{ at: ago(181), value: 9 }], cpu: 15 } };
    expect(said(decided({ rules: [jobs, { ...jobs, name: 'again' }, cpu] }, seen))).toBe(
      'Hold at 4. Rules asked for 1 (cpu 15, target 60). No recent data for jobs, again (jobs has no fresh data): scale-in to 1 blocked. jobs: its newest datapoint is 181 s old, and counts for 180 s (maxAge).',
    );
  });

  it('of a formula names the datapoint that is too old for the formula alone', () => {
    const policy = {
      rules: [{ ...jobs, metric: 'load' }],
      metrics: { load: { formula: 'queued - 2', maxAge: '60s' }, queued: { pushed: {}, maxAge: '5m' } },
    };
    const decision = decided(policy, { desired: 4, metrics: { queued: [{ at: ago(61), value: 9 }] } });
    expect(toldAt(decision, 'rule:load')).toBe(
      'load has no fresh data: the newest datapoint of queued is 61 s old, and counts for 60 s (maxAge of the formula)',
    );
    expect(decision.reason.params['rules']).toMatchObject({
      params: { causes: [{ params: { metric: 'load', of: 'queued', age: 61, maxAge: 60 } }] },
    });
  });
});

it.each([
  [{}, [150, 4], null],
  [{}, [60, 1], 'its newest value is -1, and a count is never negative'],
  [{ window: '2m' }, [60, 1], 'its newest value is -1, and a count is never negative'],
] as const)('a formula with %j that cannot be used says why: %j', (own, [age, value], why) => {
  const load = { formula: 'queued - 2', ...own };
  const policy = { rules: [{ ...jobs, metric: 'load' }], metrics: { load, queued: { pushed: {}, maxAge: '5m' } } };
  const decision = decided(policy, { desired: 4, metrics: { queued: [{ at: ago(age), value }] } });
  const told = toldAt(decision, 'rule:load');
  if (why === null) expect(told).not.toContain('no fresh data');
  else expect(told).toBe(`load has no fresh data: ${why}`);
});

describe('stale data', () => {
  const seen = (seconds: number) => ({ desired: 4, metrics: { jobs: [{ at: ago(seconds), value: 9 }] } });
  const slow = { cloudwatch: { namespace: 'N', name: 'n', period: '5m' } };
  decides([
    { name: 'three periods old is data', policy: one, seen: seen(180), gives: 9 },
    {
      name: 'older than three periods is none',
      policy: one,
      seen: seen(181),
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'the periods are those of the metric',
      policy: { ...one, metrics: { jobs: slow } },
      seen: seen(900),
      gives: 9,
    },
    {
      name: 'of a metric with longer periods is older',
      policy: { ...one, metrics: { jobs: slow } },
      seen: seen(901),
      gives: 4,
    },
    {
      name: 'as old as maxAge is data',
      policy: { ...one, metrics: { jobs: { ...slow, maxAge: '60s' } } },
      seen: seen(60),
      gives: 9,
    },
    {
      name: 'older than maxAge is none',
      policy: { ...one, metrics: { jobs: { ...slow, maxAge: '60s' } } },
      seen: seen(61),
      gives: 4,
    },
    { name: 'from well ahead of the clock is none', policy: one, seen: seen(-181), gives: 4 },
    {
      name: 'the newest datapoint counts, wherever it stands',
      policy: one,
      seen: {
        desired: 4,
        metrics: {
          jobs: [
            { at: ago(60), value: 9 },
            { at: ago(120), value: 1 },
          ],
        },
      },
      gives: 9,
    },
  ]);
});

describe('a rule without data says', () => {
  const because = (value: number, seconds: number) =>
    toldAt(decided(one, { desired: 4, metrics: { jobs: [{ at: ago(seconds), value }] } }), 'rule:jobs');

  it.each([
    [9, 181, 'its newest datapoint is 181 s old, and counts for 180 s (maxAge)'],
    [9, 180.2, 'its newest datapoint is 181 s old, and counts for 180 s (maxAge)'],
    [9, 610, 'its newest datapoint is 11 min old, and counts for 180 s (maxAge)'],
    [9, 7300, 'its newest datapoint is 3 h old, and counts for 180 s (maxAge)'],
    [-3, 0, 'its newest value is -3, and a count is never negative'],
    [
      9,
      -181,
      'its newest datapoint is 181 s in the future, and counts up to 180 s ahead (maxAge): check the clock of its source',
    ],
  ])('why %d of %d s ago is none', (value, seconds, why) => {
    expect(because(value, seconds)).toContain(why);
  });

  it('nothing more of a metric that has no datapoint', () => {
    expect(toldAt(decided(one, { desired: 4, metrics: { jobs: null } }), 'rule:jobs')).toBe('jobs has no fresh data');
  });
});

describe('a fallback', () => {
  const rules = [{ ...jobs, fallback: { after: 3, workers: 6 } }];
  const missing = (count: number) => ({ desired: 4, history: { missing: { jobs: count } } });
  decides([
    {
      name: 'waits for n evaluations without data',
      policy: { rules },
      seen: missing(2),
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'is proposed after more than n',
      policy: { rules },
      seen: missing(3),
      gives: { desired: 6, blockedBy: null, blind: ['jobs'] },
    },
    {
      name: 'of 0 is proposed at once',
      policy: { rules: [{ ...jobs, fallback: { after: 0, workers: 6 } }] },
      seen: { desired: 4 },
      gives: 6,
    },
    {
      name: 'does not shrink the group: it is no sight',
      policy: { rules: [{ ...jobs, fallback: { after: 0, workers: 1 } }] },
      seen: { desired: 4 },
      gives: { desired: 4, blockedBy: 'missing-data', proposal: 1 },
    },
    {
      name: 'is not used while there is data',
      policy: { rules },
      seen: { ...missing(9), metrics: { jobs: 2 } },
      gives: { desired: 2, blind: [] },
    },
    {
      name: 'is one proposal among others',
      policy: { rules: [...rules, cpu] },
      seen: { ...missing(9), metrics: { cpu: 120 } },
      gives: 8,
    },
  ]);
});

describe('a formula', () => {
  const metrics = { jobs: { formula: 'queued / max(1, ready) + 0' }, queued: { pushed: {} } };
  const policy = (formula: string) => ({
    metrics: { ...metrics, jobs: { formula } },
    rules: [jobs],
    behavior: { out: FREE },
  });
  const seen = { desired: 4, workers: { ready: 3, warming: 2, draining: 1 }, metrics: { queued: 30 } };
  decides([
    { name: 'reads other metrics', policy: policy('queued / 5'), seen, gives: 6 },
    { name: 'reads the workers that are not draining', policy: policy('workers'), seen, gives: 5 },
    { name: 'reads the ready workers', policy: policy('ready * 2'), seen, gives: 6 },
    { name: 'reads the desired capacity', policy: policy('desired + 3'), seen, gives: 7 },
    {
      name: 'knows precedence, parentheses and functions',
      policy: policy('max(1, ceil((queued - 5) / 10)) * -(-2)'),
      seen,
      gives: 6,
    },
    {
      name: 'divided by zero is no data',
      policy: policy('queued / (ready - 3)'),
      seen,
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'below zero is no data',
      policy: policy('ready - queued'),
      seen,
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'without one of its metrics is no data',
      policy: policy('queued + 1'),
      seen: { desired: 4 },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
  ]);
});
