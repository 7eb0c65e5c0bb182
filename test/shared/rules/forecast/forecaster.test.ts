import { describe, expect, it } from 'vitest';
import { forecast } from '../../../../shared/rules/forecast/forecast.ts';
import { Forecaster } from '../../../../shared/rules/forecast/forecaster.ts';
import type { Calibrated } from '../../../../shared/rules/forecast/learned.ts';

/** By the quarter of an hour, two steps ahead: a day has 96 steps, and 13 of them are stored of a season. */
const QUARTERS = { step: 900, boot: 900, drain: 0, delay: 0 };
const DAY = 86_400;

const upTo = (steps: number, at: (step: number) => number): number[] =>
  Array.from({ length: steps }, (_, step) => at(step));
function calibratedOn(
  figures: readonly number[],
  more: { quantile?: number; season?: number } = {},
): Calibrated | null {
  const forecaster = new Forecaster({ timing: QUARTERS, quantile: 0.9, ...more });
  for (const figure of figures) forecaster.add(figure);
  return forecaster.calibrated();
}
/** Up by one for half of the time, and down again. */
const triangle = (period: number) => (step: number) => 10 + Math.min(step % period, period - (step % period));

describe('a forecaster', () => {
  it('knows nothing before forty of its forecasts have been compared with what came', () => {
    expect(calibratedOn([])).toBeNull();
    expect(calibratedOn(upTo(41, () => 10))).toBeNull();
  });

  it('takes the latest reading where every forecast is right', () => {
    expect(calibratedOn(upTo(42, () => 10))).toEqual({
      ...{ by: 'last', season: DAY, raise: 0, weights: [], before: [] },
      seen: 42 * 900,
    });
  });

  it('forecasts no demand where there was none', () => {
    expect(calibratedOn(upTo(42, () => 0))).toMatchObject({ by: 'last', raise: 0 });
  });

  it('takes the trend where demand keeps rising, and raises nothing that is right', () => {
    const found = calibratedOn(upTo(100, (step) => 10 + step / 2));
    expect(found?.by).toBe('trend');
    expect(found?.raise).toBeCloseTo(0, 9);
  });

  it.each([
    ['a day', 96, DAY, undefined],
    ['a written season', 40, 36_000, 36_000],
  ])(
    'follows what recurs after %s as it was, and keeps what was around this moment then',
    (_, period, seconds, season) => {
      const steps = period * 5 + 3;
      const at = triangle(period);
      const found = calibratedOn(upTo(steps, at), season === undefined ? {} : { season });
      expect(found).toMatchObject({ by: 'day', season: seconds, raise: 0, seen: steps * 900 });
      const newest = steps - 1 - period;
      expect(found?.before).toEqual(Array.from({ length: 13 }, (_each, place) => at(newest + place - 6)));
    },
  );

  it('takes what it learned where that is right and nothing else is', () => {
    // Three steps ahead, ten and twenty by turns are what they are not now.
    const figures = upTo(5 * 96, (step) => (step % 2 === 0 ? 10 : 20));
    const timing = { ...QUARTERS, boot: 1800 };
    const forecaster = new Forecaster({ timing, quantile: 0.9 });
    for (const figure of figures) forecaster.add(figure);
    const found = forecaster.calibrated();
    expect(found?.by).toBe('learned');
    expect(found?.weights).toHaveLength(10);
    if (found === null) throw new Error('nothing is calibrated');
    const ahead = (recent: readonly number[]) => forecast(found, { recent, since: 0 }, timing);
    expect(ahead(figures.slice(-40))).toBeCloseTo(10, 3);
    expect(ahead(figures.slice(-41, -1))).toBeCloseTo(20, 3);
  });

  it('follows the season that soon rises far, however well others did lately', () => {
    // Five workers, and thirty from ten until noon: every day, or in a week only once.
    const daily = (steps: number) => calibratedOn(upTo(steps, (step) => (step % 96 >= 40 && step % 96 < 48 ? 30 : 5)));
    expect(daily(9 * 96 + 3)?.season).toBe(7 * DAY);
    // The first step of the rise is the fifth from here, the furthest that is looked at.
    expect(daily(9 * 96 + 35)?.season).toBe(7 * DAY);
    expect(daily(9 * 96 + 36)).toMatchObject({ by: 'day', season: DAY });
  });

  it('follows a season from two and a half times the demand on, counting one worker more on both sides', () => {
    const daily = (high: number) =>
      calibratedOn(upTo(9 * 96 + 36, (step) => (step % 96 >= 40 && step % 96 < 48 ? high : 5)));
    // 15 ÷ 6, and 14.9 ÷ 6.
    expect([14, 13.9].map((high) => daily(high)?.season)).toEqual([DAY, 7 * DAY]);
  });

  it('knows what a day of the week has that others lack', () => {
    const weekly = upTo(2 * 672 + 39, (step) => (step % 672 >= 40 && step % 672 < 48 ? 30 : 5));
    const found = calibratedOn(weekly);
    expect(found).toMatchObject({ by: 'day', season: 7 * DAY });
    expect(found?.before).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 30, 30, 30, 30, 30]);
  });

  it('knows it too where the day before shows what is usual, but only if it came twice', () => {
    // On the fourth day of the week, and some time before it comes again.
    const from = 3 * 96 + 40;
    const weekly = (weeks: number) =>
      calibratedOn(upTo(weeks * 672 + from - 1, (step) => (step % 672 >= from && step % 672 < from + 8 ? 30 : 5)));
    const twice = weekly(2);
    expect(twice?.season).toBe(7 * DAY);
    expect(twice?.before).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 30, 30, 30, 30, 30]);
    const once = weekly(1);
    expect(once?.raise).toBe(0);
    expect(once?.before.every((each) => each === 5)).toBe(true);
  });

  it('looks at the season that rises, if another one does not', () => {
    // Every day since the third: on this day of the week, there was nothing.
    const found = calibratedOn(
      upTo(8 * 96 + 36, (step) => (step >= 2 * 96 && step % 96 >= 40 && step % 96 < 48 ? 30 : 5)),
    );
    expect(found).toMatchObject({ by: 'day', season: DAY });
  });
});

describe('a forecast', () => {
  const by: Calibrated = { by: 'last', season: DAY, raise: 0, weights: [], before: [], seen: DAY };
  const halfMinutes = { step: 30, boot: 60, drain: 0, delay: 0 };

  it('is of the recent readings, raised', () => {
    const recent = [4, 8, 10];
    expect(forecast(by, { recent, since: 0 }, halfMinutes)).toBe(10);
    expect(forecast({ ...by, by: 'minute' }, { recent, since: 0 }, halfMinutes)).toBe(9);
    expect(forecast({ ...by, raise: Math.log(2) }, { recent, since: 0 }, halfMinutes)).toBeCloseTo(20.5, 9);
  });

  it('uses the weights that were learned', () => {
    const recent = upTo(50, () => 10);
    const learned = { ...by, by: 'learned' as const, weights: [3, 0.5] };
    expect(forecast(learned, { recent, since: 0 }, halfMinutes)).toBe(8);
    expect(forecast({ ...learned, weights: [] }, { recent, since: 0 }, halfMinutes)).toBe(10);
  });

  it('uses the season as it goes on since it was stored', () => {
    // The mean of the three around two steps ahead, by the present height.
    const before = [6, 6, 6, 6, 6, 6, 12, 18, 24];
    const day = { ...by, by: 'day' as const, before };
    expect(forecast(day, { recent: [6, 6], since: 0 }, QUARTERS)).toBeCloseTo(12, 9);
    expect(forecast(day, { recent: [6, 6], since: 1 }, QUARTERS)).toBe(6);
    expect(forecast(day, { recent: [12, 12], since: 0 }, QUARTERS)).toBeCloseTo((12 * 12.3) / 6.3, 9);
  });

  it('may be nothing', () => {
    expect(forecast({ ...by, by: 'trend' }, { recent: [30, 20, 10], since: 0 }, halfMinutes)).toBe(0);
  });

  it('is the latest reading where it is not available', () => {
    expect(forecast({ ...by, by: 'season' }, { recent: [4, 7], since: 0 }, QUARTERS)).toBe(7);
  });
});
