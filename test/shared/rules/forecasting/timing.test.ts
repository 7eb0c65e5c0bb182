import { describe, expect, it } from 'vitest';
import {
  bootSteps,
  horizonOf,
  startSteps,
  stepsIn,
  type Timing,
  unseenSteps,
} from '../../../../shared/rules/forecasting/timing.ts';

const TIMING: Timing = { step: 60, boot: 130, drain: 30, delay: 70 };

describe('steps of a timing', () => {
  it('in a time are the nearest whole number, at least one', () => {
    expect([10, 89, 90, 149, 150].map((seconds) => stepsIn(seconds, TIMING))).toEqual([1, 1, 2, 2, 3]);
  });

  it('of a boot are rounded up', () => {
    expect([bootSteps(TIMING), bootSteps({ ...TIMING, boot: 120 })]).toEqual([3, 2]);
  });

  it('of an unseen time are rounded up, apart from a quarter of a step', () => {
    expect([0, 10, 16, 60, 75, 76, 120].map((delay) => unseenSteps({ ...TIMING, delay }))).toEqual([
      0, 0, 1, 1, 1, 2, 2,
    ]);
  });

  it('until the first workers serve are those of a warm pool, if there is one', () => {
    expect(startSteps(TIMING)).toBe(3);
    expect(startSteps({ ...TIMING, pool: { size: 1, start: 30, back: 600 } })).toBe(1);
  });

  it('to the first reading that a new worker can serve add the reading itself', () => {
    expect(horizonOf(TIMING)).toBe(5);
    expect(horizonOf({ ...TIMING, pool: { size: 1, start: 30, back: 600 } })).toBe(3);
  });
});
