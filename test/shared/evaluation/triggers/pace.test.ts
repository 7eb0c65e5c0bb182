import { describe, expect, it, test } from 'vitest';
import { newestAge, nextPace } from '../../../../shared/evaluation/triggers/pace.ts';
import {
  dueAtOf,
  dueAtPace,
  dueFrom,
  isDue,
  type Pace,
  paceAfter,
  paceOf,
  STEADY,
} from '../../../../shared/names/index.ts';
import { evaluatedEvery, isPaced, parsePolicy } from '../../../../shared/policy/index.ts';
import { MINUTE, NOON } from '../../../contracts/examples.ts';
import { policyOf, setting } from '../setting.ts';
import { apart, play } from './pace-play.ts';

const SECOND = 1000;

const agesOf = (evaluations: readonly { age: number }[]): number[] => evaluations.map(({ age }) => age);

describe('a group that is evaluated once a minute', () => {
  // Without a pace, half of these would be evaluated more than 90 s after the end of the newest minute.
  const ticks = [0, 7, 20, 33, 46, 59];
  const arrivals = [0, 12, 38, 60, 61, 75, 95, 119, 130];
  it.each(ticks.flatMap((tick) => arrivals.map((arrival): [number, number] => [tick, arrival])))(
    'by ticks at second %d soon is evaluated just after its metrics come, %d s late',
    async (tick, arrival) => {
      const ages = agesOf(await play({ tick, arrival: () => arrival, minutes: 40 })).slice(15);
      expect(ages.length).toBeGreaterThanOrEqual(23);
      for (const age of ages) expect(age - arrival).toBeGreaterThanOrEqual(0);
      expect(Math.max(...ages) - arrival).toBeLessThanOrEqual(11);
    },
  );

  it('is evaluated once in each minute, however ticks come', async () => {
    for (const [tick, jitter] of [
      [4, 2],
      [9, 4],
      [50, 3],
    ] as const) {
      const evaluations = (await play({ tick, jitter, arrival: () => 65, minutes: 60 })).slice(15);
      const gaps = apart(evaluations);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(70);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
    }
  });

  it.each([-3, 0, 5])('is evaluated once in each minute after its metrics stop in minute %d', async (stop) => {
    for (let tick = 0; tick < 60; tick += 4) {
      const evaluations = await play({ tick, arrival: (minute) => (minute < stop ? 5 : null), minutes: 20 });
      expect(Math.min(...apart(evaluations.slice(-12)))).toBeGreaterThanOrEqual(50);
    }
  });

  it('waits for longer when its metrics come later than they did', async () => {
    const ages = agesOf(await play({ tick: 40, arrival: (minute) => (minute < 20 ? 62 : 92), minutes: 45 }));
    expect(Math.max(...ages.slice(15, 20))).toBeLessThan(75);
    expect(Math.max(...ages.slice(32))).toBeLessThan(110);
  });

  it('keeps its pace when one minute in five is late', async () => {
    const ages = agesOf(await play({ tick: 40, arrival: (minute) => (minute % 5 === 0 ? 85 : 62), minutes: 60 }));
    expect(ages.slice(20).filter((age) => age < 75).length).toBeGreaterThanOrEqual(30);
  });

  it('tries again within half a day whether its metrics come earlier', async () => {
    const ages = agesOf(await play({ tick: 40, arrival: (minute) => (minute < 30 ? 95 : 64), minutes: 770 }));
    expect(Math.max(...ages.slice(-5))).toBeLessThan(76);
  });
});

describe('the pace', () => {
  const before: Pace = { age: 70, state: 'known' };
  const next = (age: number | null, trigger: 'schedule' | 'alarm' = 'schedule', now = NOON) =>
    nextPace(before, { group: 'ci', trigger, age, now });

  it('stays for evaluations that show nothing of when metrics come', () => {
    expect(next(null)).toEqual(before);
    expect(next(130, 'alarm')).toEqual(before);
    // Metrics have stopped.
    expect(next(250)).toEqual(before);
  });

  it('is stored as a moment that is long past, and every other moment is none', () => {
    for (const age of [0, 10, 70, 110, 600]) {
      expect(paceOf(dueAtPace({ age, state: 'known' }))).toEqual({ age, state: 'known' });
      for (const state of ['trying', 'missed', 'late'] as const)
        for (const learnedIn of [0, 15])
          expect(paceOf(dueAtPace({ age, state, learnedIn }))).toEqual({ age, state, learnedIn });
    }
    for (const none of [null, STEADY, NOON, 1999, 10_000]) expect(paceOf(none)).toBeNull();
    const dueAt = dueAtPace(before);
    expect(isDue('ci', dueAt, NOON - MINUTE, NOON)).toBe(true);
    expect(dueFrom(dueAt, NOON)).toBe(dueAt);
    expect(dueAtOf('ci', dueAt, NOON)).toBe(NOON + 10 * SECOND);
    expect([NOON - 1, NOON, NOON + 10 * SECOND].map((after) => paceAfter(before, after) - NOON)).toEqual([
      10 * SECOND,
      10 * SECOND,
      70 * SECOND,
    ]);
  });
});

describe('the age of metrics', () => {
  const cloudwatch = { namespace: 'App', name: 'Load', period: 60 };
  const parsed = parsePolicy(
    policyOf({
      metrics: {
        load: { cloudwatch },
        coarse: { cloudwatch: { ...cloudwatch, period: 300 } },
        pushed: { pushed: {} },
      },
      rules: [{ kind: 'target', metric: 'load', value: 50 }],
    }),
  );
  if (!parsed.ok) throw new Error('the policy has faults');
  const policy = parsed.value;
  const points = (newest: number, apart = MINUTE) => [
    { at: newest - apart, value: 1 },
    { at: newest, value: 2 },
  ];
  const age = (metrics: Record<string, { at: number; value: number }[]>) => newestAge(policy, { now: NOON, metrics });

  it('is that of the metric whose newest minute is oldest', () => {
    expect(age({ load: points(NOON - 2 * MINUTE) })).toBe(60);
    // A minute can be there twice.
    expect(age({ load: [...points(NOON - 2 * MINUTE), { at: NOON - 2 * MINUTE, value: 3 }] })).toBe(60);
  });

  it.each([
    ['of pushed values', { pushed: points(NOON - 2 * MINUTE) }],
    ['of longer periods', { coarse: points(NOON - 10 * MINUTE, 5 * MINUTE) }],
    ['of basic monitoring', { load: points(NOON - 10 * MINUTE, 5 * MINUTE) }],
    ['of a minute that still runs', { load: points(NOON - 30 * SECOND) }],
    ['of metrics that have stopped', { load: points(NOON - 10 * MINUTE) }],
    ['of a single datapoint', { load: points(NOON - 2 * MINUTE).slice(1) }],
    ['of nothing', {}],
  ])('is unknown %s', (_, metrics) => {
    expect(age(metrics)).toBeNull();
  });

  it('matters only for an evaluation a minute, and for no cluster', () => {
    expect([10, 59, 60, 119, 120, 300].map((each) => isPaced(evaluatedEvery(each), {}))).toEqual([
      ...[false, false],
      ...[true, true],
      ...[false, false],
    ]);
    expect(isPaced(60, { cluster: 'main' })).toBe(false);
  });
});

test('an evaluation stores the pace that it has learned, and then leaves it', async () => {
  const world = setting();
  const source = { namespace: 'App', name: 'Requests', period: 60, dimensions: { Group: 'ci' } };
  world.fleet.add('ci');
  await world.put(
    policyOf({
      metrics: { requests: { cloudwatch: source } },
      rules: [{ kind: 'objective', metric: 'requests', perWorker: 100 }],
    }),
  );
  world.pass(50 - ((world.clock() / SECOND) % 60));
  let evaluatedAt = world.clock();
  const paces: (number | undefined)[] = [];
  for (let minute = 0; minute < 12; minute += 1) {
    // Each minute comes 65 s after its end.
    for (let at = -10; at <= 2; at += 1) {
      const start = Math.floor(evaluatedAt / MINUTE) * MINUTE + at * MINUTE;
      if (start + MINUTE + 65 * SECOND <= evaluatedAt) world.metrics.put(source, start, 50);
    }
    await world.evaluate();
    const { dueAt } = world.state().schedule;
    paces.push(paceOf(dueAt)?.age);
    const next = dueAtOf('ci', dueAt, evaluatedAt + 30 * SECOND) ?? 0;
    world.pass((next - evaluatedAt) / SECOND);
    evaluatedAt = next;
  }
  // The first evaluation finds metrics that ended 110 s ago.
  expect(paces).toEqual([100, 90, 80, 70, 60, 60, ...Array<number>(6).fill(70)]);
});
