import { describe, expect, it } from 'vitest';
import { Demand } from '../../../../shared/rules/forecasting/demand.ts';
import { keptFor, seasonBefore, seasonSeen, short } from '../../../../shared/rules/forecasting/season-before.ts';

/** Three steps on both sides are kept, each of them one figure. */
const HALF_HOURS = { step: 1800, boot: 1800, drain: 0, delay: 0 };
/** A hundred and eighty steps on both sides are kept, two of them in one figure. */
const HALF_MINUTES = { step: 30, boot: 60, drain: 0, delay: 0 };

function counting(kept: number, steps: number): Demand {
  const demand = new Demand(kept);
  for (let step = 0; step < steps; step += 1) demand.add(step);
  return demand;
}

describe('a season before, to be stored', () => {
  it('is the hour and a half on both sides of the moment a season ago', () => {
    expect(keptFor(48, HALF_HOURS)).toBe(54);
    expect(seasonBefore(counting(60, 101), 48, HALF_HOURS)).toEqual([49, 50, 51, 52, 53, 54, 55]);
  });

  it('is unknown before so much of it has been seen', () => {
    expect(seasonBefore(counting(60, 52), 48, HALF_HOURS)).toEqual([]);
    expect(seasonBefore(counting(60, 53), 48, HALF_HOURS)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(seasonBefore(counting(52, 60), 48, HALF_HOURS)).toEqual([]);
  });

  it('is in means of minutes where readings come more often', () => {
    const figures = seasonBefore(counting(700, 1001), 300, HALF_MINUTES);
    expect(figures).toHaveLength(181);
    // 700 is the moment; the mean of a minute ends with it.
    expect([figures[0], figures[90], figures[180]]).toEqual([519.5, 699.5, 879.5]);
    expect([482, 483].map((steps) => seasonBefore(counting(700, steps), 300, HALF_MINUTES).length)).toEqual([0, 181]);
  });

  it('is rounded to a thousandth of a worker', () => {
    const demand = new Demand(60);
    for (let step = 0; step < 60; step += 1) demand.add(1.23456);
    expect(seasonBefore(demand, 48, HALF_HOURS)[3]).toBe(1.235);
  });
});

describe('a stored season', () => {
  const figures = [1, 2, 4, 8, 16, 32, 64, 128, 256];

  it('has the figure of the moment in its middle, and those to come after it', () => {
    const seen = seasonSeen(figures, 1, HALF_HOURS);
    // Seen a step before its newest reading: the middle is a step ahead.
    expect([-1, 0, 1, 3].map((ago) => seen?.mean(ago, 1))).toEqual([16, 8, 4, 1]);
    expect(seen?.mean(-1, 2)).toBe(12);
    expect(seen?.mean(-5, 3)).toBe((64 + 128 + 256) / 3);
    expect([-9, 0, 3, 4].map((ago) => seen?.has(ago))).toEqual([true, true, true, false]);
  });

  it('has no more than what is stored', () => {
    const seen = seasonSeen(figures, 1, HALF_HOURS);
    expect(seen?.mean(-7, 2)).toBe(0);
    expect(seen?.mean(-6, 2)).toBe(256 / 2);
    expect(seen?.mean(3, 2)).toBe(1 / 2);
  });

  it('counts parts of a minute where readings come more often', () => {
    const minutes = [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_240];
    const seen = seasonSeen(minutes, 0, HALF_MINUTES);
    expect(seen?.mean(0, 2)).toBe(320);
    expect(seen?.mean(1, 2)).toBe(240);
    expect(seen?.mean(-1, 2)).toBe(480);
    expect(seen?.mean(0, 4)).toBe(240);
    expect([10, 11, 12].map((ago) => seen?.has(ago))).toEqual([true, true, false]);
  });

  it('is of no use without figures, or when it does not reach as far as a forecast looks', () => {
    expect(seasonSeen([], 0, HALF_HOURS)).toBeNull();
    // A forecast looks two steps ahead, and two minutes, which are a step each here.
    expect(seasonSeen(figures, 0, HALF_HOURS)).not.toBeNull();
    expect(seasonSeen(figures, -1, HALF_HOURS)).toBeNull();
    // Three steps ahead and four of two minutes: with ten steps after its middle, it may be three steps old.
    expect(seasonSeen(Array(11).fill(9), -3, HALF_MINUTES)).not.toBeNull();
    expect(seasonSeen(Array(11).fill(9), -4, HALF_MINUTES)).toBeNull();
  });
});

describe('a stored figure', () => {
  it('has nine digits, and is 0 if it is tiny', () => {
    expect([1 / 3, 1234.567891234, -2 / 3, 1e-12, 9e-13, -9e-13].map(short)).toEqual([
      0.333333333, 1234.56789, -0.666666667, 1e-12, 0, 0,
    ]);
  });
});
