import { describe, expect, it } from 'vitest';
import { Calibration, raised } from '../../../../shared/rules/forecast/calibration.ts';

/** A forecast of nothing, and what came: e to the `power`, of (demand + ½) in halves. */
const came = (power: number): number => 0.5 * Math.exp(power) - 0.5;
function calibrated(quantile: number, powers: readonly number[], kept = 100): Calibration {
  const calibration = new Calibration(quantile, kept);
  for (const power of powers) calibration.add(0, came(power));
  return calibration;
}
const tenths = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => (first + index) / 10);

describe('a calibrated forecast', () => {
  it('is known after forty misses', () => {
    expect(calibrated(0.9, tenths(1, 39)).raise).toBeUndefined();
    expect(calibrated(0.9, tenths(1, 40)).raise).toBeDefined();
  });

  it.each([
    // Of 40 misses and the next one, so many are to be below: the 37th smallest, the 21st, the 1st, and the largest.
    [0.9, 37],
    [0.5, 21],
    [0.01, 1],
    [0.99, 40],
  ])('is raised by the miss that covers the share: %d', (quantile, place) => {
    const shuffled = tenths(1, 40).map((_, index) => (((index * 7) % 40) + 1) / 10);
    expect(calibrated(quantile, shuffled).raise).toBeCloseTo(place / 10, 9);
  });

  it('is lowered if less came', () => {
    expect(calibrated(0.5, tenths(-60, -21)).raise).toBeCloseTo(-4, 9);
  });

  it('is read again after every fifteenth miss', () => {
    const low = tenths(1, 40);
    // 37 of 41 at first; of the 46 that 45 misses make, the 42nd.
    const raiseAfter = (more: number) => calibrated(0.9, [...low, ...Array<number>(more).fill(9)]).raise;
    expect([0, 4].map(raiseAfter).map((raise) => raise?.toFixed(6))).toEqual(['3.700000', '3.700000']);
    expect(raiseAfter(5)).toBeCloseTo(9, 9);
  });

  it('remembers as many misses as it is to keep, and at least forty', () => {
    const powers = [...Array<number>(45).fill(9), ...tenths(1, 45)];
    expect(calibrated(0.5, powers, 45).raise).toBeCloseTo(2.3, 9);
    // The last 40 of them: those from 0.6 on, of which the 21st is 2.6.
    expect(calibrated(0.5, powers, 1).raise).toBeCloseTo(2.6, 9);
  });

  it('loses the quantile of what came above it, and the rest of the quantile of what came below', () => {
    const calibration = calibrated(0.9, Array<number>(40).fill(0));
    expect([calibration.raise, calibration.loss]).toEqual([0, 0]);
    calibration.add(10, 14);
    expect(calibration.loss).toBeCloseTo(0.9 * 4, 9);
    calibration.add(10, 4);
    expect(calibration.loss).toBeCloseTo(0.9 * 4 * 0.998 + 0.1 * 6, 9);
  });

  it('loses by the raised forecast', () => {
    const calibration = calibrated(0.9, Array<number>(40).fill(Math.log(2)));
    calibration.add(10, 21);
    expect(calibration.loss).toBeCloseTo(0.9 * 0.5, 9);
  });
});

describe('a raise', () => {
  it('multiplies a forecast and half a worker', () => {
    expect(raised(10, Math.log(2))).toBeCloseTo(20.5, 9);
    expect(raised(10, 0)).toBe(10);
  });

  it('never leads below 0', () => {
    expect(raised(0, -1)).toBe(0);
  });
});
