import { describe, expect, it } from 'vitest';
import { averagedOver, seriesOf } from '../../../shared/decision/readings/series.ts';
import { traitsOf, UNDEFINED } from '../../../shared/decision/readings/traits.ts';
import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { policyOf } from './builders.ts';

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

describe('the datapoints of a metric', () => {
  it('cover their periods if they are statistics, and are readings of a moment otherwise', () => {
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

  it('has the pace at which its points come, if that is at least twice its period', () => {
    const period = (...agos: number[]) => seriesOf(points(...agos), MINUTES, NOW).traits.period;
    expect(period(120, 60)).toBe(60);
    // Two points that are far apart can be a coincidence, unless CloudWatch has such a period; three cannot.
    expect([period(700, 100), period(520, 100), period(940, 520, 100)]).toEqual([600, 60, 420]);
    expect(period(1000, 520, 100)).toBe(60);
  });
});

describe('the mean of a window', () => {
  const averages = (window: number, series: Parameters<typeof averagedOver>[1]) =>
    averagedOver(window, series).map(({ value }) => value);
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
