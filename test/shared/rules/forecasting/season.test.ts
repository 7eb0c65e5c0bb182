import { describe, expect, it } from 'vitest';
import { Demand } from '../../../../shared/rules/forecasting/demand.ts';
import { Season } from '../../../../shared/rules/forecasting/season.ts';
import { keptFor } from '../../../../shared/rules/forecasting/season-before.ts';

/**
 * Demand is compared by the step of five minutes, with what was a season ago and up to two steps before and after; its level
 * by 18 steps, its unrest by 36. A season has 100 steps.
 */
const TIMING = { step: 300, boot: 300, drain: 0, delay: 0 };
const SEASON = 100;

/** What is usual after these figures: in the end, and a season before. */
function seasonOf(figures: readonly number[], shorterSteps?: number): Season {
  const demand = new Demand(keptFor(SEASON, TIMING));
  const shorter = shorterSteps === undefined ? undefined : new Season(demand, shorterSteps, TIMING);
  const season = new Season(demand, SEASON, TIMING, shorter);
  for (const figure of figures) {
    demand.add(figure);
    shorter?.add();
    season.add();
  }
  return season;
}
/** What is kept for the newest figure. */
const kept = (figures: readonly number[], shorterSteps?: number): number =>
  seasonOf(figures, shorterSteps).before().mean(-SEASON, 1);
/** A demand by step, from the first up to and with the given one. */
const upTo = (last: number, at: (step: number) => number): number[] =>
  Array.from({ length: last + 1 }, (_, step) => at(step));
const within = (step: number, first: number, last: number): boolean => step >= first && step <= last;

describe('a season that repeats itself', () => {
  it('is kept as it was, with growth and decline up to two and a half times', () => {
    // One worker is added to both sides: 25 are 2.5 × 10, and 10 are 2.5 × 4.
    const last = (value: number) => kept(upTo(150, (step) => (step === 150 ? value : 9)));
    expect([24, 3].map(last)).toEqual([24, 3]);
    expect([24.1, 2.9].map(last)).toEqual([9, 9]);
  });

  it('may come ten minutes earlier or later', () => {
    const peak = (at: number) => (step: number) => (step === 150 || step === at ? 60 : 9);
    expect([247, 248, 249, 250, 251, 252, 253].map((at) => kept(upTo(at, peak(at))))).toEqual([
      9, 60, 60, 60, 60, 60, 9,
    ]);
  });

  it('shows what comes, a season ago', () => {
    const before = seasonOf(upTo(150, (step) => step)).before();
    expect([0, 5, -5].map((ago) => before.mean(ago, 1))).toEqual([50, 45, 55]);
    expect([-101, -100, 35, 36].map((ago) => before.has(ago))).toEqual([false, true, true, false]);
  });
});

describe('what happened once', () => {
  const crowd = (step: number): number => (within(step, 150, 159) ? 60 : 9);

  it('is replaced by the season before it, also when that is stored', () => {
    expect(upTo(159, crowd).slice(150)).toEqual(Array(10).fill(60));
    for (const last of [150, 155, 159]) expect(kept(upTo(last, crowd))).toBe(9);
    expect(seasonOf(upTo(255, crowd)).stored()).toEqual(Array(37).fill(9));
  });

  it('is at the level of today', () => {
    // 14 of the day before, and 20 ÷ 15 as much as then.
    const growing = (step: number): number => (step === 290 ? 100 : step < 100 ? 9 : step < 200 ? 14 : 19);
    expect(kept(upTo(290, growing))).toBeCloseTo((14 * 20) / 15, 9);
  });

  it('is at no more than two and a half times the level', () => {
    const earlier = (step: number): number => (step === 250 ? 0 : within(step, 150, 170) || step >= 248 ? 9999 : 9);
    expect(kept(upTo(250, (step) => (within(step, 50, 70) ? 9999 : earlier(step))))).toBe(9999 * 2.5);
  });

  it('does not hide that demand is as usual again', () => {
    const usual = (value: number) => kept(upTo(255, (step) => (step === 255 ? value : crowd(step))));
    expect([9, 12, 24].map(usual)).toEqual([9, 12, 24]);
  });

  it('is usual when it comes a second time', () => {
    expect(kept(upTo(255, (step) => crowd(step > 200 ? step - 100 : step)))).toBe(60);
  });
});

describe('the first two seasons', () => {
  it('keep everything as long as nothing can be compared', () => {
    // A season, and a quarter of an hour for what comes earlier or later.
    const last = (step: number) => kept(upTo(step, (each) => (each === step ? 60 : 9)));
    expect([50, 102, 103].map(last)).toEqual([60, 60, 9]);
  });

  it('take the quieter one for usual', () => {
    expect(kept(upTo(145, (step) => (within(step, 40, 51) ? 60 : 9)))).toBe(9);
    expect(kept(upTo(145, (step) => (within(step, 140, 151) ? 60 : 9)))).toBe(9);
    // Both are as quiet: the first one stays.
    expect(kept(upTo(145, (step) => (step < 103 ? 9 : 60)))).toBe(9);
  });

  it('are over with the last step of the second', () => {
    const crowd = (step: number): number => (within(step, 92, 107) ? 50 : 9);
    expect(kept(upTo(198, crowd))).toBe(9);
    // 50 of the first season, at the lowest level that is possible.
    expect(kept(upTo(199, crowd))).toBe(50 / 2.5);
  });

  it('use a shorter season for what is usual', () => {
    const crowd = (step: number): number => (step === 80 ? 60 : 9);
    expect(kept(upTo(80, crowd))).toBe(60);
    expect(kept(upTo(80, crowd), 50)).toBe(9);
  });
});

describe('a rise', () => {
  const peak = (at: number) => (step: number) => (step === at ? 39 : 9);

  it('is the highest that the season before had within a time, as a multiple, with one worker on both sides', () => {
    const season = seasonOf(upTo(150, peak(60)));
    expect([2700, 3000, 4500].map((seconds) => season.rise(seconds))).toEqual([1, 4, 4]);
    expect(seasonOf(upTo(160, peak(60))).rise(3000)).toBe(1);
  });

  it('is at once as high where the peak is the next step', () => {
    expect(seasonOf(upTo(159, peak(60))).rise(300)).toBe(4);
  });

  it('is unknown without a season', () => {
    expect(seasonOf(upTo(100, peak(2))).rise(600)).toBe(1);
    expect(seasonOf(upTo(101, peak(2))).rise(600)).toBe(4);
  });
});
