import { describe, expect, it } from 'vitest';
import { jumpingDemand, jumpOf } from '../../../../../shared/rules/objective/unusual/jump.ts';

/** A worker launched now serves the third reading from now. */
const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
/** Twenty readings of 15.5, but for the last ones: noise has the size of four workers. */
const ending = (...last: number[]): number[] => [...Array<number>(20 - last.length).fill(15.5), ...last];
const jumping = (
  recent: readonly number[],
  more: { steepest?: number | undefined; collapsed?: number; seen?: number } = {},
): number =>
  jumpingDemand(recent, recent.length - 1, { steepest: 0.5, collapsed: 0, seen: 7200, timing: TIMING, ...more });

describe('a jump of demand', () => {
  it('is the height above the five minutes that ended a minute before, relative to random noise', () => {
    const of = (readings: readonly number[], step = 60) =>
      jumpOf((ago) => readings.at(-1 - ago) ?? 0, 0, { ...TIMING, step });
    expect(of(ending(19.5))).toEqual({ by: 4, size: 1 });
    expect(of(ending(11.5))).toEqual({ by: 0, size: 0 });
    expect(of(ending(19.5).with(14, 30)).size).toBe(0);
    expect(of(ending(19.5).with(13, 30)).size).toBe(1);
    expect(of(ending(17.5, 19.5), 30).size).toBe(1);
  });

  it('counts if it is half as large again as the largest of the day before', () => {
    expect([18.5, 18.6].map((newest) => jumping(ending(newest)) > 0)).toEqual([false, true]);
  });

  it('goes on from its beginning until new workers serve: half of it came before the middle of its minute', () => {
    expect(jumping(ending(19.5))).toBeCloseTo(19.5 + 3 * 8, 9);
  });

  it('goes on from the reading before where readings are further apart than a minute', () => {
    const timing = { ...TIMING, step: 300 };
    const coarse = { steepest: 0.5, collapsed: 0, seen: 7200, timing };
    expect(jumpingDemand([15.5, 15.5, 19.5], 2, coarse)).toBeCloseTo(19.5 + 2 * 8, 9);
    expect(jumpingDemand([15.5, 19.5, 19.5], 2, coarse)).toBe(0);
  });

  it('is measured from the demand before a collapse when demand comes back', () => {
    const back = [...Array<number>(8).fill(15.5), ...Array<number>(10).fill(0)];
    expect(jumping([...back, 15.5], { collapsed: 15.5 })).toBe(0);
    expect(jumping([...back, 19.5], { collapsed: 15.5 })).toBeCloseTo(19.5 + 3 * 8, 9);
  });

  it('is at most three times the newest reading', () => {
    expect(jumping(ending(40))).toBe(120);
  });

  it('does not count with little history, few readings, or a result that was stored earlier', () => {
    expect(jumping(ending(40), { seen: 7199 })).toBe(0);
    expect(jumping(ending(40).slice(-5))).toBe(0);
    expect(jumping(ending(40).slice(-6))).toBe(120);
    expect(jumping(ending(40), { steepest: undefined })).toBe(0);
  });
});
