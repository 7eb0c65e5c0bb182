import { describe, expect, it } from 'vitest';
import { wanted } from '../../../../shared/rules/objective/wanted.ts';
import { TWICE } from '../../decision/tuned.ts';

const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
/** Twice the peak of five workers. */
const asked = (seen: number, capacity: number): number =>
  wanted({ ...TWICE, seen }, { recent: steady(5, 90), since: 0, capacity }, TIMING).capacity;

describe('the wanted capacity', () => {
  it('is what the strategy wants, from above and from below', () => {
    expect([5, 10, 11, 12, 40].map((capacity) => asked(864_000, capacity))).toEqual([10, 10, 10, 10, 10]);
  });

  it('is higher by a small step while there is little history, rather than to scale in often', () => {
    // A tenth of 11 is more than one worker, and a tenth of 12 less than two.
    expect([5, 10, 11, 12, 40].map((capacity) => asked(7200, capacity))).toEqual([10, 10, 11, 10, 10]);
  });

  it('without a strategy is by the peak of five minutes', () => {
    const peak = (...recent: number[]) => wanted(null, { recent, since: 0, capacity: 1 }, TIMING).peak;
    expect(peak(50, 10, 10, 10, 10)).toBe(50);
    expect(peak(50, 10, 10, 10, 10, 20)).toBe(20);
  });
});
