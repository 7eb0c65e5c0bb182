import { describe, expect, it } from 'vitest';
import { Foreseeable } from '../../../../../shared/rules/objective/tournament/foreseeable.ts';

/** A worker launched now serves the third reading from here. */
const MINUTES = { step: 60, boot: 120, drain: 30, delay: 0 };
/** It serves the second, and a day has four. */
const QUARTERS = { step: 21_600, boot: 120, drain: 30, delay: 0 };
const counted = (figures: readonly number[], timing = MINUTES): number[] => {
  const foreseeable = new Foreseeable(timing);
  return figures.map((figure) => foreseeable.add(figure));
};

describe('foreseeable demand', () => {
  it('is all as long as nothing is known', () => {
    expect(counted([5, 500, 7])).toEqual([5, 500, 7]);
  });

  it('is half as much again as what was known when workers for it had to be launched, and one', () => {
    expect(counted([10, 10, 10, 16, 17, 5])).toEqual([10, 10, 10, 16, 16, 5]);
  });

  it('is all that workers launched after its start could respond to', () => {
    expect(counted([10, 10, 10, 100, 100, 100, 100])).toEqual([10, 10, 10, 16, 16, 16, 100]);
  });

  it('is what happened within a day before', () => {
    expect(counted([10, 10, 100, 10, 10, 10, 10, 100], QUARTERS).at(-1)).toBe(100);
    expect(counted([10, 10, 100, 10, 10, 10, 10, 10, 100], QUARTERS).at(-1)).toBe(16);
  });

  it('leaves out a share of the demand that was not foreseeable; the share gets smaller with time', () => {
    const foreseeable = new Foreseeable(MINUTES);
    const shares = [10, 10, 10, 36, ...Array<number>(2880).fill(10)].map((figure) => {
      foreseeable.add(figure);
      return foreseeable.shareBeyond;
    });
    expect(shares.slice(2, 4)).toEqual([0, expect.closeTo(20 / 66, 3)]);
    // Half of 20, of about two days ago, of 2,880 tens whose weights are 0.72 on average.
    expect(shares.at(-1)).toBeCloseTo(10 / (2880 * 10 * 0.72), 5);
  });
});
