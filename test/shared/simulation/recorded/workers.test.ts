import { describe, expect, test } from 'vitest';
import { type Policy, parsePolicy } from '../../../../shared/policy/index.ts';
import {
  demandOfPattern,
  demandSteps,
  type Resize,
  workersOfResizes,
  workersOfSeries,
} from '../../../../shared/simulation/index.ts';
import { interactive, START } from '../scenarios.ts';
import { simulated } from './simulated.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (minute: number): number => START + minute * MINUTE;
const resize = (minute: number, live: number, change: Partial<Resize> = {}): Resize => ({
  ...{ at: at(minute), live, unhealthy: 0, launched: 0, canceledDrains: 0, retired: 0, endedAt: null },
  ...change,
});
const timing = { boot: 120, drain: 60 };

describe('the number of serving workers, from resizes', () => {
  const resizes = [
    resize(10, 4, { launched: 6 }),
    resize(30, 10, { retired: 5, endedAt: at(34) }),
    // Two were gone that nobody had retired.
    resize(50, 3, { canceledDrains: 1 }),
  ];
  const workers = workersOfResizes(resizes, timing);
  test.each<[string, number, number]>([
    ['before the first is what that one saw', 5, 4],
    ['does not hold those that boot', 11, 4],
    ['holds them once they have', 13, 10],
    ['goes down as soon as they are retired', 31, 5],
    ['stays until the next', 49, 5],
    ['is what the next saw', 51, 4],
  ])('%s', (_, minute, count) => {
    expect(workers.serving(at(minute), at(minute + 1))).toBeCloseTo(count);
  });

  test('is a mean if it changes within the time range', () => {
    expect(workers.serving(at(11), at(13))).toBeCloseTo(7);
    expect(workers.serving(at(0), at(60))).toBeCloseTo((4 * 12 + 10 * 18 + 5 * 20 + 4 * 10) / 60);
  });

  test('is billed from the launch until the end of the drain', () => {
    expect(workers.workerHours(at(0), at(60))).toBeCloseTo((4 * 10 + 10 * 20 + 5 * 20 + 5 * 4 + 4 * 10) / 60);
  });

  test('includes the changes in a time range', () => {
    expect(workers.changes(at(0), at(60))).toEqual({ actions: 3, launches: 6 });
    expect(workers.changes(at(20), at(50))).toEqual({ actions: 1, launches: 0 });
  });

  test('bills drained workers without a recorded termination until their drain ends, regardless of later resizes', () => {
    const open = workersOfResizes([resize(0, 5, { retired: 2 }), resize(0.5, 3, { launched: 1 })], timing);
    expect(open.workerHours(at(0), at(2))).toBeCloseTo((5 * 0.5 + 6 * 0.5 + 4) / 60);
  });
});

test('the hours and workers of a simulated group are derived from its resizes', () => {
  const parsed = parsePolicy({
    ...{ group: 'web', capacity: { min: 2, max: 200 }, warmup: 120 },
    metrics: { cpu: { cloudwatch: { namespace: 'Test', name: 'cpu' } } },
    rules: [{ kind: 'target', metric: 'cpu', value: 60 }],
  });
  const scenario = interactive({ boot: 120, drain: 60, minBilled: 0 });
  const points = demandOfPattern('flash', { start: START, days: 1, stepSeconds: 300, peak: 30, seed: 2 });
  const { ticks, workers, score } = simulated(
    (parsed as { value: Policy }).value,
    scenario,
    demandSteps(points, scenario),
  );
  const end = START + 24 * HOUR;
  expect(score.actions).toBeGreaterThan(20);
  expect(workers.workerHours(START, end) / score.workerHours).toBeCloseTo(1, 2);
  const wrong = ticks.filter(
    ({ at: from, ready }) => Math.abs((workers.serving(from, from + 15_000) ?? 0) - ready) > 1e-6,
  );
  // Where a booting worker is taken back, which one it was is not recorded.
  expect(wrong.length / ticks.length).toBeLessThan(0.02);
});

describe('the number of serving workers, from a metric', () => {
  const workers = workersOfSeries(
    [0, 1, 2, 3, 30, 31].map((minute) => ({ at: at(minute), value: minute < 30 ? 2 : 6 })),
  );
  test.each<[string, number, number, number | undefined]>([
    ['is its mean', 0, 4, 2],
    ['holds for three periods after a datapoint', 5, 6, 2],
    ['is not known later', 7, 30, undefined],
    ['is not known before', -5, 0, undefined],
    ['is of the known part of a time', 0, 32, (2 * 6 + 6 * 2) / 8],
  ])('%s', (_, from, to, count) => {
    const mean = workers.serving(at(from), at(to));
    if (count === undefined) expect(mean).toBeUndefined();
    else expect(mean).toBeCloseTo(count);
  });

  test('has hours, but neither actions nor launches', () => {
    expect(workers.workerHours(at(0), at(4))).toBeCloseTo((2 * 4) / 60);
    expect(workers.changes(at(0), at(4))).toBeNull();
  });
});
