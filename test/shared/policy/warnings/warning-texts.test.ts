import { describe, expect, it } from 'vitest';
import {
  maxAgeOf,
  type PolicyDocument,
  parsePolicy,
  policyWarnings,
  readCompletedPolicy,
} from '../../../../shared/policy/index.ts';

type Written = Partial<PolicyDocument>;
function warningsOf(written: Written) {
  const parsed = parsePolicy({ group: 'web', capacity: { min: 1, max: 9 }, ...written });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return policyWarnings(parsed.value);
}
const messages = (written: Written): string[] => warningsOf(written).map(({ message }) => message);
const paramsOf = (written: Written, code: string) =>
  warningsOf(written)
    .filter((each) => each.code === code)
    .map(({ params }) => params);

const named = (name: string) => ({ cloudwatch: { namespace: 'Shop', name, dimensions: { Group: 'web' } } });
const provider = (instanceTypes: readonly unknown[], more: object = {}): Written['provider'] =>
  ({ kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes, subnets: ['subnet-a'], ...more }) as never;

describe('bounds that are near each other', () => {
  const between = (below: number, above: number) => ({
    kind: 'threshold' as const,
    ...{ metric: 'cpu', out: { above, add: 1 }, in: { below, remove: 1 } },
  });
  const near = (below: number, above: number, more: Written = {}) =>
    paramsOf({ metrics: { cpu: named('cpu') }, rules: [between(below, above)], ...more }, 'bounds-too-near');

  it('are so for the smallest group from which a worker is removed', () => {
    const params = { metric: 'cpu', below: 40, above: 70 };
    expect(near(40, 70)).toEqual([{ ...params, workers: 2 }]);
    // Three share what four had: 40 become 53.3.
    expect(near(40, 53, { capacity: { min: 3, max: 9 } })).toEqual([{ ...params, above: 53, workers: 4 }]);
    expect(near(40, 54, { capacity: { min: 3, max: 9 } })).toEqual([]);
    expect(near(40, 70, { capacity: { min: 0, max: 9 } })).toEqual([{ ...params, workers: 2 }]);
  });

  it('name the lowest bound of those that are crossed', () => {
    const two = [between(40, 70), { kind: 'threshold' as const, metric: 'cpu', out: { above: 60, add: 1 } }];
    expect(near(40, 70, { rules: two })).toEqual([{ metric: 'cpu', below: 40, above: 60, workers: 2 }]);
  });

  it('are so at a bound only if that is reached there, as those of steps are', () => {
    expect([79, 80].map((above) => near(40, above).length)).toEqual([1, 0]);
    const into = { kind: 'threshold' as const, metric: 'cpu', in: { below: 40, remove: 1 } };
    const steps = (threshold: number) => ({
      kind: 'step' as const,
      metric: 'cpu',
      threshold,
      steps: [{ from: 0, add: 1 }],
    });
    expect([80, 81].map((threshold) => near(0, 0, { rules: [into, steps(threshold)] }).length)).toEqual([1, 0]);
  });

  it('are those of rules of which at most one has windows, or of one rule', () => {
    const during = [{ cron: '0 8 * * *', lasts: '12h' }];
    expect(near(0, 0, { rules: [{ ...between(40, 70), during }] })).toHaveLength(1);
    const [out, into] = [
      { kind: 'threshold' as const, metric: 'cpu', out: { above: 70, add: 1 } },
      { kind: 'threshold' as const, metric: 'cpu', in: { below: 40, remove: 1 } },
    ];
    expect(near(0, 0, { rules: [{ ...out, during }, into] })).toHaveLength(1);
    expect(near(0, 0, { rules: [out, { ...into, during }] })).toHaveLength(1);
    const both = [out, into].map((each) => ({ ...each, during }));
    expect(near(0, 0, { rules: both })).toEqual([]);
  });

  it('say what happens', () => {
    const written = { metrics: { cpu: named('cpu') }, rules: [between(40, 70)] };
    expect(messages(written)).toEqual([
      'when 2 workers have an average cpu just below 40, removing one brings the others above 70, and the group scales out again. Write bounds that are further apart',
    ]);
  });

  it('are those of one metric', () => {
    const rule = {
      kind: 'workers' as const,
      ...{ overloaded: [{ metric: 'cpu', above: 60 }], idle: [{ metric: 'memory', below: 50 }] },
    };
    expect(
      paramsOf({ metrics: { cpu: named('cpu'), memory: named('memory') }, rules: [rule] }, 'bounds-too-near'),
    ).toEqual([]);
  });
});

it('a time that a rule takes as a number of tasks is named', () => {
  const written = {
    metrics: { age: named('oldest_age') },
    rules: [{ kind: 'backlog' as const, metric: 'age', perWorker: 5 }],
  };
  expect(paramsOf(written, 'time-as-tasks')).toEqual([{ metric: 'age' }]);
});

describe('a group that may have no worker', () => {
  const starts = (metrics: Written['metrics'], metric: string) =>
    warningsOf({
      capacity: { min: 0, max: 9 },
      rules: [{ kind: 'threshold', metric, out: { above: 20, add: 1 } }],
      ...(metrics && { metrics }),
    }).every(({ code }) => code !== 'no-start-from-zero');

  it('starts by what can be measured without one', () => {
    expect(starts({ cpu: named('cpu') }, 'cpu')).toBe(false);
    expect(starts({ jobs: { sqs: { queue: 'jobs' } } }, 'jobs')).toBe(true);
    expect(starts({ latency: named('latency') }, 'latency')).toBe(true);
    // What a formula makes of it is not known, nor what only an observation has.
    expect(starts({ cpu: named('cpu'), load: { formula: 'cpu / max(1, workers)' } }, 'load')).toBe(true);
    expect(starts(undefined, 'load')).toBe(true);
  });
});

describe('a warning', () => {
  it('names the type that weighs too much', () => {
    const written = {
      provider: provider([
        { type: 'c7g.large', weight: 20 },
        { type: 'c7g.medium', weight: 10 },
      ]),
    };
    expect(warningsOf(written).map(({ path, params }) => ({ path, ...params }))).toEqual([
      { path: 'provider.instanceTypes[0].weight', type: 'c7g.large', weight: 20, max: 9 },
      { path: 'provider.instanceTypes[1].weight', type: 'c7g.medium', weight: 10, max: 9 },
    ]);
    expect(messages(written)[0]).toContain('a c7g.large counts as 20, which is more than capacity.max, 9.');
  });

  it('names the region that was probably meant', () => {
    const written = (region: string): Written => ({ overflow: { region } });
    expect(paramsOf(written('eu-west-11'), 'region-unknown')).toEqual([{ region: 'eu-west-11', close: 'eu-west-1' }]);
    expect(paramsOf(written('eu-west-1'), 'region-unknown')).toEqual([]);
  });

  it('names the size that was probably meant, if there is one', () => {
    const unknown = (type: string) => messages({ provider: provider([type]) }).at(0);
    expect(unknown('c7g.larg')).toContain('so c7g.larg cannot be launched; did you mean c7g.large?');
    expect(unknown('c7g.enormous')).toBe(
      'AWS has no size of this name, so c7g.enormous cannot be launched. "npx headcount preflight" checks whether types exist in your region',
    );
  });

  it('does not take a type for a misspelled one whose price is written', () => {
    const prices = { 'c7g.larg': 0.07, 'c7g.large': 0.08 };
    expect(paramsOf({ provider: provider(['c7g.large', 'x2gd.metal'], { prices }) }, 'price-of-unused-type')).toEqual([
      { type: 'c7g.larg', close: null },
    ]);
  });

  it('says in how many hours the budget of an hour uses up that of the month', () => {
    const guards = { budget: { hourlyUsd: 30, monthlyUsd: 1000 } };
    const [found] = paramsOf({ guards }, 'budget-hour-above-month');
    expect(found?.['hours']).toBeCloseTo(33.33, 2);
  });

  it('names the smallest and the largest type', () => {
    expect(
      paramsOf(
        { provider: provider(['c7g.xlarge', 'c7g.4xlarge', 'c7g.2xlarge', 'c7g.large']) },
        'unlike-types-without-weights',
      ),
    ).toEqual([{ smallest: 'c7g.large', largest: 'c7g.4xlarge', times: 8, weights: [1, 8] }]);
  });

  it('says what a minimum costs, for workers or units of capacity', () => {
    const costs = (type: object) =>
      messages({
        provider: provider([{ type: 'c7g.large', ...type }], { prices: { 'c7g.large': 0.1 } }),
        rules: [{ kind: 'schedule', windows: [{ cron: '0 8 * * *', lasts: '1h', min: 8 }] }],
        guards: { budget: { hourlyUsd: 0.3 } },
      }).find((each) => each.includes('per hour or more'));
    expect(costs({})).toContain('a minimum of 8 costs $0.8 per hour or more ($0.1 for each worker)');
    expect(costs({ weight: 2 })).toContain(
      'a minimum of 8 costs $0.4 per hour or more ($0.05 for each unit of capacity)',
    );
  });

  it('says what is silent, what is in another partition, and what is not counted', () => {
    const requests = {
      cloudwatch: {
        namespace: 'AWS/ApplicationELB',
        name: 'RequestCount',
        dimensions: { LoadBalancer: 'l' },
        statistic: 'Sum',
      },
    } as const;
    expect(
      messages({ metrics: { requests }, rules: [{ kind: 'target', metric: 'requests', value: 20, per: 'worker' }] }),
    ).toEqual([
      'requests has no datapoints while there are no requests, and missing data keeps the group from scaling in. Write missing: zero, or missing: hold if that is what you want',
    ]);
    expect(messages({ overflow: { region: 'cn-north-1' } })[0]).toContain(
      'cn-north-1 belongs to the partition aws-cn.',
    );
    const jobs = { sqs: { queue: 'jobs', count: 'waiting' as const } };
    expect(
      paramsOf(
        { metrics: { jobs }, rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }] },
        'running-not-counted',
      ),
    ).toEqual([{ metric: 'jobs' }]);
  });

  it('is none of a bound that the metric can just reach', () => {
    const steps = (threshold: number): Written => ({
      metrics: { cpu: { cloudwatch: { namespace: 'CWAgent', name: 'cpu_usage_active' } } },
      rules: [{ kind: 'step', metric: 'cpu', threshold, steps: [{ from: 0, add: 1 }] }],
    });
    expect([100, 101].map((threshold) => paramsOf(steps(threshold), 'bound-never-passed').length)).toEqual([0, 1]);
  });
});

describe('a stored policy of the first version', () => {
  it('keeps the ages of its metrics, which it does not contain', () => {
    const parsed = parsePolicy({ group: 'web', capacity: { min: 1, max: 9 }, metrics: { cpu: named('cpu') } });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const { cpu } = parsed.value.metrics;
    const stored = { ...parsed.value, metrics: { cpu: { ...cpu, maxAge: undefined } } };
    const age = (schemaVersion: number) => {
      const read = readCompletedPolicy({ schemaVersion, policy: stored });
      return read.ok ? maxAgeOf(read.value.metrics['cpu']) : null;
    };
    // Three periods, which are five minutes at least since the second version.
    expect([1, 2].map(age)).toEqual([180, 300]);
  });
});

it('the warning about a time shorter than evaluateEvery states both times', () => {
  expect(messages({ provider: provider(['c7g.large'], { heartbeat: 5 }) })).toEqual([
    'is 5 s, but Headcount checks the workers only every 60 s, so healthy workers would count as unhealthy. Write at least 60 s, or a shorter evaluateEvery',
  ]);
});
