import { describe, expect, it } from 'vitest';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import {
  demandOfPattern,
  demandSteps,
  metricFaults,
  parseScenario,
  replayOf,
  type ScenarioDocument,
  scoreOf,
  type Tick,
} from '../../../../shared/simulation/index.ts';

const START = Date.parse('2026-11-20T00:00:00Z');
const HOUR = 240;
const cpu = (period: number) => ({
  cpu: { cloudwatch: { namespace: 'CWAgent', name: 'cpu_usage_active', period, dimensions: { Group: 'forum' } } },
});
const target: PolicyDocument = {
  group: 'forum',
  capacity: { min: 2, max: 100 },
  warmup: '2m',
  metrics: cpu(300),
  rules: [{ kind: 'target', metric: 'cpu', value: 60 }],
};
const usual: ScenarioDocument = { kind: 'interactive', workerRate: 20, evaluateEvery: 60, metricDelay: 60 };

/** Capacity in each step of 15 s. */
function played(document: PolicyDocument, demand: readonly number[], written: ScenarioDocument = usual): number[] {
  const [policy, scenario] = [parsePolicy(document), parseScenario(written)];
  if (!policy.ok || !scenario.ok) throw new Error(JSON.stringify({ policy, scenario }));
  const points = demand.map((value, index) => ({ at: START + index * 15_000, value }));
  const play = replayOf(policy.value, scenario.value, demandSteps(points, scenario.value));
  if (!play.ok) throw new Error(JSON.stringify(play.faults));
  const capacity: number[] = [];
  scoreOf(play.value, ({ ready, booting }: Tick) => capacity.push(ready + booting));
  return capacity;
}

const steady = (value: number, hours: number): number[] => Array<number>(hours * HOUR).fill(value);
/** The step falls anywhere in a period of five minutes. */
const stepped = (from: number, to: number, offset: number): number[] => [
  ...steady(from, 1),
  ...Array<number>(offset).fill(from),
  ...steady(to, 4),
];
const needed = (demand: number): number => Math.ceil(demand / 20 / 0.6);
const changesIn = (capacity: readonly number[]): number =>
  capacity.filter((value, index) => index > 0 && value !== capacity[index - 1]).length;

describe('a step in demand, seen late', () => {
  const variants: [string, PolicyDocument, ScenarioDocument][] = [
    ['five-minute data', target, usual],
    ['one-minute data', { ...target, metrics: cpu(60) }, usual],
    [
      'five-minute data of a metric whose period says a minute',
      { ...target, metrics: cpu(60) },
      { ...usual, metrics: { cpu: { every: 300, delay: 60 } } },
    ],
    ['slow boots', { ...target, warmup: '10m' }, { ...usual, boot: 300 }],
  ];
  it.each(variants)('grows the group to what it needs, and no further: %s', (_, policy, world) => {
    for (const offset of [0, 3, 7, 11, 16]) {
      for (const to of [190, 400]) {
        const capacity = played(policy, stepped(120, to, offset), world);
        expect(Math.max(...capacity) / needed(to)).toBeLessThanOrEqual(1.1);
        expect(capacity.at(-1)).toBeGreaterThanOrEqual(needed(to) * 0.9);
      }
      const down = played(policy, stepped(400, 120, offset), world);
      expect(Math.min(...down) / needed(120)).toBeGreaterThanOrEqual(0.9);
    }
  });
});

describe('workers that are in averages while they boot', () => {
  const world = { ...usual, boot: 300 };
  const demand = stepped(120, 400, 7);
  const policy = { ...target, warmup: '5m', metrics: cpu(60) };
  it('do not take a warmed-up group beyond its need, nor below', () => {
    const capacity = played(policy, demand, { ...world, reportsAfter: 30 });
    expect(Math.max(...capacity) / needed(400)).toBeLessThanOrEqual(1.1);
    expect(capacity.at(-1)).toBeGreaterThanOrEqual(needed(400) * 0.9);
  });
  it('lower the average, which a rule that only compares it follows', () => {
    const blind: PolicyDocument = {
      ...policy,
      warmup: 0,
      rules: [{ kind: 'threshold', metric: 'cpu', out: { above: 60, add: 4 }, in: { below: 20, remove: 1 } }],
    };
    expect(played(blind, demand, { ...world, reportsAfter: 30 })).not.toEqual(played(blind, demand, world));
    expect(played(policy, demand, { ...world, reportsAfter: 300 })).toEqual(played(policy, demand, world));
  });
});

describe('constant demand', () => {
  const rules: [string, NonNullable<PolicyDocument['rules']>[number]][] = [
    ['a target', { kind: 'target', metric: 'cpu', value: 60 }],
    ['a target without tolerance', { kind: 'target', metric: 'cpu', value: 60, tolerance: 0 }],
    [
      'bounds that are near',
      { kind: 'threshold', metric: 'cpu', out: { above: 62, add: 1 }, in: { below: 58, remove: 2 } },
    ],
    [
      'bounds that meet',
      { kind: 'threshold', metric: 'cpu', out: { above: 60, percent: 50 }, in: { below: 60, percent: 50 } },
    ],
    [
      'steps that meet',
      {
        kind: 'step',
        metric: 'cpu',
        threshold: 60,
        steps: [
          { from: 0, add: 3 },
          { to: 0, add: -2 },
        ],
      },
    ],
  ];
  it.each(rules)('settles: %s', (_, rule) => {
    for (const demand of [37, 121, 205]) {
      const capacity = played({ ...target, metrics: cpu(60), rules: [rule] }, steady(demand, 7));
      // The first two hours bring it from its first size to its last.
      expect(changesIn(capacity.slice(2 * HOUR))).toBe(0);
    }
  });
});

describe('a metric that is published otherwise than its definition says', () => {
  const requests = (more: object = {}): PolicyDocument => ({
    group: 'forum',
    capacity: { min: 0, max: 100 },
    metrics: {
      requests: {
        cloudwatch: { namespace: 'Shop', name: 'Requests', statistic: 'Sum', dimensions: { Group: 'forum' } },
        ...more,
      },
    },
    rules: [{ kind: 'target', metric: 'requests', value: 600, per: 'worker' }],
  });
  const night = [...steady(200, 1), ...steady(0, 3)];

  it('is silent at night: the group stays, unless silence is 0', () => {
    const world: ScenarioDocument = { ...usual, metrics: { requests: { silent: true } } };
    expect(played(requests(), night, world).at(-1)).toBe(20);
    expect(played(requests({ missing: 'zero' }), night, world).at(-1)).toBe(0);
  });

  it('grows, which only sums and counts do', () => {
    const faultsWith = (statistic: string) => {
      const cloudwatch = { namespace: 'Shop', name: 'Requests', statistic, dimensions: { Group: 'forum' } };
      const parsed = parsePolicy(requests({ cloudwatch }));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
      return metricFaults([parsed.value], { requests: { grows: true } }).map(({ code, path }) => [code, path]);
    };
    expect(faultsWith('Sum')).toEqual([]);
    expect(faultsWith('SampleCount')).toEqual([]);
    for (const statistic of ['Average', 'Maximum', 'p90'])
      expect(faultsWith(statistic)).toEqual([['grows-needs-sum', 'metrics.requests.grows']]);
  });

  it('grows: the newest minute is no reason to scale in', () => {
    const world: ScenarioDocument = { ...usual, metricDelay: 0, metrics: { requests: { grows: true, delay: 60 } } };
    const capacity = played(requests(), steady(200, 3), world);
    expect(changesIn(capacity.slice(HOUR / 4))).toBe(0);
    expect(capacity.at(-1)).toBe(20);
  });
});

describe('a metric of which nothing can have come yet', () => {
  const demand = demandOfPattern('flash', { start: START, days: 1, stepSeconds: 15, peak: 400, seed: 7 });
  const objective = (missing: 'hold' | 'zero'): PolicyDocument => ({
    ...{ group: 'forum', capacity: { min: 1, max: 100 }, warmup: '2m' },
    metrics: { requests: { cloudwatch: { namespace: 'App', name: 'Requests' }, missing } },
    rules: [{ kind: 'objective', metric: 'requests', perWorker: 20 }],
  });

  it('is not silent: a rule does not learn from a day of zeros before the replay', () => {
    const capacities = (missing: 'hold' | 'zero') =>
      played(
        objective(missing),
        demand.map(({ value }) => value),
      );
    expect(capacities('zero')).toEqual(capacities('hold'));
  });

  it('is not silent at any source', () => {
    const pushed: PolicyDocument = {
      ...{ group: 'forum', capacity: { min: 1, max: 100 }, warmup: 0 },
      metrics: { requests: { pushed: {}, missing: 'zero' } },
      rules: [{ kind: 'target', metric: 'requests', value: 12, per: 'worker' }],
      behavior: { in: { stabilization: 0, cooldown: 0, limits: [] } },
    };
    const world: ScenarioDocument = { ...usual, metrics: { requests: { every: 60, delay: 60 } } };
    const capacities = played(pushed, steady(400, 1), world);
    expect(Math.min(...capacities)).toBe(capacities[0]);
  });
});
