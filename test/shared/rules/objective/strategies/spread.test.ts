import { describe, expect, it } from 'vitest';
import { faded, missOf, Spreads, scaleOf } from '../../../../../shared/rules/objective/strategies/spread.ts';

/** A quick mean keeps this share of itself within a step, a slow one that. */
const STEP = 1200;
const QUICK = 0.5 ** (1 / 3);
const SLOW = 0.5 ** (1 / 12);
const [ONE, OTHER] = [0, 1];

/** So many equal errors of the first forecast, in a state of demand. */
function spreadsOf(...errors: readonly [count: number, state: number, squared: number][]): Spreads {
  const spreads = new Spreads(STEP);
  for (const [count, state, squared] of errors)
    for (let each = 0; each < count; each += 1) spreads.add(ONE, state, squared);
  return spreads;
}

describe('the error of a forecast', () => {
  it('is relative to the square root of the forecast and a half, squared, and doubled for the side that does not count', () => {
    expect(scaleOf(3.5)).toBe(2);
    expect(missOf(3.5, 7.5)).toBe(8);
    expect(missOf(3.5, 3.5)).toBe(0);
    expect(missOf(3.5, 1)).toBe(0);
  });

  it('is a plain mean at first, and fades later', () => {
    expect(faded(0, 8, 0.9, 1)).toBe(8);
    expect(faded(8, 4, 0.9, 2)).toBe(6);
    expect(faded(8, 4, 0.9, Number.POSITIVE_INFINITY)).toBeCloseTo(7.6, 9);
  });
});

describe('the usual error', () => {
  it('is unknown before forty errors', () => {
    expect(spreadsOf([39, 2, 4]).of(ONE, 'quick', 2)).toBe(-1);
    expect(spreadsOf([40, 2, 4]).of(ONE, 'quick', 2)).toBeCloseTo(4, 9);
    expect(spreadsOf([99, 2, 4]).of(OTHER, 'quick', 2)).toBe(-1);
  });

  it('of the last hour follows quickly, whatever the state', () => {
    expect(spreadsOf([40, 2, 4], [1, 3, 8]).of(ONE, 'quick', 7)).toBeCloseTo(4 * QUICK + 8 * (1 - QUICK), 9);
  });

  it('of a state is that of the moments in this state', () => {
    const spreads = spreadsOf([40, 2, 4], [40, 3, 9]);
    expect([2, 3].map((state) => spreads.of(ONE, 'state', state))).toEqual([
      expect.closeTo(4, 9),
      expect.closeTo(9, 9),
    ]);
    // The mean of forty and one, which fades more slowly than a plain mean only later.
    expect(spreadsOf([40, 2, 4], [1, 2, 8]).of(ONE, 'state', 2)).toBeCloseTo((40 * 4 + 8) / 41, 9);
  });

  it('of a state that is rare is that of all moments, which fades slowly', () => {
    const slow = 4 * SLOW + 8 * (1 - SLOW);
    expect(spreadsOf([40, 2, 4], [1, 3, 8]).of(ONE, 'state', 3)).toBeCloseTo(slow, 9);
    expect(spreadsOf([20, 2, 4], [29, 3, 9]).of(ONE, 'state', 3)).not.toBeCloseTo(9, 3);
    expect(spreadsOf([20, 2, 4], [30, 3, 9]).of(ONE, 'state', 3)).toBeCloseTo(9, 9);
  });

  it('is of each forecast', () => {
    const spreads = spreadsOf([40, 2, 4]);
    for (let each = 0; each < 40; each += 1) spreads.add(OTHER, 2, 16);
    expect([ONE, OTHER].map((forecast) => spreads.of(forecast, 'state', 2))).toEqual([
      expect.closeTo(4, 9),
      expect.closeTo(16, 9),
    ]);
    for (let each = 0; each < 30; each += 1) spreads.add(OTHER, 3, 25);
    expect([2, 3].map((state) => spreads.of(OTHER, 'state', state))).toEqual([
      expect.closeTo(16, 9),
      expect.closeTo(25, 9),
    ]);
  });
});
