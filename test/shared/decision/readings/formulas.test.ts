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
  workersOf,
} from '../builders.ts';

const minute = (name: string, period = 60) => ({
  cloudwatch: { namespace: 'App', name, period, statistic: 'Maximum' as const },
});
const METRICS = {
  a: minute('A'),
  b: minute('B'),
  slow: minute('Slow', 300),
  queue: { sqs: { queue: 'jobs' } },
  total: { cloudwatch: { namespace: 'App', name: 'Total', statistic: 'Sum' as const } },
};
/** A formula that is called `sum`, beside its metrics. */
const formula = (text: string, more: object = {}, rest: WrittenPolicy = {}): WrittenPolicy => ({
  metrics: { ...METRICS, sum: { formula: text, ...more } },
  rules: [{ kind: 'backlog', metric: 'sum', perWorker: 1 }],
  ...rest,
});
const readings = (written: WrittenPolicy, seen: Seen) =>
  new DecisionContext(policyOf({ rules: [], ...written }), observationOf({ desired: 4, ...seen })).readings;
/** What a formula is, and as which moments. */
const past = (written: WrittenPolicy, seen: Seen) =>
  readings(written, seen)
    .past('sum')
    .points.map(({ at, value }) => [(Date.parse('2026-11-21T12:00:00Z') - at) / 1000, value]);
const at = (...points: [ago: number, value: number][]) =>
  points.map(([seconds, value]) => ({ at: ago(seconds), value }));

describe('the value of a formula', () => {
  decides([
    {
      name: 'is at the newest moment at which all of its metrics were measured',
      policy: formula('a + b + 0 * workers'),
      seen: { desired: 1, metrics: { a: at([120, 50]), b: at([120, 0], [60, 50]) } },
      gives: 50,
    },
    {
      name: 'is of the newest of each metric if they have no common moment',
      policy: formula('a + b'),
      seen: { desired: 1, metrics: { a: at([150, 50]), b: at([60, 7]) } },
      gives: 57,
    },
    {
      name: 'may be as old as its own maximum',
      policy: formula('a + b', { maxAge: 100 }),
      seen: { desired: 1, metrics: { a: at([100, 3]), b: at([40, 4]) } },
      gives: 7,
    },
    {
      name: 'may not be older, though its metrics may',
      policy: formula('a + b', { maxAge: 100 }),
      seen: { desired: 4, metrics: { a: at([101, 3]), b: at([40, 4]) } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'may not be older in a window either',
      policy: formula('a + b', { maxAge: 100, window: '5m' }),
      seen: { desired: 4, metrics: { a: at([101, 3]), b: at([101, 4]) } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'may be older while a sum that it reads settles',
      policy: formula('total + 0', { maxAge: 100 }),
      seen: { desired: 1, metrics: { total: at([160, 3]) } },
      gives: 3,
    },
    {
      name: 'may be older while a sum that it reads settles, in a window too',
      policy: formula('total + 0', { maxAge: 100, window: '5m' }),
      seen: { desired: 1, metrics: { total: at([160, 3]) } },
      gives: 3,
    },
    {
      name: 'is 0 beyond its own maximum if silence is',
      policy: formula('a + b', { maxAge: 100, missing: 'zero' }),
      seen: { desired: 1, metrics: { a: at([101, 3]), b: at([40, 4]) } },
      gives: 0,
    },
    {
      name: 'is no data beyond its own maximum if a read failed, though silence is 0',
      policy: formula('a + b', { maxAge: 100, missing: 'zero' }),
      seen: { desired: 4, metrics: { a: at([101, 3]), b: null } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'keeps the maximum of its metrics if its own is longer',
      policy: formula('queue + 1', { maxAge: 900 }),
      seen: { desired: 4, metrics: { queue: at([181, 3]) } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'needs no metric if it reads the group alone',
      policy: formula('desired + 3'),
      seen: { desired: 2 },
      gives: 5,
    },
    {
      name: 'is no data if one of its metrics has none',
      policy: formula('a + b'),
      seen: { desired: 4, metrics: { a: 9, b: null } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'is no data if it is no number',
      policy: formula('a / b', {}, { rules: [{ kind: 'threshold', metric: 'sum', out: { above: 5, add: 1 } }] }),
      seen: { desired: 4, metrics: { a: 0, b: 0 } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'is added to another metric of the same rule',
      policy: formula('a + b', {}, { rules: [{ kind: 'backlog', metric: 'queue', running: 'sum', perWorker: 1 }] }),
      seen: { desired: 4, metrics: { a: 2, b: 3, queue: 4 } },
      gives: 9,
    },
    {
      name: 'counts workers that start',
      policy: formula('a - pending'),
      seen: { desired: 9, workers: { ready: 5, pending: 4 }, metrics: { a: 12 } },
      gives: { proposal: 8 },
    },
  ]);
});

describe('a formula with missing: zero', () => {
  const zero = formula('a + b', { missing: 'zero' });
  decides([
    {
      name: 'is 0 if a metric was read and there is nothing',
      policy: zero,
      seen: { desired: 4, metrics: { a: 9, b: [] } },
      gives: 0,
    },
    {
      name: 'is no data if a read failed',
      policy: zero,
      seen: { desired: 4, metrics: { a: [], b: null } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'is no data if a metric was not read',
      policy: zero,
      seen: { desired: 4, metrics: { a: [] } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    {
      name: 'is no data if its metrics have values, and it has none',
      policy: formula('a / b', { missing: 'zero' }),
      seen: { desired: 4, metrics: { a: 0, b: 0 } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
    { name: 'is its value if there is one', policy: zero, seen: { desired: 4, metrics: { a: 2, b: 3 } }, gives: 5 },
    {
      name: 'is no data without missing: zero',
      policy: formula('a + b'),
      seen: { desired: 4, metrics: { a: 9, b: [] } },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
  ]);

  it('starts and ends now, so it belongs to the current workers', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(readings(zero, { metrics: { a: 9, b: [] }, workers: { ready: 3 } }).served('sum')).toEqual({
      ...{ from: now, to: now, most: 3, least: 3 },
    });
  });
});

describe('the past of a formula', () => {
  it('has a value whenever one of its metrics was measured, up to their newest common time', () => {
    const seen: Seen = { metrics: { a: at([240, 1], [180, 2], [120, 3], [60, 9]), b: at([240, 10], [120, 20]) } };
    expect(past(formula('a + b'), seen)).toEqual([
      [240, 11],
      [180, 12],
      [120, 23],
    ]);
    // Before the first value of a metric it has none, and without a common moment it goes on to the end.
    expect(past(formula('a + b'), { metrics: { a: at([150, 1], [90, 2]), b: at([60, 5]) } })).toEqual([[60, 7]]);
  });

  it('is sorted, whichever metric was measured first', () => {
    const seen: Seen = { metrics: { queue: at([150, 1], [30, 2], [10, 2]), a: at([180, 10], [120, 20], [60, 30]) } };
    expect(past(formula('queue + a'), seen)).toEqual([
      [150, 11],
      [120, 21],
      [60, 31],
      [30, 32],
      [10, 32],
    ]);
  });

  it('uses the workers of each period', () => {
    const seen: Seen = {
      ...{ desired: 9, workers: { ready: 9 }, metrics: { a: at([240, 90], [180, 90], [120, 90], [60, 90]) } },
      history: { changes: [{ at: ago(150), by: 3 }] },
    };
    // Half of a period with six, and half with nine: 7.5.
    expect(past(formula('a / workers'), seen)).toEqual([
      [240, 15],
      [180, 12],
      [120, 10],
      [60, 10],
    ]);
  });

  it('has no value while a figure of the group is unknown', () => {
    const busy = (workers: Seen['workers']) => past(formula('a - busy'), { workers, metrics: { a: minutes(5, 6) } });
    expect(busy({ ready: 1, unhealthy: 1 })).toEqual([]);
    expect(busy({ ready: 0, pending: 2 })).toEqual([
      [120, 5],
      [60, 6],
    ]);
    expect(busy([...workersOf(2, 'ready', { busy: true }), { id: 'idle', state: 'ready', busy: false }])).toEqual([
      [120, 3],
      [60, 4],
    ]);
    expect(past(formula('a - cluster.pending', {}, { cluster: 'shop' }), { metrics: { a: minutes(5) } })).toEqual([]);
  });

  it('has the period of its slowest metric', () => {
    const step = (text: string, metrics: Seen['metrics']) =>
      readings(formula(text), { metrics: metrics ?? {} }).past('sum').step;
    const [a, slow] = [minutes(1, 2, 3), at([900, 1], [600, 1], [300, 1])];
    expect(step('a + b', { a, b: a })).toBe(60);
    expect(step('a + slow', { a, slow })).toBe(300);
    // A queue is read at moments, which show the pace of the formula.
    expect(step('queue * 2', { queue: every(15, [1, 2, 3, 4]) })).toBe(15);
    expect(step('queue + a', { queue: every(20, [1, 2, 3, 4, 5, 6]), a })).toBe(20);
  });

  const over = (more: object, ...lasts: number[]): WrittenPolicy[] =>
    lasts.map((seconds) =>
      formula('a + slow', more, {
        rules: [{ kind: 'threshold', metric: 'sum', out: { above: 5, for: seconds, add: 1 } }],
      }),
    );
  it('keeps a condition true across gaps that are shorter than the highest age of its metrics', () => {
    const seen: Seen = { desired: 4, metrics: { a: at([720, 9], [120, 9]), slow: at([910, 9], [300, 9]) } };
    const grown = (written: WrittenPolicy[]) => written.map((each) => decided(each, seen).desired);
    // Values at 720, 300 and 120 s.
    expect(grown(over({}, 600, 720))).toEqual([5, 5]);
    expect(grown(over({ maxAge: 300 }, 300, 400))).toEqual([5, 4]);
  });

  it('is averaged over its window', () => {
    const windowed = formula('a + b', { window: '3m' });
    const seen: Seen = { metrics: { a: minutes(1, 2, 3, 4), b: minutes(0, 10, 20, 60) } };
    expect(past(windowed, seen)).toEqual([
      [240, 1],
      [180, 6.5],
      [120, 12],
      [60, 33],
    ]);
    expect(decided(windowed, { desired: 1, ...seen }).desired).toBe(33);
  });
});

describe('an average that is a formula over the size of the group', () => {
  it('is multiplied by the figure that it reads, over the time of its newest metric', () => {
    const seen: Seen = {
      ...{ desired: 12, workers: { ready: 8, pending: 4 }, metrics: { slow: at([420, 90]), a: at([180, 90]) } },
      history: { changes: [{ at: ago(270), by: 4 }] },
    };
    const served = (text: string) => {
      const { from, to, most } = readings(formula(text), seen).served('sum') as {
        from: number;
        to: number;
        most: number;
      };
      return [(from - Date.parse(ago(0))) / 1000, (to - Date.parse(ago(0))) / 1000, most];
    };
    // Both were measured until 120 s ago. The minute of `a` began 180 s ago, after the change.
    expect(served('(a + slow) / workers')).toEqual([-180, -120, 12]);
    expect(served('slow / workers')).toEqual([-420, -120, 10]);
    expect(served('slow / ready')[2]).toBe(8);
    expect(served('slow / desired')[2]).toBe(10);
  });

  it('can be computed for another number of workers, unlike a plain metric', () => {
    const all = readings(formula('a / max(1, workers)'), { metrics: { a: 60 }, workers: { ready: 2 } });
    expect([all.sized('sum', 1), all.sized('sum', 6), all.sized('a', 6)]).toEqual([60, 10, undefined]);
    expect(readings(formula('a / workers'), { metrics: { a: null } }).sized('sum', 2)).toBeUndefined();
  });
});

describe('a datapoint of a window', () => {
  const mean: WrittenPolicy = { metrics: { a: { ...minute('A'), window: '2m' } } };
  const served = (values: [number, number], workers: [number, number]) =>
    readings(mean, {
      ...{ desired: workers[1], workers: { ready: workers[1] }, metrics: { a: minutes(...values) } },
      history: {
        serving: [
          { at: ago(5000), workers: workers[0] },
          { at: ago(60), workers: workers[1] },
        ],
      },
    }).served('a');

  it('is weighted by the workers that served then: 100 of 10 and 20 of 50 are 33⅓ of 60', () => {
    expect(served([100, 20], [10, 50])?.most).toBeCloseTo((100 * 10 + 20 * 50) / 120, 9);
    expect(served([100, 20], [10, 50])?.least).toBeCloseTo((100 * 10 + 20 * 50) / 120, 9);
    expect(served([0, 20], [10, 50])).toMatchObject({ most: 50, least: 50 });
  });

  it('belongs to no workers if it is 0', () => {
    expect(served([0, 0], [10, 50])).toMatchObject({ most: 0, least: 0 });
  });

  it('has a highest and a lowest weight if workers started during it', () => {
    const half = readings(mean, {
      ...{ desired: 20, workers: { ready: 20 }, metrics: { a: minutes(0, 30) } },
      history: {
        serving: [
          { at: ago(5000), workers: 10 },
          { at: ago(30), workers: 20 },
        ],
      },
    }).served('a');
    // Half a minute of 10 and of 20: the mean is 15, and the harmonic mean 13⅓.
    expect(half?.most).toBeCloseTo(15, 9);
    expect(half?.least).toBeCloseTo(40 / 3, 9);
  });
});
