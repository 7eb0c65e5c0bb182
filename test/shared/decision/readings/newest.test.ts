import { describe, expect, it } from 'vitest';
import { DecisionContext } from '../../../../shared/decision/context.ts';
import {
  ago,
  decided,
  decides,
  every,
  minutes,
  observationOf,
  policyOf,
  type Seen,
  type WrittenPolicy,
} from '../builders.ts';

const at = (...points: [ago: number, value: number][]) =>
  points.map(([seconds, value]) => ({ at: ago(seconds), value }));
const counted = (more: object = {}, source: object = {}): WrittenPolicy => ({
  metrics: {
    load: { cloudwatch: { namespace: 'App', name: 'load', statistic: 'Maximum', ...source }, ...more } as never,
  },
  rules: [{ kind: 'backlog', metric: 'load', perWorker: 1 }],
});
const seen = (load: NonNullable<Seen['metrics']>[string]): Seen => ({ desired: 4, metrics: { load } });
const readings = (written: WrittenPolicy, load: NonNullable<Seen['metrics']>[string]) =>
  new DecisionContext(policyOf(written), observationOf(seen(load))).readings;
const HELD = { desired: 4, blockedBy: 'missing-data' } as const;

describe('the newest value of a metric', () => {
  decides([
    { name: 'counts up to its maxAge', policy: counted({ maxAge: 200 }), seen: seen(at([200, 9])), gives: 9 },
    { name: 'does not count beyond it', policy: counted({ maxAge: 200 }), seen: seen(at([201, 9])), gives: HELD },
    {
      name: 'counts up to its maxAge in a window',
      policy: counted({ maxAge: 200, window: '2m' }),
      seen: seen(at([200, 9])),
      gives: 9,
    },
    {
      name: 'may be as far in the future, because clocks differ',
      policy: counted({ maxAge: 200 }),
      seen: seen(at([-200, 9])),
      gives: 9,
    },
    {
      name: 'may not be further in the future',
      policy: counted({ maxAge: 200 }),
      seen: seen(at([-201, 9])),
      gives: HELD,
    },
    {
      name: 'may be as far in the future in a window, too',
      policy: counted({ maxAge: 200, window: '2m' }),
      seen: seen(at([-200, 9])),
      gives: 9,
    },
    { name: 'is 0 if it is 0', policy: counted(), seen: seen(minutes(9, 0)), gives: 0 },
    {
      name: 'is the one before a value below zero, because that is no count',
      policy: counted(),
      seen: seen(minutes(7, -1)),
      gives: 7,
    },
    {
      name: 'is not the one before a value below zero if that is too old',
      policy: counted({ maxAge: 200 }),
      seen: seen(at([240, 7], [60, -1])),
      gives: HELD,
    },
    {
      name: 'is no zero of a silent metric after a value below zero',
      policy: counted({ missing: 'zero' }),
      seen: seen(at([180, 7], [60, -1])),
      gives: 7,
    },
    {
      name: 'is the mean of a window without values below zero',
      policy: counted({ window: '3m' }),
      seen: seen(minutes(6, -30, 0)),
      gives: 3,
    },
  ]);

  it('is compared unchanged, even if it is below zero or missing', () => {
    expect(readings(counted({ window: '2m' }), minutes(-4, -6)).compared('load')).toBe(-5);
    expect(readings(counted({ window: '2m' }), null).compared('load')).toBeUndefined();
    expect(readings(counted(), minutes(5, -6)).compared('load')).toBe(-6);
  });

  it('has the reason why it cannot be used', () => {
    const lacking = (written: WrittenPolicy, load: NonNullable<Seen['metrics']>[string]) =>
      readings(written, load).lacking('load');
    const known = { metric: 'load', source: 'cloudwatch' };
    expect(lacking(counted({ maxAge: 200 }), at([201, 9]))).toEqual({ ...known, age: 201, maxAge: 200 });
    expect(lacking(counted({ maxAge: 200 }), at([200, 9]))).toEqual({ metric: 'load' });
    expect(lacking(counted({ maxAge: 200 }), at([60, -9]))).toEqual({ metric: 'load', negative: -9 });
    // A sum of a minute settles for a minute, which maxAge does not count.
    const sum = counted({ maxAge: 200 }, { statistic: 'Sum' });
    expect(lacking(sum, at([261, 9]))).toEqual({ ...known, age: 261, maxAge: 260 });
    expect(lacking(sum, at([260, 9]))).toEqual({ metric: 'load' });
    expect(lacking(counted(), [])).toEqual({ ...known, isRead: true });
    expect(lacking(counted(), null)).toEqual({ ...known, isRead: false });
    // In the future: as far as maxAge is allowed, because clocks differ.
    expect(lacking(counted({ maxAge: 200 }), at([-201, 9]))).toEqual({ ...known, age: -201, maxAge: 200 });
    expect(lacking(counted({ maxAge: 200 }), at([-200, 9]))).toEqual({ metric: 'load' });
  });
});

describe('a sum that grows for another minute', () => {
  const sum = (more: object = {}) => counted({ maxAge: 900, ...more }, { statistic: 'Sum' });
  decides([
    { name: 'counts if it is higher than the one before', policy: sum(), seen: seen(at([120, 5], [60, 6])), gives: 6 },
    { name: 'counts if it is as high', policy: sum(), seen: seen(at([120, 6], [60, 6])), gives: 6 },
    { name: 'does not count yet if it is lower', policy: sum(), seen: seen(at([120, 6], [60, 1])), gives: 6 },
    { name: 'nor if several are lower', policy: sum(), seen: seen(at([180, 9], [119, 6], [60, 1])), gives: 9 },
    {
      name: 'counts when its minute and another one are over',
      policy: sum(),
      seen: seen(at([180, 6], [120, 1])),
      gives: 1,
    },
    { name: 'does not count a second before', policy: sum(), seen: seen(at([179, 6], [119, 1])), gives: 6 },
    { name: 'counts if it is the only one', policy: sum(), seen: seen(at([60, 1])), gives: 1 },
    { name: 'of no sum counts at once', policy: counted(), seen: seen(at([120, 6], [60, 1])), gives: 1 },
  ]);
});

describe('datapoints that are twice as far apart as their period', () => {
  it('are reported from exactly twice on', () => {
    const coarse = (period: number, gap: number, count = 3) =>
      decided(counted({}, { period }), seen(every(gap, Array<number>(count).fill(4), gap)))
        .trace.filter(({ stage }) => stage === 'metric:load')
        .map(({ reason }) => reason.params['every']);
    expect(coarse(60, 120)).toEqual([120]);
    expect(coarse(60, 119)).toEqual([]);
    expect(coarse(300, 600, 2)).toEqual([600]);
    expect(coarse(60, 120, 1)).toEqual([]);
  });
});

describe('the past of a metric', () => {
  it('leaves out values below zero, because a count is never negative', () => {
    const { points } = readings(counted(), minutes(3, -1, 0, 5)).past('load');
    expect(points.map(({ value }) => value)).toEqual([3, 0, 5]);
  });

  it('has the median of its last twenty gaps as its step, in whole seconds, if it has readings of a moment', () => {
    const queue: WrittenPolicy = { metrics: { load: { sqs: { queue: 'jobs' } } } as never, rules: [] };
    const step = (...agos: number[]) =>
      readings(
        queue,
        agos.map((seconds) => ({ at: ago(seconds), value: 1 })),
      ).past('load').step;
    expect(step(100, 90, 50, 20)).toBe(30);
    expect(step(60, 20, 10)).toBe(40);
    expect(step(11.2, 10, 0.4)).toBe(10);
    expect(step(0.2, 0.1, 0)).toBe(1);
    // Twenty gaps of 10 s after many of a minute, and one of a minute among nineteen.
    const lately = (fast: number) => [
      ...Array.from({ length: 30 }, (_, index) => 60 * (31 - index) + 10 * fast),
      ...Array.from({ length: fast + 1 }, (_, index) => 10 * (fast - index)),
    ];
    expect([step(...lately(20)), step(...lately(9))]).toEqual([10, 60]);
  });

  it('ends at the newest time at which both were measured, if it is of two metrics', () => {
    const both = new DecisionContext(
      policyOf({
        metrics: {
          a: { cloudwatch: { namespace: 'App', name: 'A' } },
          b: { cloudwatch: { namespace: 'App', name: 'B' } },
          sum: { formula: 'a * 2' },
        },
        rules: [],
      }),
      observationOf({
        metrics: {
          a: minutes(1, 2, 3),
          b: minutes(4, 5).map(({ value }, index) => ({ at: ago(180 - 60 * index), value })),
        },
      }),
    ).readings;
    const values = (...names: string[]) =>
      both.pastTogether(names).map(({ points }) => points.map(({ value }) => value));
    expect(values('a', 'b')).toEqual([
      [1, 2],
      [4, 5],
    ]);
    expect(values('b', 'a')).toEqual([
      [4, 5],
      [1, 2],
    ]);
    expect(values('sum', 'b')).toEqual([
      [2, 4, 6],
      [4, 5],
    ]);
    expect(both.together(['a', 'b'])).toEqual([2, 5]);
    expect(both.together(['sum', 'b'])).toEqual([6, 5]);
  });
});
