import { describe, expect, it } from 'vitest';
import { averaged, type Series, seriesOf } from '../../../../shared/decision/readings/series.ts';
import { traitsOf, UNDEFINED } from '../../../../shared/decision/readings/traits.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { policyOf } from '../builders.ts';

const NOW = 1_800_000_000_000;
type Written = NonNullable<PolicyDocument['metrics']>[string];
function traits(written: Written) {
  const policy = policyOf({ metrics: { load: written }, rules: [{ kind: 'target', metric: 'load', value: 1 }] });
  const found = traitsOf(policy.metrics).get('load');
  if (!found) throw new Error('the metric is not known');
  return found;
}
/** By the minute, unless it comes less often. */
const MINUTES = traits({ cloudwatch: { namespace: 'App', name: 'load' } });
/** A count, of which nothing is sent when nothing happens. */
const COUNTS = traits({ cloudwatch: { namespace: 'App', name: 'jobs', statistic: 'Sum' }, missing: 'zero' });
/** Points so many seconds ago, the oldest first. */
const points = (...agos: number[]) => agos.map((ago, index) => ({ at: NOW - ago * 1000, value: index + 1 }));

describe('datapoints of a metric', () => {
  it('cover their period if they are statistics, and are readings of a moment otherwise', () => {
    const kinds = [MINUTES, traits({ sqs: { queue: 'jobs' } }), UNDEFINED];
    expect(kinds.map(({ isRegular, isMomentary }) => [isRegular, isMomentary])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
  });
});

describe('a series', () => {
  it('has no points and is not silent if its metric could not be read', () => {
    for (const read of [null, undefined]) {
      expect(seriesOf(read, COUNTS, NOW)).toMatchObject({ points: [] });
    }
  });

  it('has no points if the newest is too old, unless silence is 0', () => {
    expect(seriesOf(points(7200), MINUTES, NOW)).toMatchObject({ points: [] });
    const silent = seriesOf(points(7200), COUNTS, NOW);
    expect(silent.points.slice(0, 3).map(({ value }) => value)).toEqual([1, 0, 0]);
  });

  it('has no points if the newest is from far in the future', () => {
    expect(seriesOf(points(-7200), COUNTS, NOW)).toMatchObject({ points: [] });
  });

  it('has zeros of a day where nothing has come for longer', () => {
    const [first, ...zeros] = seriesOf(points(3 * 86_400), COUNTS, NOW).points;
    expect(first?.value).toBe(1);
    expect(zeros.length).toBeGreaterThan(1000);
    const agos = zeros.map(({ at }) => (NOW - at) / 1000);
    expect(Math.max(...agos)).toBeLessThanOrEqual(86_400);
    expect(Math.max(...agos)).toBeGreaterThan(86_400 - 60);
  });

  it('has a zero for each period without a datapoint, up to the one that is not over', () => {
    const agosOf = (...agos: number[]) =>
      seriesOf(points(...agos), COUNTS, NOW).points.map(
        ({ at, value }) => (value === 0 ? 0 : 1) * ((NOW - at) / 1000) || `0 at ${(NOW - at) / 1000}`,
      );
    expect(agosOf(300, 120)).toEqual([300, '0 at 240', '0 at 180', 120]);
    const silent = seriesOf(points(960), COUNTS, NOW).points.map(({ at }) => (NOW - at) / 1000);
    expect(silent).toEqual(Array.from({ length: 16 }, (_, index) => 960 - 60 * index));
  });

  it('has no gap between zeros in which data would be missing, however short its maxAge is', () => {
    const gaps = (maxAge: number, period = 1) => {
      const fine = { ...COUNTS, period, maxAge };
      const { points: filled } = seriesOf([], fine, NOW);
      return Math.max(...filled.slice(1).map(({ at }, index) => at - (filled[index]?.at ?? 0))) / 1000;
    };
    expect(gaps(20)).toBe(10);
    expect(gaps(3)).toBe(1);
    expect(gaps(600)).toBe(60);
    expect(gaps(600, 60)).toBe(60);
  });

  it('has each of the latest 1,440 zeros at its own pace', () => {
    const { points: filled } = seriesOf([], { ...COUNTS, period: 1, maxAge: 600 }, NOW);
    const agos = filled.map(({ at }) => (NOW - at) / 1000);
    expect(agos.filter((ago) => ago < 1440)).toHaveLength(1439);
    expect(agos.filter((ago) => ago > 1500 && ago <= 3300).length).toBeLessThanOrEqual(31);
  });

  it('has the pace at which its points come, if that is at least twice its period', () => {
    const period = (...agos: number[]) => seriesOf(points(...agos), MINUTES, NOW).traits.period;
    expect(period(120, 60)).toBe(60);
    // Two points that are far apart can be a coincidence, unless CloudWatch has such a period; three cannot.
    expect([period(700, 100), period(520, 100), period(940, 520, 100)]).toEqual([600, 60, 420]);
    expect(period(1000, 520, 100)).toBe(60);
  });
});

describe('the mean of a window', () => {
  const averages = (window: number, { points, traits }: Series) =>
    averaged({ points, traits: { ...traits, window } }).points.map(({ value }) => value);
  const minutes = points(240, 180, 120, 60, 0);

  it('is of the periods in it', () => {
    expect(averages(180, { points: minutes, traits: MINUTES })).toEqual([1, 1.5, 2, 3, 4]);
    expect(averages(60, { points: minutes, traits: MINUTES })).toEqual([1, 2, 3, 4, 5]);
  });

  it('is of the moments after its beginning', () => {
    const momentary = { ...MINUTES, isMomentary: true };
    expect(averages(120, { points: minutes, traits: momentary })).toEqual([1, 1.5, 2.5, 3.5, 4.5]);
  });
});
