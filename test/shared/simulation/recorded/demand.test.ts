import { describe, expect, test } from 'vitest';
import { type Datapoint, type Policy, parsePolicy } from '../../../../shared/policy/index.ts';
import {
  type DemandPoint,
  demandOfPattern,
  demandSteps,
  type Known,
  type RecordedDemand,
  type RecordedSeries,
  recordedDemand,
  type Scenario,
  workerRateOf,
  workersOfSeries,
} from '../../../../shared/simulation/index.ts';
import { interactive, queue, START } from '../scenarios.ts';
import { type Simulated, simulated } from './simulated.ts';

/** A group that changes slowly, so that its recording shows the demand more than its own changes. */
const behavior = { in: { limits: [{ percent: 25, every: 60 }] } };
const policyOf = (rules: unknown[], max = 200): Policy => {
  const metrics = {
    cpu: { cloudwatch: { namespace: 'Test', name: 'cpu' } },
    waiting: { cloudwatch: { namespace: 'Test', name: 'waiting' } },
  };
  const parsed = parsePolicy({ group: 'web', capacity: { min: 2, max }, warmup: 120, metrics, rules, behavior });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
};
const ON_CPU = [{ kind: 'target', metric: 'cpu', value: 60 }];
const ON_QUEUE = [{ kind: 'backlog', metric: 'waiting', taskSeconds: 15, drainWithin: 60 }];

const pattern = (peak: number, days = 1): DemandPoint[] =>
  demandOfPattern('diurnal', { start: START, days, stepSeconds: 300, peak, seed: 4 });

function group(scenario: Scenario, rules: unknown[], max?: number): Simulated {
  const peak = 30 * workerRateOf(scenario);
  return simulated(policyOf(rules, max), scenario, demandSteps(pattern(peak), scenario));
}

const found = (series: readonly RecordedSeries[], known: Known): RecordedDemand => {
  const demand = recordedDemand(series, known);
  if (!demand.ok) throw new Error(demand.faults[0]?.message);
  return demand.value;
};

/** What arrived in each of the demand's periods, in units a second, and how far off it is from that on average. */
function errorOf({ points, period }: RecordedDemand, { ticks }: Simulated, scenario: Scenario): number {
  let [off, total] = [0, 0];
  for (const { at, value } of points) {
    const within = ticks.filter((tick) => tick.at >= at && tick.at < at + period * 1000);
    const arrived = within.reduce((sum, tick) => sum + tick.arrived, 0) / within.length;
    off += Math.abs(value - arrived * workerRateOf(scenario));
    total += arrived * workerRateOf(scenario);
  }
  return off / total;
}

describe('the demand of a simulated group is derived from', () => {
  const web = interactive({ workerRate: 20, boot: 120, drain: 60 });
  const tasks = queue({ boot: 120, drain: 60 });
  test.each<[string, Scenario, unknown[], (of: Simulated) => RecordedSeries[], string]>([
    ['arrivals, summed over a minute', web, ON_CPU, (of) => [of.series('demand', 'Sum')], 'demand'],
    ['arrivals, so much a second', web, ON_CPU, (of) => [of.series('demand', 'Average')], 'demand'],
    ['arrivals of five minutes', web, ON_CPU, (of) => [of.series('demand', 'Sum', 300)], 'demand'],
    ['arrivals of each worker', web, ON_CPU, (of) => [of.series('demandPerWorker', 'Sum')], 'demandPerWorker'],
    ['utilization', interactive({ boot: 120 }), ON_CPU, (of) => [of.series('utilization')], 'utilization'],
    ['tasks sent', tasks, ON_QUEUE, (of) => [of.series('waiting'), of.series('demand', 'Sum')], 'demand'],
    ['tasks waiting and in flight', tasks, ON_QUEUE, (of) => [of.series('waiting'), of.series('running')], 'queue'],
  ])('%s', (_, scenario, rules, recorded, derivation) => {
    const of = group(scenario, rules);
    const known = { kind: scenario.kind, workers: of.workers, taskSeconds: scenario.taskSeconds };
    const demand = found(recorded(of), known);
    expect(demand).toMatchObject({ derivation, missing: { percent: 0 } });
    expect(demand.saturated.percent).toBeLessThan(1);
    expect(errorOf(demand, of, scenario)).toBeLessThan(0.03);
  });

  test('arrivals rather than utilization, which does not include lost work', () => {
    const of = group(web, ON_CPU, 10);
    const recorded = [of.series('utilization'), of.series('demand', 'Sum')];
    const demand = found(recorded, { kind: 'interactive', workers: of.workers });
    expect(demand).toMatchObject({ derivation: 'demand', saturated: { hours: 0, percent: 0 } });
    expect(errorOf(demand, of, web)).toBeLessThan(0.01);
  });
});

test('at full utilization, demand is the capacity of the workers, and the saturated time is reported', () => {
  const scenario = interactive({ boot: 120 });
  const of = group(scenario, ON_CPU, 10);
  const demand = found([of.series('utilization')], { kind: 'interactive', workers: of.workers });
  const short = of.ticks.filter(({ lost }) => lost > 0).length / of.ticks.length;
  expect(short).toBeGreaterThan(0.3);
  // As well where just nothing was lost: 95 % is at the end already.
  expect(demand.saturated.percent / 100).toBeGreaterThanOrEqual(short - 0.01);
  expect(demand.saturated.percent / 100).toBeLessThan(short + 0.05);
  expect(demand.saturated.hours).toBeCloseTo((demand.saturated.percent / 100) * 24, 1);
  expect(Math.max(...demand.points.map(({ value }) => value))).toBeLessThanOrEqual(10);
});

const minutes = (...values: (number | null)[]): Datapoint[] =>
  values.flatMap((value, minute) => (value === null ? [] : [{ at: START + minute * 60_000, value }]));
const seriesOf = (signal: RecordedSeries['signal'], points: Datapoint[], statistic: 'Sum' | 'Average' = 'Average') =>
  ({ name: String(signal), signal, statistic, source: null, points }) satisfies RecordedSeries;
const web = { kind: 'interactive', workers: null } as const;

test('of two series that measure demand, the first is used and the other reported', () => {
  const [one, other] = [minutes(60, 60, 60), minutes(1, 1, 1)];
  const series = [seriesOf('demand', one, 'Sum'), { ...seriesOf('demand', other, 'Sum'), name: 'grpc' }];
  expect(found(series, web)).toMatchObject({ metrics: ['demand'], unused: ['grpc'] });
  const twice = [series[0], { ...seriesOf('demand', one, 'Sum'), name: 'again' }] as RecordedSeries[];
  expect(found(twice, web).unused).toEqual([]);
});

describe('a gap', () => {
  test.each<[string, (number | null)[], number[], number]>([
    ['is bridged in a straight line', [60, 120, null, null, 300, 360, 420], [1, 2, 3, 4, 5, 6, 7], 200 / 7],
    ['after the first datapoint too', [60, null, null, 240, 300, 360], [1, 2, 3, 4, 5, 6], 200 / 6],
  ])('%s, and is reported', (_, values, expected, missing) => {
    const demand = found([seriesOf('demand', minutes(...values), 'Sum')], web);
    expect(demand.points.map(({ value }) => value)).toEqual(expected);
    expect(demand.period).toBe(60);
    expect(demand.missing.percent).toBeCloseTo(missing);
  });

  test('in the number of workers is one in the demand, and is removed at an end', () => {
    const workers = workersOfSeries([
      ...minutes(2, 2, 2),
      ...[9, 10, 11].map((minute) => ({ at: START + minute * 60_000, value: 4 })),
    ]);
    const cpu = seriesOf('utilization', minutes(50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50));
    const demand = found([cpu], { kind: 'interactive', workers });
    // Known for three minutes more, as a metric would be.
    expect(demand.points.map(({ value }) => value)).toEqual([
      ...[1, 1, 1, 1, 1],
      ...[1.2, 1.4, 1.6, 1.8].map((value) => expect.closeTo(value)),
      ...[2, 2, 2],
    ]);
    expect(demand.missing.percent).toBeCloseTo(400 / 12);
  });
});

describe('a recording without a measure of demand is rejected with the missing data', () => {
  const few = minutes(1, 2, 3, 4);
  const cases: [string, RecordedSeries[], Known, RegExp][] = [
    [
      'utilization without workers',
      [seriesOf('utilization', few)],
      web,
      /utilization is recorded per worker, .* add a series named workers/,
    ],
    ['nothing at all', [], web, /the recording contains no measure of demand .* the policy reads no metric/],
    [
      'series without datapoints',
      [seriesOf('demand', []), seriesOf('utilization', minutes(1))],
      web,
      /demand has no datapoints, utilization has one datapoint/,
    ],
    [
      'waiting tasks without running ones',
      [seriesOf('waiting', few)],
      { kind: 'queue', workers: null, taskSeconds: 5 },
      /arrivals cannot be derived from waiting tasks alone: add the tasks sent/,
    ],
    [
      'running tasks without waiting ones',
      [seriesOf('running', few)],
      { kind: 'queue', workers: null, taskSeconds: 5 },
      /arrivals cannot be derived from tasks in flight alone: add the tasks that wait, or the tasks sent/,
    ],
    [
      'signals of which none shows arrivals',
      [seriesOf('lost', few), seriesOf('oldestAge', [])],
      web,
      /: lost does not show what arrives, oldestAge has no datapoints/,
    ],
    [
      'a queue with an unknown duration of tasks',
      [seriesOf('waiting', few), seriesOf('running', few)],
      { kind: 'queue', workers: null },
      /set taskSeconds in a scenario file/,
    ],
    [
      'a recording with mostly missing data',
      [seriesOf('demand', minutes(1, 1, 1, ...Array(20).fill(null), 1, 1), 'Sum')],
      web,
      /demand has datapoints in only 20 % of its periods, too few/,
    ],
  ];
  test.each(cases)('%s', (_, series, known, message) => {
    const demand = recordedDemand(series, known);
    expect(demand).toMatchObject({ ok: false, faults: [{ message: expect.stringMatching(message) }] });
  });

  test('workers recorded only at another time', () => {
    const workers = workersOfSeries(minutes(2, 2).map(({ at, value }) => ({ at: at - 86_400_000, value })));
    const demand = recordedDemand([seriesOf('utilization', few)], { kind: 'interactive', workers });
    expect(demand).toMatchObject({
      ok: false,
      faults: [{ message: expect.stringMatching(/known in only 0 of 4 periods/) }],
    });
  });
});
