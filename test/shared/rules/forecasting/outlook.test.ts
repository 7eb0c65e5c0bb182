import { describe, expect, it } from 'vitest';
import { type DayBefore, Demand } from '../../../../shared/rules/forecasting/demand.ts';
import { FORECASTS, type ForecastName } from '../../../../shared/rules/forecasting/names.ts';
import { exampleWeight, INPUTS, LEVEL_INPUT, Outlook } from '../../../../shared/rules/forecasting/outlook.ts';

/** A minute is 2 steps, five minutes are 10, an hour is 120; a worker launched now serves the third step from now. */
const TIMING = { step: 30, boot: 60, drain: 30, delay: 0 };
type Weights = Parameters<Outlook['look']>[2];

function looking(
  figures: readonly number[],
  { timing = TIMING, before = null, weights = [null, null] }: Partial<Looking> = {},
): Outlook {
  const demand = new Demand(1000);
  for (const figure of figures) demand.add(figure);
  const outlook = new Outlook(timing);
  outlook.look(demand, before, weights);
  return outlook;
}
interface Looking {
  readonly timing: typeof TIMING;
  readonly before: DayBefore | null;
  readonly weights: Weights;
}
const said = ({ forecasts }: Outlook, name: ForecastName): number => forecasts[FORECASTS.indexOf(name)] as number;
const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
const rising = Array.from({ length: 200 }, (_, step) => step);

describe('the outlook on demand', () => {
  it('is the last reading, the mean of the last minute, and the line through five minutes, continued', () => {
    const outlook = looking(rising);
    expect(said(outlook, 'last')).toBe(199);
    expect(said(outlook, 'minute')).toBe(198.5);
    expect(said(outlook, 'trend')).toBeCloseTo(202, 9);
  });

  it('continues three readings where five minutes have fewer, and no trend below 0', () => {
    const timing = { step: 300, boot: 300, drain: 30, delay: 0 };
    // The mean of 1, 2, 4, and 1.5 a step for the step to the newest and two after it.
    expect(said(looking([50, 1, 2, 4], { timing }), 'trend')).toBeCloseTo(7 / 3 + 4.5, 9);
    expect(said(looking([9, 4, 0], { timing }), 'trend')).toBe(0);
    expect(said(looking([4, 6]), 'trend')).toBe(5);
  });

  it('has the means of several stretches of the last hour as its inputs', () => {
    const { inputs } = looking(rising);
    expect([...inputs]).toEqual([1, 199, 198.5, 196.5, 194.5, 192.5, 187.5, 194.5, 139.5, 194.5]);
  });

  it('takes the oldest reading for those before it', () => {
    expect([...looking([7, 9]).inputs].slice(3, 7)).toEqual([7, 7, 7, 7]);
    expect([...looking([5, 7, 9, 11]).inputs].slice(3, 7)).toEqual([6, 5, 5, 5]);
  });

  it('knows the peaks of 15 seconds, a minute, five and fifteen', () => {
    const { peaks } = looking(rising.map((step) => 1000 - step));
    expect([...peaks]).toEqual([801, 802, 810, 830]);
  });

  describe('by what was learned', () => {
    const weights = [0, 1, 0, 0, 0, 0, 0, 0, 0, 0.5];

    it('is the weighted sum of the inputs, in its own place', () => {
      const one = looking(steady(10, 41), { weights: [weights, null] });
      expect([said(one, 'learned'), said(one, 'learnedPeak')]).toEqual([15, -1]);
      const other = looking(steady(10, 41), { weights: [null, weights] });
      expect([said(other, 'learned'), said(other, 'learnedPeak')]).toEqual([-1, 15]);
    });

    it('is unknown in the first twenty minutes', () => {
      expect(said(looking(steady(10, 40), { weights: [weights, weights] }), 'learned')).toBe(-1);
    });

    it('is neither below 0 nor above three times the recent peak and one', () => {
      const times = (factor: number) => looking(steady(10, 41), { weights: [[0, factor], null] });
      expect([-1, 3, 3.1, 4].map((factor) => said(times(factor), 'learned'))).toEqual([0, 30, 31, 31]);
    });
  });

  describe('by the day before', () => {
    /** Around three steps ahead, around now, and in the hour to now. */
    const MEANS = new Map([
      ['-5 5', 20],
      ['0 5', 10],
      ['0 120', 15],
    ]);
    const yesterday = (known = true): DayBefore => ({
      has: (ago) => known && ago === 120,
      mean: (ago, count) => MEANS.get(`${ago} ${count}`) ?? Number.NaN,
    });
    const figures = [...steady(6, 118), 8, 8];

    it('repeats its change, and its level at the present height', () => {
      const outlook = looking(figures, { before: yesterday() });
      const hour = (118 * 6 + 2 * 8) / 120;
      expect(said(outlook, 'season')).toBeCloseTo((8 * 20.3) / 10.3, 9);
      expect(said(outlook, 'day')).toBeCloseTo((20 * (hour + 0.3)) / 15.3, 9);
      expect(outlook.inputs[9]).toBe(said(outlook, 'season'));
    });

    it('is unknown without an hour of it', () => {
      for (const each of [null, yesterday(false)]) {
        const outlook = looking(figures, { before: each });
        expect([said(outlook, 'season'), said(outlook, 'day')]).toEqual([-1, -1]);
        expect(outlook.inputs[9]).toBe((8 * 6 + 2 * 8) / 10);
      }
    });

    it('may have had nothing', () => {
      const nothing = looking(steady(0, 120), { before: { has: () => true, mean: () => 0 } });
      expect([said(nothing, 'season'), nothing.inputs[9]]).toEqual([0, 0]);
      const quiet = looking(figures, { before: { has: () => true, mean: (ago) => (ago < 0 ? -0.3 : 10) } });
      expect([said(quiet, 'season'), quiet.inputs[9]]).toEqual([0, 0]);
    });
  });

  it.each([
    // The mean of a minute, of five minutes, and of an hour; a half is added to each.
    ['falling, low', 4, 9, 9, 0],
    ['falling, usual', 9, 9.51, 9, 1],
    ['falling, high', 9, 20, 7, 2],
    ['level, low', 9, 9.5, 12, 3],
    ['level at the lower edge', 7.5, 7.4375, 9.5, 4],
    ['level, 5 % below the five minutes', 9, 9.5, 9.5, 4],
    ['level, 5 % above the five minutes', 10, 9.5, 10, 4],
    ['level at the upper edge', 12, 12.25, 9.5, 4],
    ['level, high', 12, 12, 9.4, 5],
    ['rising, low', 10, 9.4, 14, 6],
    ['rising, usual', 10, 9.4, 9.4, 7],
    ['rising, high', 20, 9, 9, 8],
  ])('is of a moment that is %s', (_, minute, five, hour, state) => {
    const earlier = (five * 10 - minute * 2) / 8;
    const first = (hour * 120 - five * 10) / 110;
    expect(looking([...steady(first, 110), ...steady(earlier, 8), ...steady(minute, 2)]).state).toBe(state);
  });
});

describe('an example', () => {
  it('counts less with higher demand, and half a worker is added to it', () => {
    const inputs = new Float64Array(INPUTS).fill(9);
    inputs[LEVEL_INPUT] = 3.5;
    expect(exampleWeight(inputs)).toBe(0.25);
  });
});
