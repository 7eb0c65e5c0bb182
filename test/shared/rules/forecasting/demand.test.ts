import { describe, expect, it } from 'vitest';
import { Demand, shifted } from '../../../../shared/rules/forecasting/demand.ts';

/** Remembers the last `kept` of these figures, the oldest first. */
function demandOf(kept: number, ...figures: number[]): Demand {
  const demand = new Demand(kept);
  for (const figure of figures) demand.add(figure);
  return demand;
}

describe('remembered demand', () => {
  it('has each figure so many steps before the newest, up to those that are kept', () => {
    const demand = demandOf(3, 100, 1, 2, 3);
    expect(demand.length).toBe(4);
    expect([0, 1, 2].map((ago) => demand.at(ago))).toEqual([3, 2, 1]);
    expect([-1, 0, 2, 3].map((ago) => demand.has(ago))).toEqual([false, true, true, false]);
  });

  it('has no more than it has seen', () => {
    expect([0, 1, 2].map((ago) => demandOf(9, 5, 7).has(ago))).toEqual([true, true, false]);
    expect(demandOf(9).has(0)).toBe(false);
    expect(demandOf(9).at(0)).toBe(0);
  });

  it('has a mean of as many figures as are known', () => {
    const demand = demandOf(9, 4, 8, 9);
    expect(demand.mean(0, 2)).toBe(8.5);
    expect(demand.mean(1, 1)).toBe(8);
    expect(demand.mean(1, 2)).toBe(6);
    expect(demand.mean(0, 3)).toBe(7);
    expect(demand.mean(1, 99)).toBe(6);
  });

  it('forgets what is older than it keeps in means too', () => {
    const demand = demandOf(3, 100, 200, 1, 2, 6);
    expect(demand.mean(0, 99)).toBe(3);
    expect(demand.mean(1, 2)).toBe(1.5);
    expect(demand.mean(1, 99)).toBe(1.5);
  });

  it('has a mean of 0 where nothing is known', () => {
    expect(demandOf(9).mean(0, 5)).toBe(0);
    expect([2, 3, 8].map((ago) => demandOf(9, 4, 8).mean(ago, 2))).toEqual([0, 0, 0]);
    expect([3, 4].map((ago) => demandOf(3, 100, 1, 2, 3).mean(ago, 2))).toEqual([0, 0]);
  });

  it('has no mean below 0', () => {
    expect(demandOf(9, -4, -2).mean(0, 2)).toBe(0);
  });

  it('has the highest of the last few', () => {
    const demand = demandOf(5, 50, 9, 3, 7, 2);
    expect([1, 2, 3, 4, 5, 99].map((count) => demand.max(count))).toEqual([2, 7, 7, 9, 50, 50]);
    expect(demandOf(2, 50, 9, 3, 7, 2).max(2)).toBe(7);
    expect(demandOf(9).max(3)).toBe(0);
  });

  it('rises by the slope of the straight line that fits it best', () => {
    // For 1, 2, 4: (−1 × 1 + 0 × 2 + 1 × 4) ÷ (1 + 0 + 1).
    expect(demandOf(9, 1, 2, 4).slope(3)).toBe(1.5);
    // For 0, 0, 0, 10: 1.5 × 10 ÷ (1.5² + 0.5² + 0.5² + 1.5²).
    expect(demandOf(9, 99, 0, 0, 0, 10).slope(4)).toBe(3);
    expect(demandOf(3, 99, 99, 5, 3, 1).slope(3)).toBe(-2);
    expect(demandOf(9, 0, 0, 0, 10).slope(99)).toBe(3);
  });

  it('has no slope with fewer than three figures', () => {
    expect(demandOf(9, 1, 2, 4).slope(2)).toBe(0);
    expect(demandOf(9, 1, 5).slope(9)).toBe(0);
  });

  it('of a day before counts from a day before the newest figure', () => {
    const before = shifted(demandOf(4, 1, 2, 3, 4, 5), 2);
    expect(before.mean(0, 1)).toBe(3);
    expect(before.mean(-2, 1)).toBe(5);
    expect(before.mean(0, 2)).toBe(2.5);
    expect([-3, -2, 0, 1, 2].map((ago) => before.has(ago))).toEqual([false, true, true, true, false]);
  });
});
