import { describe, expect, it } from 'vitest';
import { type Rise, risingDemand } from '../../../../../shared/rules/objective/unusual/rise.ts';

/** A worker launched now serves the third reading from now. */
const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
const RISE: Rise = { beforeSeconds: 900, leastTimes: 1.1, some: 0, goesOn: 0.7, mostTimes: 2 };
const rising = (recent: readonly number[], timing = TIMING, most = 2): number =>
  risingDemand(recent, recent.length - 1, timing, { ...RISE, mostTimes: most });
/** Twenty readings of ten, but for the last ones. */
const ending = (...last: number[]): number[] => [...Array<number>(20 - last.length).fill(10), ...last];

describe('the demand that is expected while it rises', () => {
  it('is the reading, and 70 % of the rise of the last minute in each step until a new worker serves', () => {
    expect(rising(ending(12))).toBeCloseTo(12 + 0.7 * 2 * 3, 9);
    expect(rising(ending(14, 20))).toBeCloseTo(20 + 0.7 * 6 * 3, 9);
  });

  it('uses the rise of a minute if readings come more often', () => {
    // Five steps in two and a quarter minutes, and two steps in the minute.
    expect(rising(ending(11, 12), { ...TIMING, step: 30 })).toBeCloseTo(12 + (0.7 * 2 * 5) / 2, 9);
  });

  it('is at most the given multiple of the reading', () => {
    expect(rising(ending(30))).toBe(60);
    expect(rising(ending(30), TIMING, 1.5)).toBe(45);
  });

  it('is 0 up to a tenth above the highest demand of the quarter of an hour that ended a minute ago', () => {
    expect([11, 11.1].map((newest) => rising(ending(newest)) > 0)).toEqual([false, true]);
    expect(rising(ending(14).with(4, 20))).toBe(0);
    expect(rising(ending(14).with(3, 20))).toBeGreaterThan(0);
  });

  it('is 0 for a rise by a few workers', () => {
    const asked = (newest: number) => risingDemand(ending(newest), 19, TIMING, { ...RISE, some: 1 });
    expect([12, 12.1].map((newest) => asked(newest) > 0)).toEqual([false, true]);
  });

  it('uses the oldest reading if readings cover less than a minute, and is 0 after a single one', () => {
    expect(rising([10, 11.5], { ...TIMING, step: 15 })).toBeCloseTo(11.5 + 0.7 * 1.5 * 9, 9);
    expect(rising([10])).toBe(0);
  });
});
