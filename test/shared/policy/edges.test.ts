import { describe, expect, it } from 'vitest';
import { DESCRIBED } from '../../../shared/policy/document/described.ts';
import {
  type PolicyDocument,
  parseDeployable,
  parsePolicy,
  policyFindings,
  policyWarnings,
} from '../../../shared/policy/index.ts';
import { policyJsonSchema } from '../../../shared/policy/json-schema.ts';
import { isAverage, isCounted } from '../../../shared/policy/metrics.ts';
import { receivingMetrics } from '../../../shared/policy/pushes/receiving.ts';
import { pastWindows } from '../../../shared/policy/warnings/windows.ts';

type Written = Partial<PolicyDocument>;
const read = (written: object) => parsePolicy({ group: 'web', capacity: { min: 1, max: 9 }, ...written });
function policyOf(written: object) {
  const parsed = read(written);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}
/** Path and code of each fault; empty for a valid policy. */
const faults = (written: object): string[] => {
  const parsed = read(written);
  return parsed.ok ? [] : parsed.faults.map(({ path, code }) => `${path} ${code}`);
};
const warned = (code: string, written: Written): unknown[] =>
  policyWarnings(policyOf(written))
    .filter((each) => each.code === code)
    .map(({ params }) => params);
const named = (name: string, more: object = {}) => ({
  cloudwatch: { namespace: 'Shop', name, dimensions: { Group: 'web' }, ...more },
});
const ec2 = (instanceTypes: readonly unknown[], more: object = {}) => ({
  provider: { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes, subnets: ['subnet-a'], ...more } as never,
});
const open = { cron: '0 8 * * *', lasts: '1h' };

describe('a value at its limit is valid, and a value beyond it is not', () => {
  it.each<[string, object, object, string]>([
    [
      'the interval of evaluations, at least',
      { evaluateEvery: '10s' },
      { evaluateEvery: '9s' },
      'evaluateEvery invalid-value',
    ],
    [
      'the interval of evaluations, at most',
      { evaluateEvery: '5m' },
      { evaluateEvery: '301s' },
      'evaluateEvery invalid-value',
    ],
    [
      'how long records are kept',
      { history: { keep: '366d' } },
      { history: { keep: '367d' } },
      'history.keep invalid-value',
    ],
    [
      'the code of an acknowledged warning',
      { acknowledge: ['a'.repeat(63)] },
      { acknowledge: ['a'.repeat(64)] },
      'acknowledge[0] invalid-value',
    ],
    [
      'how long another region is not asked',
      { overflow: { region: 'eu-west-1', after: '1d' } },
      { overflow: { region: 'eu-west-1', after: '25h' } },
      'overflow.after invalid-value',
    ],
    [
      'a warm pool',
      ec2(['c7g.large'], { warm: { size: 9 } }),
      ec2(['c7g.large'], { warm: { size: 10 } }),
      'provider.warm.size warm-above-max',
    ],
    [
      'a warm pool of members that count as two',
      ec2([{ type: 'c7g.large', weight: 2 }], { warm: { size: 5 } }),
      ec2([{ type: 'c7g.large', weight: 2 }], { warm: { size: 6 } }),
      'provider.warm.size warm-above-max',
    ],
  ])('%s', (_, valid, invalid, fault) => {
    expect(faults(valid)).toEqual([]);
    expect(faults(invalid)).toEqual([fault]);
    // A document with another fault has this one, too.
    expect(faults({ ...invalid, warmup: 'soon' })).toContain(fault);
  });

  it('compares a warm pool with a maximum only if that is a number', () => {
    const written = { ...ec2(['c7g.large'], { warm: { size: 10 } }), capacity: { min: 1, max: '9' } };
    expect(faults(written)).toEqual(['capacity.max wrong-type']);
  });

  it('compares the minimum with the budget at the price of every type', () => {
    const deployed = (written: object): string[] => {
      const parsed = parseDeployable({ group: 'web', ...written });
      return parsed.ok ? [] : parsed.faults.map(({ path, code }) => `${path} ${code}`);
    };
    const costs = (hourlyUsd: number, types: readonly unknown[] = ['c7g.large'], min = 5) =>
      deployed({
        ...ec2(types, { prices: { 'c7g.large': 0.1 } }),
        ...{ capacity: { min, max: 9 }, guards: { budget: { hourlyUsd } } },
      });
    expect([costs(0.5), costs(0.49)]).toEqual([[], ['guards.budget.hourlyUsd budget-below-min']]);
    expect(costs(0.49, ['c7g.large', 'c7g.xlarge'])).toEqual([]);
    expect(costs(0.49, [{ type: 'c7g.large', weight: 2 }])).toEqual([]);
    expect(costs(0.24, [{ type: 'c7g.large', weight: 2 }])).toEqual(['guards.budget.hourlyUsd budget-below-min']);
  });
});

describe('all faults of a policy are reported together', () => {
  const broken = (written: object) =>
    faults({ ...written, warmup: 'soon' }).filter((each) => !each.startsWith('warmup'));
  it.each<[string, object, string[]]>([
    [
      'a doubled name',
      { rules: [1, 2].map(() => ({ kind: 'target', metric: 'cpu', value: 60, name: 'a' })) },
      ['rules[1].name name-taken'],
    ],
    [
      'an unknown metric',
      { metrics: { cpu: named('cpu') }, rules: [{ kind: 'target', metric: 'memory', value: 60 }] },
      ['rules[0] unknown-metric'],
    ],
    ['a formula over nothing', { metrics: { load: { formula: 'cpu * 2' } } }, ['metrics.load.formula unknown-metric']],
    [
      'a formula over a cluster that is not named',
      { metrics: { load: { formula: 'cluster.desired' } } },
      faults({ metrics: { load: { formula: 'cluster.desired' } } }),
    ],
    [
      'a budget of no cluster',
      { guards: { clusterBudget: { hourlyUsd: 5 } } },
      faults({ guards: { clusterBudget: { hourlyUsd: 5 } } }),
    ],
  ])('%s', (_, written, found) => {
    expect(found.length).toBeGreaterThan(0);
    expect(broken(written)).toEqual(found);
  });
});

describe('validation warns', () => {
  it('about a metric that falls with load, if the rule scales out when it is high', () => {
    const falls = (rule: object, metric: object = named('memory_free')) =>
      warned('falls-with-load', { metrics: { m: metric as never }, rules: [{ metric: 'm', ...rule } as never] });
    const out = { out: { above: 20, add: 1 } };
    expect(falls({ kind: 'threshold', ...out })).toEqual([{ metric: 'm' }]);
    expect(falls({ kind: 'target', value: 20 })).toEqual([{ metric: 'm' }]);
    expect(falls({ kind: 'threshold', in: { below: 20, remove: 1 } })).toEqual([]);
    expect(falls({ kind: 'threshold', ...out }, named('memory_used'))).toEqual([]);
    expect(
      falls({
        kind: 'step',
        threshold: 20,
        steps: [
          { from: 0, add: -1 },
          { to: -5, add: 1 },
        ],
      }),
    ).toEqual([]);
    expect(falls({ kind: 'step', threshold: 20, steps: [{ from: 0, add: 1 }] })).toEqual([{ metric: 'm' }]);
    expect(
      warned('falls-with-load', {
        metrics: { used: named('memory_used'), free: { formula: '100 - used' } },
        rules: [{ kind: 'target', metric: 'free', value: 20 }],
      }),
    ).toEqual([]);
  });

  it('about a bound that a count never falls below', () => {
    const never = (metric: object, below: number) =>
      warned('bound-never-passed', {
        metrics: { m: metric as never },
        rules: [{ kind: 'threshold', metric: 'm', in: { below, remove: 1 } }],
      });
    const aws = {
      cloudwatch: { namespace: 'AWS/EC2', name: 'NetworkIn', dimensions: { AutoScalingGroupName: 'web' }, period: 300 },
    };
    for (const metric of [aws, named('Requests', { statistic: 'SampleCount' }), { sqs: { queue: 'jobs' } }]) {
      expect([never(metric, 0).length, never(metric, 1).length]).toEqual([1, 0]);
    }
    expect(never(named('temperature'), 0)).toEqual([]);
  });

  it('about bounds that are near each other, in the smallest group that can lose a worker', () => {
    const near = (max: number, min = 1) =>
      warned('bounds-too-near', {
        ...{ capacity: { min, max }, metrics: { cpu: named('cpu') } },
        rules: [{ kind: 'threshold', metric: 'cpu', out: { above: 70, add: 1 }, in: { below: 40, remove: 1 } }],
      }).length;
    expect([near(1), near(2), near(9), near(4, 4), near(4, 3)]).toEqual([0, 1, 1, 0, 0]);
  });

  it('about a cap that limits nothing, or is below the minimum', () => {
    const caps = (max: number, more: Written = {}) => {
      const written = { guards: { cap: [{ ...open, max }] }, capacity: { min: 3, max: 9 }, ...more } as Written;
      return [...warned('cap-above-maximum', written), ...warned('cap-below-minimum', written)];
    };
    expect([caps(9), caps(8), caps(3), caps(2)]).toEqual([[{ max: 9, most: 9 }], [], [], [{ max: 2, least: 3 }]]);
    expect(caps(9, { rules: [{ kind: 'schedule', windows: [{ ...open, max: 20 }] }] })).toEqual([]);
  });

  it('about a window whose minimum costs more than the budget', () => {
    const costs = (min: number, hourlyUsd: number | null, prices: object = { 'c7g.large': 0.1 }) =>
      warned('window-min-above-budget', {
        ...ec2(['c7g.large'], { prices }),
        rules: [
          {
            kind: 'schedule',
            windows: [
              { ...open, min },
              { ...open, max: 9 },
            ],
          },
        ],
        guards: hourlyUsd === null ? {} : { budget: { hourlyUsd } },
      }).length;
    expect([costs(8, 0.7), costs(8, 0.8), costs(8, null), costs(8, 0.7, {}), costs(1, 0.1)]).toEqual([1, 0, 0, 0, 0]);
  });

  it('about a group that may have no worker, unless a rule can ask for the first one', () => {
    const stays = (
      rules: readonly object[],
      metrics: object = { cpu: named('cpu'), jobs: { sqs: { queue: 'jobs' } } },
    ) => warned('no-start-from-zero', { capacity: { min: 0, max: 9 }, metrics, rules } as never).length === 1;
    const cpu = { kind: 'target', metric: 'cpu', value: 60 };
    expect(stays([cpu])).toBe(true);
    expect(stays([cpu, { kind: 'backlog', metric: 'jobs', perWorker: 1 }])).toBe(false);
    expect(stays([{ ...cpu, per: 'worker' }])).toBe(false);
    expect(stays([cpu, { kind: 'schedule', windows: [{ ...open, min: 1 }] }])).toBe(false);
    expect(stays([])).toBe(false);
    expect(stays([{ ...cpu, metric: 'each' }], { cpu: named('cpu'), each: { formula: 'cpu / max(1, workers)' } })).toBe(
      false,
    );
    expect(stays([{ ...cpu, metric: 'twice' }], { cpu: named('cpu'), twice: { formula: 'cpu * 2' } })).toBe(true);
    expect(stays([{ kind: 'deadline', metric: 'jobs', taskSeconds: 5, startWithin: 60 }])).toBe(false);
  });

  it('about a window on a past date', () => {
    const policy = policyOf({
      rules: [
        {
          kind: 'schedule',
          windows: [
            { on: '2026-11-20', start: '08:00', lasts: '1h', min: 2 },
            { ...open, min: 2 },
          ],
        },
      ],
      guards: { maintenance: [{ on: '2026-11-22', start: '08:00', lasts: '1h' }] },
    });
    const past = (now: string) => pastWindows(policy, Date.parse(now)).map(({ path, params }) => [path, params]);
    expect(past('2026-11-20T08:59:59Z')).toEqual([]);
    expect(past('2026-11-20T09:00:00Z')).toEqual([['rules[0].windows[0].on', { on: '2026-11-20' }]]);
    expect(past('2026-11-23T00:00:00Z').map(([path]) => path)).toEqual([
      ...['rules[0].windows[0].on', 'guards.maintenance[0].on'],
    ]);
  });
});

describe('what a metric is', () => {
  it.each([
    ['jobs', true],
    ['queue_depth', true],
    ['orders_total', true],
    ['jobs_per_worker', false],
    ['jobsPerHost', false],
    ['jobs_per_worker_queue', true],
    ['oldest_message_age', false],
    ['counter', false],
    ['cpu', false],
  ])('%s is a count of the whole group: %s', (name, counts) => {
    expect(isCounted('m', { m: named(name) as never })).toBe(counts);
    expect(isAverage('m', { m: named(name) as never })).toBe(!counts && !/age/.test(name));
  });

  it('a formula is an average if it reads the size of the group', () => {
    const formula = (text: string) => ({ jobs: { sqs: { queue: 'jobs' } }, m: { formula: text } }) as never;
    expect(['jobs / workers', 'jobs * 2'].map((text) => isAverage('m', formula(text)))).toEqual([true, false]);
    expect(isCounted('m', formula('jobs * 2'))).toBe(false);
  });

  it('a pushed metric is one to which values are sent, with its shortest interval', () => {
    const { metrics } = policyOf({ metrics: { cpu: named('cpu'), jobs: { pushed: { minInterval: 15 } } } });
    expect([...receivingMetrics({ metrics } as never)]).toEqual([['jobs', 15]]);
  });
});

describe('workers of a queue that are idle', () => {
  const idle = (rules: object[], within: object = {}) => policyOf({ rules, behavior: { in: within } }).behavior.in.idle;
  const [jobs, cpu] = [
    { kind: 'backlog', metric: 'jobs', perWorker: 1 },
    { kind: 'target', metric: 'cpu', value: 60 },
  ];
  it('are removed at once, unless the policy limits scale-in', () => {
    expect([
      idle([jobs]),
      idle([jobs], { cooldown: 60 }),
      idle([jobs], { limits: [{ percent: 10, every: 60 }] }),
    ]).toEqual([...['at-once', 'limited', 'limited']]);
    expect([idle([cpu]), idle([jobs, cpu]), idle([])]).toEqual(['limited', 'limited', 'limited']);
  });
});

it('the JSON Schema describes each rule, and the differences of stages', () => {
  type Described = { description?: string; properties: { kind: { const: string } } };
  const { title, properties } = policyJsonSchema() as {
    title: string;
    properties: { stages: object; rules: { items: { oneOf: Described[] } } };
  };
  expect(title).toBe('Headcount scaling policy');
  expect(properties.stages).toMatchObject({ type: 'object', additionalProperties: { type: ['object', 'null'] } });
  const rules = properties.rules.items.oneOf;
  expect(rules.map((rule) => rule.properties.kind.const)).toContain('deadline');
  expect(rules.every(({ description = '' }) => description.length > 20)).toBe(true);
  expect(JSON.stringify(rules)).toContain(JSON.stringify(DESCRIBED.rules['backlog']?.['drainWithin']));
});

it('a policy without faults has no warnings and no notes', () => {
  const policy = policyOf({ rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }] });
  expect(policyFindings(policy)).toEqual({ warnings: [], notes: [] });
});
