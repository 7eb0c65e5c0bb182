import { describe, expect, it } from 'vitest';
import { coldStartFloor, peakSteps } from '../../../../shared/rules/objective/cold-start.ts';

/** A worker launched now serves the reading in three minutes. */
const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };

describe('the lowest capacity with a short history', () => {
  it('is the peak, and its growth by 15 % a minute until a new worker serves', () => {
    expect(coldStartFloor(10, 0, TIMING)).toBeCloseTo(10 * 1.45, 9);
    expect(coldStartFloor(10, 0, { ...TIMING, step: 15 })).toBeCloseTo(10 * (1 + 0.15 * 2.25), 9);
  });

  it('allows for less growth with each half hour: a quarter after the first, a ninth after the second', () => {
    expect(coldStartFloor(10, 1800, TIMING)).toBeCloseTo(10 * (1 + 0.45 / 4), 9);
    expect(coldStartFloor(10, 3600, TIMING)).toBeCloseTo(10 * (1 + 0.45 / 9), 9);
  });

  it('is less than the peak after some hours', () => {
    // A hundredth after nine half hours, of which twenty times as much is left.
    expect(coldStartFloor(10, 9 * 1800, TIMING)).toBeCloseTo(10 * 0.2 * (1 + 0.45 / 100), 9);
  });

  it('is by the peak of five minutes', () => {
    expect([15, 60, 600].map((step) => peakSteps({ ...TIMING, step }))).toEqual([20, 5, 1]);
  });
});
