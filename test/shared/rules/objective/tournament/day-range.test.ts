import { describe, expect, it } from 'vitest';
import { Demand } from '../../../../../shared/rules/forecasting/index.ts';
import { DayRange } from '../../../../../shared/rules/objective/tournament/day-range.ts';

/** Half an hour has six steps, and a day 288. */
const TIMING = { step: 300, boot: 120, drain: 30, delay: 0 };
const flat = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
function rangeOf(values: readonly number[]): DayRange['known'] {
  const range = new DayRange(TIMING);
  const demand = new Demand(300);
  for (const value of values) {
    demand.add(value);
    range.add(demand);
  }
  return range.known;
}

describe('the highest and the lowest demand of the day before', () => {
  it('are those that are half an hour old or older', () => {
    expect([6, 7].map((steps) => rangeOf(flat(9, steps)))).toEqual([null, { highest: 9, lowest: 9, steepest: 0 }]);
    expect(rangeOf([9, 12, 7, ...flat(9, 5), 1])).toMatchObject({ highest: 12, lowest: 7 });
  });

  it('are forgotten after a day', () => {
    expect(rangeOf([20, 11, ...flat(15, 288 + 4)])).toMatchObject({ highest: 20, lowest: 11 });
    expect(rangeOf([20, 11, ...flat(15, 288 + 5)])).toMatchObject({ highest: 15, lowest: 11 });
    expect(rangeOf([20, 11, ...flat(15, 288 + 6)])).toMatchObject({ highest: 15, lowest: 15 });
  });

  it('come with the largest jump, once the reading before it is known', () => {
    const steepest = (later: number) => rangeOf([12, 18, ...flat(9, later)])?.steepest;
    expect([4, 5, 6, 293, 294].map(steepest)).toEqual([undefined, 0, 6 / Math.sqrt(12.5), 6 / Math.sqrt(12.5), 0]);
  });

  it('leave out a jump back from a collapse, but not one above what was there before, nor one later', () => {
    const steepest = (...later: number[]) => rangeOf([...flat(12, 20), 0, 0, ...later, ...flat(12, 6)])?.steepest;
    expect(steepest(12)).toBe(0);
    expect(steepest(5, 12)).toBe(0);
    expect(steepest(7, 12)).toBe(0);
    expect(steepest(18)).toBe(6 / Math.sqrt(12.5));
    expect(steepest(12, 11, 18)).toBe(7 / Math.sqrt(11.5));
    expect(steepest(0, 13)).toBe(1 / Math.sqrt(12.5));
  });

  it('leave out a collapse only if it lasts up to an hour', () => {
    const lowestWith = (low: number, steps: number) =>
      rangeOf([...flat(9, 20), ...flat(low, steps), ...flat(9, 20)])?.lowest;
    expect([lowestWith(4.4, 12), lowestWith(4.4, 13), lowestWith(4.5, 12)]).toEqual([9, 4.4, 4.5]);
  });

  it('leave out collapses of an hour a day in total, so that demand that stops every hour is usual', () => {
    const stopsFor20Minutes = [...flat(0, 4), ...flat(9, 8)];
    const lowestAfter = (hours: number) =>
      rangeOf([...flat(9, 20), ...Array<number[]>(hours).fill(stopsFor20Minutes).flat()])?.lowest;
    expect([lowestAfter(3), lowestAfter(4)]).toEqual([9, 0]);
    const hourOfADay = [...flat(0, 12), ...flat(9, 288)];
    expect(rangeOf([...flat(9, 20), ...hourOfADay, ...hourOfADay])?.lowest).toBe(9);
  });
});
