import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../../shared/decision/index.ts';
import {
  type Observation,
  type Policy,
  type PolicyDocument,
  parsePolicy,
  type Worker,
} from '../../../../shared/policy/index.ts';
import {
  measuredBy,
  replayOf,
  run,
  type Scenario,
  type Signal,
  simulate,
  type Tick,
} from '../../../../shared/simulation/index.ts';
import { demandOf, interactive, queue } from '../scenarios.ts';

function policyOf(document: Partial<PolicyDocument>): Policy {
  const parsed = parsePolicy({ group: 'web', capacity: { min: 1, max: 40 }, ...document });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}
const CPU: Partial<PolicyDocument> = {
  metrics: { cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization' } } },
  rules: [{ kind: 'target', metric: 'cpu', value: 50 }],
};
/** Nothing holds a decision back. */
const AT_ONCE: Pick<PolicyDocument, 'behavior'> = {
  behavior: {
    out: { cooldown: 0, stabilization: 0, limits: [] },
    in: { cooldown: 0, stabilization: 0, limits: [] },
  },
};
const QUEUED: Partial<PolicyDocument> = {
  ...AT_ONCE,
  metrics: { jobs: { sqs: { queue: 'jobs' } } },
  rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 2 }],
};

interface Replayed {
  readonly ticks: readonly Tick[];
  readonly decisions: readonly { readonly decision: Decision; readonly seen: Observation }[];
}
function replayed(document: Partial<PolicyDocument>, scenario: Scenario, loads: readonly number[]): Replayed {
  const decisions: { decision: Decision; seen: Observation }[] = [];
  const play = replayOf(policyOf(document), scenario, demandOf(scenario, loads), (decision, observation) => {
    decisions.push({ decision, seen: structuredClone(observation) });
  });
  if (!play.ok) throw new Error(JSON.stringify(play.faults));
  return { ticks: [...run(play.value)], decisions };
}
const capacities = ({ ticks }: Replayed) => ticks.map(({ ready, booting }) => ready + booting);
const latest = ({ decisions }: Replayed, metric: string) => decisions.at(-1)?.seen.metrics[metric]?.at(-1)?.value;

describe('a policy that is evaluated once a minute', () => {
  /** The seconds of the minute; the replay begins with one. */
  const moments = (scenario: Parameters<typeof interactive>[0], document = CPU) => {
    const { decisions } = replayed(document, interactive(scenario), Array<number>(40).fill(1));
    return decisions.map(({ seen: { now } }) => (now / 1000) % 60);
  };

  test('is evaluated when its metrics come', () => {
    for (const [metricDelay, second] of [
      [0, 0],
      [60, 0],
      [75, 15],
      [100, 45],
    ] as const)
      expect(new Set(moments({ evaluateEvery: 60, metricDelay, tick: 15 }).slice(1))).toEqual(new Set([second]));
  });

  test('is evaluated from the start on if it needs no metrics of whole minutes, belongs to a cluster, or asks for another interval', () => {
    const late = { metricDelay: 100, tick: 15 };
    expect(new Set(moments({ ...late, evaluateEvery: 60 }, { ...CPU, cluster: 'main' }))).toEqual(new Set([0]));
    expect(new Set(moments({ ...late, evaluateEvery: 30 })).size).toBe(2);
    const pushed = { ...CPU, metrics: { cpu: { pushed: {} } } };
    expect(new Set(moments({ ...late, metrics: { cpu: 'utilization' }, evaluateEvery: 60 }, pushed))).toEqual(
      new Set([0]),
    );
  });
});

describe('the observation of a replayed policy', () => {
  test('of CloudWatch are whole periods, once they are over', () => {
    const { decisions } = replayed(CPU, interactive(), [7, 7, 7, 7, ...Array(6).fill(2)]);
    expect(decisions.map(({ seen }) => seen.metrics['cpu']?.length ?? 0)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2]);
    const [first] = decisions[4]?.seen.metrics['cpu'] ?? [];
    expect(first).toEqual({ at: decisions[0]?.seen.now, value: 70 });
  });
  test('is delayed as the scenario says', () => {
    const { decisions } = replayed(CPU, interactive({ metricDelay: '1m' }), Array(10).fill(7));
    expect(decisions.findIndex(({ seen }) => seen.metrics['cpu']?.length === 1)).toBe(8);
  });
  test('of a queue is the current number of waiting tasks', () => {
    const { decisions } = replayed(QUEUED, queue({ boot: 600 }), [4, 4, 4]);
    // Six workers leave nothing waiting; so the policy keeps one, and three tasks wait.
    expect(decisions.map(({ seen }) => seen.metrics['jobs']?.at(-1)?.value)).toEqual([undefined, 0, 3]);
  });
  test.each([
    [{ silent: true }, [2]],
    [{ silent: true, every: 15 }, [2]],
    [{}, [0, 2]],
    [{ every: 15 }, [0, 2]],
  ])('of a pushed metric with %j are on time, and without 0 only if it is silent', (published, values) => {
    const policy = { ...CPU, metrics: { cpu: { pushed: {} } } };
    const scenario = interactive({ metricDelay: '10m', metrics: { cpu: { signal: 'demand', ...published } } });
    const { decisions } = replayed(policy, scenario, [0, 2, 0]);
    const seen = decisions.at(-1)?.seen.metrics['cpu'] ?? [];
    expect(seen.map(({ value }) => value)).toEqual(values);
  });
  test('contains which workers are busy, if the scenario says that they report it', () => {
    const whole = { boot: 30, taskSeconds: 60, tasks: 'whole' as const };
    const loads = [0, 12, 0, 0, 0, 0, 0, 0, 0];
    const silent = replayed(QUEUED, queue(whole), loads);
    expect(silent.decisions.every(({ seen }) => !Array.isArray(seen.workers))).toBe(true);
    const { decisions } = replayed(QUEUED, queue({ ...whole, reports: 'busy' }), loads);
    const busy = decisions.map(({ seen }) =>
      (seen.workers as readonly Worker[]).flatMap(({ state, busy: flag }) =>
        state === 'pending' ? [] : (flag ?? 'silent'),
      ),
    );
    // Three tasks: the only worker takes one, a second worker is launched, and then each takes one.
    expect(busy.slice(0, 7)).toEqual([[false], [false], [true], [true], [true, false], [true, false], [true, true]]);
    // Two tasks wait, and the busy worker has one: two of them for each worker.
    expect(decisions[2]?.decision.desired).toBe(2);
    expect(silent.decisions[2]?.decision.desired).toBe(1);
  });
  test('is made at the interval of evaluations', () => {
    const { decisions } = replayed(CPU, interactive({ evaluateEvery: '1m' }), Array(12).fill(3));
    expect(decisions.map(({ seen }) => (seen.now - (decisions[0]?.seen.now ?? 0)) / 1000)).toEqual([0, 60, 120]);
  });
  test('has booting, warming, ready and draining workers', () => {
    const scenario = interactive({ boot: 30, drain: 45, minBilled: 0 });
    const rules: PolicyDocument['rules'] = [
      { kind: 'schedule', windows: [{ cron: '1 0 * * *', lasts: '1m', desired: 3 }] },
    ];
    const { decisions } = replayed({ ...AT_ONCE, rules, warmup: 45 }, scenario, Array(14).fill(0.5));
    expect(decisions.map(({ seen }) => Object.values(seen.workers ?? {}).join(' '))).toEqual([
      // pending, warming, ready, draining, unhealthy
      ...Array(5).fill('0 0 1 0 0'),
      ...['2 0 1 0 0', '0 2 1 0 0', '0 0 3 0 0', '0 0 3 0 0', '0 0 1 2 0', '0 0 1 2 0', '0 0 1 0 0'],
      ...Array(2).fill('0 0 1 0 0'),
    ]);
  });

  const READ = (name: string, statistic = 'Average', namespace = 'App'): Partial<PolicyDocument> => ({
    ...AT_ONCE,
    metrics: { it: { cloudwatch: { namespace, name, statistic } } },
    rules: [{ kind: 'threshold', metric: 'it', out: { above: 1e9, add: 1 } }],
  });
  const signals: [Signal | null, string, string, Scenario, number][] = [
    [null, 'CPUUtilization', 'Average', interactive({ workerRate: 20 }), 60],
    [null, 'RequestCount', 'Sum', interactive({ workerRate: 20 }), 60 * 60],
    [null, 'RequestCountPerTarget', 'Sum', interactive({ workerRate: 20 }), 12 * 60],
    [null, 'RequestsPerWorker', 'Average', interactive({ workerRate: 20 }), 12],
    [null, 'requests_per_second_per_instance', 'Average', interactive({ workerRate: 20 }), 12],
    [null, 'RequestsPerSecond', 'Average', interactive({ workerRate: 20 }), 60],
    [null, 'CPUUtilizationPerTarget', 'Average', interactive({ workerRate: 20 }), 60],
    ['demand', 'Visitors', 'Average', interactive({ workerRate: 20 }), 60],
    ['running', 'Sessions', 'Maximum', interactive({ workerRate: 20, taskSeconds: 2 }), 120],
    [null, 'ApproximateNumberOfMessagesNotVisible', 'Maximum', queue({ taskSeconds: 60 }), 3],
    [null, 'NumberOfMessagesSent', 'Sum', queue({ taskSeconds: 30 }), 6],
    ['taskSeconds', 'HowLong', 'p90', queue({ taskSeconds: 30 }), 30],
  ];
  test.each(signals)('as %s or by its name: %s, %s', (signal, name, statistic, scenario, value) => {
    const told = signal === null ? scenario : { ...scenario, metrics: { it: signal } };
    expect(latest(replayed(READ(name, statistic), told, Array(9).fill(3)), 'it')).toBeCloseTo(value, 9);
  });
  test('of a growing queue has the waiting tasks and the age of the oldest', () => {
    const document: Partial<PolicyDocument> = {
      ...{ capacity: { min: 1, max: 1 }, rules: [{ kind: 'threshold', metric: 'sum', out: { above: 1e9, add: 1 } }] },
      metrics: {
        waiting: { sqs: { queue: 'jobs' } },
        all: { sqs: { queue: 'jobs', count: 'all' } },
        age: { cloudwatch: { namespace: 'AWS/SQS', name: 'ApproximateAgeOfOldestMessage', statistic: 'Maximum' } },
        sum: { formula: 'waiting + all + age' },
      },
    };
    const done = replayed(document, queue({ taskSeconds: 30 }), [20, ...Array(8).fill(0)]);
    // Eight steps serve eight worker-steps, four tasks; the last of the four steps before a minute's end is the seventh.
    expect([latest(done, 'waiting'), latest(done, 'all'), latest(done, 'age')]).toEqual([6, 7, 7 * 15]);
  });
  test.each(['Sessions', 'BacklogPerInstance', 'messages_waiting_per_worker', 'JobsPerTarget'])(
    'must be configured if it cannot be derived: %s',
    (name) => {
      const policy = policyOf(READ(name));
      const measured = measuredBy(policy, {});
      expect(measured.ok ? [] : measured.faults.map(({ path }) => path)).toEqual(['metrics.it']);
      expect(replayOf(policy, interactive(), demandOf(interactive(), [1, 1])).ok).toBe(false);
    },
  );

  test('does not need a metric that only a disabled rule reads', () => {
    const { rules = [], ...rest } = READ('Sessions');
    const other = { name: 'cpu', kind: 'target', metric: 'cpu', value: 50 } as const;
    const metrics = { ...rest.metrics, cpu: { cloudwatch: { namespace: 'App', name: 'CPUUtilization' } } };
    const policy = policyOf({
      ...rest,
      metrics,
      rules: [...rules.map((rule) => ({ ...rule, enabled: false })), other],
    });
    expect(measuredBy(policy, {})).toEqual({ ok: true, value: new Map([['cpu', 'utilization']]) });
    expect(replayOf(policy, interactive(), demandOf(interactive(), [1, 1])).ok).toBe(true);
  });
});

describe('a replayed policy whose metric is pushed', () => {
  const loads = [1, 1, 1, 1, 1, 1, 9, 9, 9, 1, 1, 1, 2];
  const scenario = (published: object) =>
    interactive({ evaluateEvery: 60, metrics: { load: { signal: 'demand', ...published } } });
  const evaluations = (source: object, rule: object, published: object = { every: 15 }) => {
    const document = { metrics: { load: source }, rules: [rule] } as Partial<PolicyDocument>;
    const { ticks, decisions } = replayed(document, scenario(published), loads);
    return decisions.map(({ seen }) => (seen.now - (ticks[0]?.at ?? 0)) / 15_000);
  };
  const bounded = { kind: 'threshold', metric: 'load', out: { above: 5, add: 1 } };
  const unbounded = { kind: 'target', metric: 'load', value: 5, per: 'worker' };
  const cloudwatch = { cloudwatch: { namespace: 'forum', name: 'load' } };

  test.each([
    ['a value beyond a bound', { pushed: {} }, bounded, { every: 15 }, [0, 4, 7, 8, 12]],
    ['a value that arrives late', { pushed: {} }, bounded, { every: 15, delay: 45 }, [0, 4, 8, 9, 12]],
    ['other values, without bounds', { pushed: {} }, unbounded, { every: 15 }, [0, 1, 4, 7, 8, 10, 12]],
    [
      'many values, once in minInterval',
      { pushed: { minInterval: '2m' } },
      unbounded,
      { every: 15 },
      [0, 1, 4, 8, 9, 12],
    ],
    ['no push, where none is described', { pushed: {} }, unbounded, {}, [0, 4, 8, 12]],
    ['no value of another source', cloudwatch, unbounded, { every: 15 }, [0, 4, 8, 12]],
  ])('is evaluated at %s', (_, source, rule, published, expected) => {
    expect(evaluations(source, rule, published)).toEqual(expected);
  });
});

describe('the actions of a replayed policy', () => {
  test('are those in production: it follows its rule and waits for its cooldowns', () => {
    const policy = { ...CPU, behavior: { out: { cooldown: 120, limits: [{ workers: 2, every: 60 }] } } };
    const { decisions } = replayed(policy, interactive({ boot: 0 }), Array(60).fill(8));
    const moves = decisions.filter(({ decision }) => decision.direction === 'out');
    expect(moves.map(({ decision }) => decision.change)).toEqual([2, 2]);
    for (const [index, { seen }] of moves.entries()) {
      const before = moves[index - 1]?.seen.now ?? Number.NEGATIVE_INFINITY;
      expect(seen.now - before).toBeGreaterThanOrEqual(120_000);
    }
    expect(decisions.some(({ decision }) => decision.blockedBy === 'cooldown')).toBe(true);
  });
  test('include a scale-in only after a whole stabilization window', () => {
    const done = replayed(CPU, interactive(), [...Array(8).fill(5), ...Array(60).fill(1)]);
    const first = done.decisions.find(({ decision }) => decision.direction === 'in');
    const asked = done.decisions.find(({ decision }) => (decision.proposal ?? Infinity) < decision.current);
    expect(((first?.seen.now ?? 0) - (asked?.seen.now ?? 0)) / 1000).toBe(300);
  });
  test('follow a queue', () => {
    const done = replayed(QUEUED, queue({ taskSeconds: 150, boot: 0 }), [200, 0, 0]);
    // 200 worker-steps are 20 tasks; one less than started is waiting after a step of 40 workers, the most there may be.
    expect(capacities(done)[0]).toBe(40);
    expect(capacities(done)[1]).toBe(8);
  });
  test('repeat a failed launch', () => {
    const failures = { capacityErrors: 0.6 };
    const rules: PolicyDocument['rules'] = [
      { kind: 'schedule', windows: [{ cron: '0 0 * * *', lasts: '1h', desired: 9 }] },
    ];
    const { ticks, decisions } = replayed({ ...AT_ONCE, rules }, interactive({ failures }), Array(30).fill(1));
    expect(decisions.slice(1).every(({ decision }) => decision.direction === 'hold')).toBe(true);
    expect(ticks[0]?.launched === 0 || ticks[1]?.launched === 0).toBe(true);
    expect(ticks.at(-1)?.ready).toBe(9);
  });
  test('stay within its budget', () => {
    const guards = { budget: { hourlyUsd: 1 } };
    const done = replayed({ ...CPU, ...AT_ONCE, guards }, interactive({ hourlyUsd: 0.2, boot: 0 }), Array(40).fill(20));
    // It starts with more than it can pay, and never grows.
    expect(
      Math.max(...capacities(replayed({ ...CPU, ...AT_ONCE }, interactive({ boot: 0 }), Array(40).fill(20)))),
    ).toBe(40);
    expect(done.decisions.some(({ decision }) => decision.blockedBy === 'budget')).toBe(true);
    expect(new Set(capacities(done)).size).toBe(1);
  });
  test('follow the bounds of a schedule, also downwards', () => {
    const rules: PolicyDocument['rules'] = [
      { kind: 'schedule', windows: [{ cron: '0 0 * * *', lasts: '1h', min: 0, max: 0 }] },
    ];
    expect(capacities(replayed({ ...AT_ONCE, rules }, interactive(), [2, 2]))).toEqual([0, 0]);
  });
});

describe('a replay', () => {
  const loads = fc.array(fc.nat(30), { minLength: 1, maxLength: 50 });
  test('does not depend on later demand', () => {
    const documents = fc.constantFrom(
      [CPU, interactive({ boot: 30 })] as const,
      [QUEUED, queue({ taskSeconds: 60 })] as const,
      [QUEUED, queue({ taskSeconds: 60, tasks: 'whole', failures: { interruptionsPerHour: 10 } })] as const,
    );
    fc.assert(
      fc.property(documents, loads, loads, ([document, scenario], first, rest) => {
        const short = replayed(document, scenario, first);
        const long = replayed(document, scenario, [...first, ...rest]);
        expect(long.ticks.slice(0, first.length)).toEqual(short.ticks);
        expect(long.decisions.slice(0, first.length)).toEqual(short.decisions);
      }),
      { numRuns: 100 },
    );
  });
  test('of a policy with a metric without data keeps its size', () => {
    const done = replayed({ ...CPU }, interactive({ metricDelay: '1h' }), [4, ...Array(40).fill(30)]);
    expect(new Set(capacities(done))).toEqual(new Set([6]));
    expect(done.decisions.every(({ decision }) => decision.blockedBy === 'missing-data')).toBe(true);
  });
  test('costs no less than the optimum if nothing is lost', () => {
    const scenario = interactive();
    const load = Array.from({ length: 960 }, (_, step) => 10 + 8 * Math.sin(step / 80));
    const play = replayOf(policyOf({ ...CPU }), scenario, demandOf(scenario, load));
    if (!play.ok) throw new Error('no play');
    const { score, costRatio, optimumHours } = simulate(play.value);
    expect(score.latePercent).toBe(0);
    expect(costRatio).toBeGreaterThan(1.2);
    expect(costRatio).toBeCloseTo(score.workerHours / optimumHours, 12);
  });
});
