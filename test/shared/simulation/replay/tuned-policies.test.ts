import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../../shared/decision/index.ts';
import { type Observation, type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { phrase } from '../../../../shared/presentation/index.ts';
import {
  type Controller,
  type DemandSteps,
  demandOfPattern,
  demandSteps,
  hpaOnRequests,
  keda,
  type Pattern,
  replayOf,
  run,
  type Scenario,
  type Score,
  scoreOf,
  type Tick,
  workerRateOf,
} from '../../../../shared/simulation/index.ts';
import { someOf } from '../../../model/sampled.ts';
import { demandOf, interactive, queue, START } from '../scenarios.ts';

const BOUNDS = { min: 1, max: 400 };
/** A peak of 50 workers; the first of the days is played and not scored. */
const DAYS = { peakWorkers: 50, burnIn: '1d', tick: 60, evaluateEvery: 60 } as const;

function daysOf(pattern: Pattern, scenario: Scenario, days = 2): DemandSteps {
  const points = demandOfPattern(pattern, { start: START, days, stepSeconds: 60, peak: 100, seed: 21 });
  const { start, steps } = demandSteps(points, scenario);
  return { start, steps: Float64Array.from(steps) };
}

interface Told {
  readonly decision: Decision;
  /** When what was found out had last been seen anything of. */
  readonly tunedAt: number | undefined;
  readonly now: number;
}
function played(document: Partial<PolicyDocument>, scenario: Scenario, demand: DemandSteps): Score & { told: Told[] } {
  const parsed = parsePolicy({ group: 'web', capacity: BOUNDS, ...document });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const told: Told[] = [];
  const note = (decision: Decision, { now, history }: Observation) => {
    told.push({ decision, now, tunedAt: Object.values(history.tuned)[0]?.at });
  };
  const play = replayOf(parsed.value, scenario, demand, note);
  if (!play.ok) throw new Error(JSON.stringify(play.faults));
  return { ...scoreOf(play.value), told };
}
const others = (scenario: Scenario, demand: DemandSteps, ...controllers: Controller[]): Score[] =>
  controllers.map((controller) => scoreOf({ scenario, demand, bounds: BOUNDS, controller }));

const REQUESTS = { cloudwatch: { namespace: 'Web', name: 'Requests' } };
const objective = (scenario: Scenario): Partial<PolicyDocument> => ({
  metrics: { demand: REQUESTS },
  rules: [{ kind: 'objective', metric: 'demand', perWorker: workerRateOf(scenario) }],
});

describe('an objective', () => {
  const days: readonly (readonly [Pattern, Partial<Parameters<typeof interactive>[0]>])[] = [
    ['diurnal', {}],
    ['flash', {}],
    ['diurnal', { metricDelay: 60, noise: 'poisson' }],
    ['flash', { metricDelay: 60 }],
  ];
  test.each(someOf(days, 2, 'objective'))(
    'is met on an unknown day, for less than the HPA costs: %s %o',
    (pattern, seeing) => {
      const scenario = interactive({ ...DAYS, ...seeing, workerRate: 1 });
      const demand = daysOf(pattern, scenario);
      const { latePercent, workerHours } = played(objective(scenario), scenario, demand);
      expect(latePercent).toBeLessThan(1);
      for (const each of others(
        scenario,
        demand,
        ...[0.5, 0.6, 0.7].map((target) => hpaOnRequests(scenario, { target })),
      )) {
        expect(workerHours).toBeLessThan(each.workerHours);
      }
    },
  );

  test('reports its active strategy, and finds a new one at most every hour', () => {
    const scenario = interactive({ ...DAYS, workerRate: 1 });
    const { told } = played(objective(scenario), scenario, daysOf('diurnal', scenario, 1));
    const reasonsAt = (minute: number) => {
      const reason = told[minute]?.decision.trace[0]?.reason;
      return reason ? phrase(reason) : '';
    };
    expect(reasonsAt(5)).toContain('too little history to choose a strategy');
    expect(reasonsAt(12 * 60)).toMatch(
      /of \d+ strategies, this is the cheapest that would have stayed within the limit over the last 12 h/,
    );
    const found = [...new Set(told.map(({ tunedAt }) => tunedAt))].filter((at) => at !== undefined);
    expect(found.length).toBeGreaterThan(24);
    expect(found.length).toBeLessThan(100);
    const age = told.flatMap(({ now, tunedAt }) => (tunedAt === undefined ? [] : [(now - tunedAt) / 1000]));
    expect(Math.max(...age)).toBeLessThanOrEqual(3600 + 60);
  });
});

describe('a deadline', () => {
  const queues = {
    waiting: { sqs: { queue: 'jobs' } },
    running: { sqs: { queue: 'jobs', count: 'inFlight' as const } },
  };
  const deadline = (taskSeconds: number): Partial<PolicyDocument> => ({
    metrics: queues,
    rules: [{ kind: 'deadline', metric: 'waiting', running: 'running', taskSeconds, startWithin: '5m' }],
  });

  test.each(['fluid', 'whole'] as const)('starts 99.9 %% of %s tasks in time, at less than KEDA costs', (tasks) => {
    const scenario = queue({ tasks, taskSeconds: 45, peakWorkers: 50, burnIn: '1h' });
    const demand = daysOf('jobs', scenario, 1);
    const { latePercent, workerHours } = played(deadline(45), scenario, demand);
    expect(latePercent).toBeLessThanOrEqual(0.1);
    for (const each of others(scenario, demand, ...[1, 2, 3].map((perWorker) => keda(scenario, { perWorker })))) {
      expect(workerHours).toBeLessThan(each.workerHours);
    }
  });

  test('scales a group to zero and back', () => {
    const scenario = queue({ taskSeconds: 60 });
    const quiet = Array<number>(80).fill(0);
    const demand = demandOf(scenario, [...quiet, 8, 8, 8, ...quiet]);
    const parsed = parsePolicy({ group: 'web', capacity: { min: 0, max: 9 }, ...deadline(60) });
    if (!parsed.ok) throw new Error('the policy is refused');
    const play = replayOf(parsed.value, scenario, demand);
    if (!play.ok) throw new Error('it cannot be played');
    const ticks: Tick[] = [...run(play.value)];
    const there = ticks.map(({ ready, booting }) => ready + booting);
    expect([there[79], there.at(-1)]).toEqual([0, 0]);
    expect(Math.max(...there)).toBeGreaterThan(0);
    expect(ticks.at(-1)?.queued).toBe(0);
  });

  test('uses the launch time of each worker, also while it warms up', () => {
    const scenario = queue({ taskSeconds: 60, boot: 30 });
    const document = { ...deadline(60), warmup: 75 };
    const parsed = parsePolicy({ group: 'web', capacity: { min: 0, max: 9 }, ...document });
    if (!parsed.ok) throw new Error('the policy is refused');
    const listed: string[] = [];
    const play = replayOf(
      parsed.value,
      scenario,
      demandOf(scenario, [0, 8, 0, 0, 0, 0, 0, 0, 0]),
      (_, { now, workers }) => {
        const each = Array.isArray(workers) ? workers : [];
        const young = each.flatMap(({ state, launchedAt }) =>
          launchedAt === undefined ? [] : [[state, now - launchedAt]],
        );
        listed.push([...new Set(young.map((worker) => worker.join(' ')))].join(', '));
      },
    );
    if (!play.ok) throw new Error('it cannot be played');
    expect([...run(play.value)]).toHaveLength(9);
    expect(listed.slice(3, 8)).toEqual(['pending 15000', 'warming 30000', 'warming 45000', 'warming 60000', '']);
  });
});

describe('a forecast beside a target', () => {
  test('has workers ready before the daily hour of work', () => {
    const scenario = interactive({ tick: 60, evaluateEvery: 60, workerRate: 1, burnIn: '3d' });
    const loads = Array.from({ length: 5 * 1440 }, (_, minute) =>
      minute % 1440 >= 600 && minute % 1440 < 660 ? 30 : 5,
    );
    const demand = demandOf(scenario, loads);
    const metrics = { demand: REQUESTS };
    const target = { kind: 'target', metric: 'demand', value: 0.8, per: 'worker', tolerance: 0 } as const;
    const forecast = { ...target, kind: 'forecast' } as const;
    const behavior = { out: { limits: [], cooldown: 0 } };
    const alone = played({ metrics, behavior, rules: [target] }, scenario, demand);
    const both = played({ metrics, behavior, rules: [target, forecast] }, scenario, demand);
    expect(alone.latePercent).toBeGreaterThan(0.5);
    expect(both.latePercent).toBeLessThan(alone.latePercent / 2);
  });
});
