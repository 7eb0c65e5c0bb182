import { describe, expect, it } from 'vitest';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { Demand, Season } from '../../../../shared/rules/forecasting/index.ts';
import { Foreseeable } from '../../../../shared/rules/objective/tournament/foreseeable.ts';
import { replayOf, run, seededRandom } from '../../../../shared/simulation/index.ts';
import { someOf } from '../../../model/sampled.ts';
import { demandOf, interactive } from '../../simulation/scenarios.ts';

const STEP = 300;
const STEPS_A_DAY = 288;
const WORKER = 14;
const timing = { step: STEP, boot: 300, drain: 30, delay: 0 };

/** A daily rhythm around 100, and in some hours (by day) a multiple of it from 14:00 to 15:00. */
function demand(days: number, hours: Readonly<Record<number, number>> = {}): number[] {
  const random = seededRandom(4);
  return Array.from({ length: days * STEPS_A_DAY }, (_, step) => {
    const time = (step % STEPS_A_DAY) / STEPS_A_DAY;
    const usual = 100 + 40 * Math.sin(2 * Math.PI * (time - 0.3)) + 6 * (random() - 0.5);
    const isHour = time >= 14 / 24 && time < 15 / 24;
    return usual * (isHour ? (hours[Math.floor(step / STEPS_A_DAY)] ?? 1) : 1);
  });
}

interface Day {
  hours: number;
  lost: number;
}

/** Worker-hours and lost worker-hours of each day. */
function days(rules: PolicyDocument['rules'], values: readonly number[]): Day[] {
  const metrics: PolicyDocument['metrics'] = {
    demand: { cloudwatch: { namespace: 'Web', name: 'Requests', statistic: 'Average', period: STEP } },
  };
  const policy = parsePolicy({ group: 'web', capacity: { min: 1, max: 400 }, metrics, rules });
  if (!policy.ok) throw new Error(JSON.stringify(policy.faults));
  const scenario = interactive({
    tick: 60,
    boot: 300,
    drain: 30,
    workerRate: WORKER,
    evaluateEvery: STEP,
    noise: 'none',
  });
  const minutes = values.flatMap((value) => Array<number>(STEP / 60).fill(value / WORKER));
  const replay = replayOf(policy.value, scenario, demandOf(scenario, minutes));
  if (!replay.ok) throw new Error(JSON.stringify(replay.faults));
  const found: Day[] = [];
  for (const { index, ready, booting, draining, lost } of run(replay.value)) {
    const number = Math.floor(index / 1440);
    found[number] ??= { hours: 0, lost: 0 };
    const day = found[number] as Day;
    day.hours += (ready + booting + draining) / 60;
    day.lost += lost / 60;
  }
  return found;
}

const forecast: PolicyDocument['rules'] = [
  { name: 'now', kind: 'target', metric: 'demand', per: 'worker', value: WORKER },
  { name: 'ahead', kind: 'forecast', metric: 'demand', per: 'worker', value: WORKER, boot: 300 },
];
const objective: PolicyDocument['rules'] = [{ kind: 'objective', metric: 'demand', perWorker: WORKER, boot: 300 }];

const OUT_OF_THE_ORDINARY: readonly [name: string, hours: Readonly<Record<number, number>>, length: number][] = [
  ['ten times the demand', { 8: 10 }, 17],
  ['ten times the demand, in the first week', { 3: 10 }, 12],
  ['nearly no demand', { 8: 0.05 }, 17],
];

/** For a rule that reads two days of its past: nothing later remembers the hour. */
const IN_A_SHORT_PAST: typeof OUT_OF_THE_ORDINARY = [
  ['ten times the demand', { 3: 10 }, 8],
  ['nearly no demand', { 3: 0.05 }, 8],
];

describe.each([
  ['forecast', forecast, OUT_OF_THE_ORDINARY],
  ['objective', objective, IN_A_SHORT_PAST],
] as const)('%s: an hour that is out of the ordinary', (kind, rules, cases) => {
  it.each(someOf(cases, 1, kind))('changes the cost of no other day: %s', (_name, hours, length) => {
    const usual = days(rules, demand(length));
    const found = days(rules, demand(length, hours));
    const others = found.map(({ hours: cost }, day) => (day in hours ? 1 : cost / (usual[day]?.hours ?? 0)));
    expect(Math.max(...others)).toBeLessThan(1.1);
    expect(Math.min(...others)).toBeGreaterThan(0.9);
  });
});

describe('forecast: an hour that comes again a week later', () => {
  const hours = { 8: 10, 15: 10, 22: 10 };

  it('is a season: the third time finds the workers there', () => {
    const found = days(forecast, demand(23, hours));
    expect(found[8]?.lost).toBeGreaterThan(10);
    expect(found[15]?.lost).toBeGreaterThan(10);
    expect(found[22]?.lost).toBeLessThan((found[15]?.lost ?? 0) / 3);
  });
});

describe('the season before', () => {
  const season = (values: readonly number[]): Season => {
    const past = new Demand(5 * STEPS_A_DAY);
    const found = new Season(past, STEPS_A_DAY, timing);
    for (const value of values) {
      past.add(value);
      found.add();
    }
    return found;
  };
  const upTo = (values: readonly number[], day: number, hour: number) => values.slice(0, day * STEPS_A_DAY + hour * 12);
  /** The mean of the hour from here on, as the season before shows it. */
  const nextHour = (values: readonly number[], day: number, hour: number) =>
    season(upTo(values, day, hour))
      .before()
      .mean(-12, 12);

  it('shows demand as it was', () => {
    const values = demand(4);
    const then = values.slice(2 * STEPS_A_DAY + 14 * 12, 2 * STEPS_A_DAY + 15 * 12);
    expect(nextHour(values, 3, 14)).toBeCloseTo(then.reduce((sum, value) => sum + value, 0) / 12, 6);
  });

  it('leaves out what has happened once, and shows what has happened twice', () => {
    const usual = nextHour(demand(6), 4, 14);
    expect(nextHour(demand(6, { 3: 10 }), 4, 14) / usual).toBeCloseTo(1, 1);
    expect(nextHour(demand(6, { 2: 10, 3: 10 }), 4, 14) / usual).toBeCloseTo(10, 0);
    expect(nextHour(demand(6, { 3: 0.05 }), 4, 14) / usual).toBeCloseTo(1, 1);
  });

  it('returns to the usual after one day without the hour', () => {
    const usual = nextHour(demand(6), 5, 14);
    expect(nextHour(demand(6, { 3: 10 }), 5, 14) / usual).toBeCloseTo(1, 1);
  });

  it('follows demand that has doubled for good, and a rush that comes a few minutes later each day', () => {
    const doubled = demand(5).map((value, step) => (step >= 2 * STEPS_A_DAY ? 2 * value : value));
    expect(nextHour(doubled, 4, 14) / nextHour(demand(5), 4, 14)).toBeCloseTo(2, 1);
    const rush = Array.from({ length: 5 * STEPS_A_DAY }, (_, step) => {
      const since = (step % STEPS_A_DAY) - 168 - Math.floor(step / STEPS_A_DAY);
      return since >= 0 && since < 6 ? 60 : 10;
    });
    expect(season(upTo(rush, 4, 14)).rise(4500)).toBeGreaterThan(2.5);
  });
});

describe('foreseeable demand', () => {
  const foreseen = (values: readonly number[]): number[] => {
    const foreseeable = new Foreseeable(timing);
    return values.map((value) => foreseeable.add(value));
  };

  it('is demand up to half as much again as on the day before', () => {
    const quiet = Array<number>(50).fill(10);
    expect(foreseen([...quiet, 14]).at(-1)).toBe(14);
    expect(foreseen([...quiet, 100]).at(-1)).toBe(16);
  });

  it('is all demand as soon as launches could have responded, and what came within a day', () => {
    const quiet = Array<number>(50).fill(10);
    expect(foreseen([...quiet, 100, 100, 100, 100]).at(-1)).toBe(100);
    expect(foreseen([...quiet, 100, ...quiet, 100]).at(-1)).toBe(100);
    expect(foreseen([...quiet, 100, ...Array<number>(STEPS_A_DAY + 4).fill(10), 100]).at(-1)).toBe(16);
  });
});
