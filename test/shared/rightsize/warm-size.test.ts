import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type WarmSizing, warmSize } from '../../../shared/rightsize/index.ts';

const measured: WarmSizing = {
  steps: [],
  ...{ launchToReady: 300, startToReady: 30, workerUsd: 0.0725, memberUsd: 0.0725 * 0.012, most: 50 },
};
/** So many hours with a step of 6, among 48. */
const stepsOf = (hours: number, step = 6): number[] =>
  Array.from({ length: 48 }, (_, hour) => (hour < hours ? step : 0));

describe('the size of a warm pool', () => {
  test('slow boots and frequent steps pay: as many members as the steps that occur often', () => {
    const { size, because, savesUsd, costsUsd } = warmSize({
      ...measured,
      steps: [...stepsOf(24, 4), ...stepsOf(1, 9)],
    });
    expect(size).toBe(4);
    expect(because.code).toBe('warm-size-chosen');
    expect(savesUsd).toBeGreaterThan(0);
    expect(costsUsd).toBeCloseTo(4 * 0.012 * 0.0725 * 730);
  });

  test('by hand: each start saves 270 s at ten times the price, less 30 s that are billed', () => {
    // A member costs 0.012 of a worker. 2,670 s are 0.742 of an hour: it pays from 1.6 % of the hours on.
    expect(warmSize({ ...measured, steps: stepsOf(1) }).size).toBe(6);
    expect(warmSize({ ...measured, steps: [...stepsOf(1), ...Array<number>(48).fill(0)] }).size).toBe(0);
  });

  test('it declines where the group hardly grows, and where a start is hardly faster', () => {
    expect(warmSize({ ...measured, steps: stepsOf(0) })).toMatchObject({
      size: 0,
      because: { code: 'warm-size-does-not-pay' },
    });
    const fast = { ...measured, launchToReady: 35, steps: stepsOf(24) };
    expect(warmSize(fast)).toMatchObject({ size: 0, because: { code: 'warm-size-does-not-pay' } });
    expect(warmSize({ ...fast, launchToReady: 30 })).toMatchObject({
      size: 0,
      because: { code: 'warm-size-no-faster' },
    });
  });

  test('it declines what it does not know', () => {
    expect(warmSize({ ...measured, steps: [3, 3] }).because.code).toBe('warm-size-too-little');
    expect(warmSize({ ...measured, launchToReady: null, steps: stepsOf(9) }).because.code).toBe('warm-size-unmeasured');
  });

  test('without prices it takes the usual share, and names no dollars', () => {
    const unpriced = warmSize({ ...measured, workerUsd: null, memberUsd: null, steps: stepsOf(24) });
    expect(unpriced).toMatchObject({ size: 6 });
    expect(unpriced.savesUsd).toBeUndefined();
  });

  test('a dearer member, a rarer step or a shorter launch never makes it larger; it stays within the maximum', () => {
    const sizings = fc.record({
      steps: fc.array(fc.nat(20), { minLength: 24, maxLength: 100 }),
      launchToReady: fc.integer({ min: 31, max: 900 }),
      memberUsd: fc.double({ min: 0.0001, max: 1, noNaN: true }),
      most: fc.nat(15),
    });
    fc.assert(
      fc.property(sizings, (some) => {
        const before = { ...measured, ...some };
        const { size } = warmSize(before);
        expect(size).toBeLessThanOrEqual(some.most);
        expect(warmSize({ ...before, memberUsd: 2 * some.memberUsd }).size).toBeLessThanOrEqual(size);
        expect(warmSize({ ...before, steps: [...some.steps, 0] }).size).toBeLessThanOrEqual(size);
        expect(warmSize({ ...before, launchToReady: some.launchToReady - 1 }).size).toBeLessThanOrEqual(size);
      }),
      { numRuns: 200 },
    );
  });
});
