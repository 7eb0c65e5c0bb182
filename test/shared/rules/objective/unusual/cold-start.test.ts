import { describe, expect, it } from 'vitest';
import { coldStartFloor, demandAtStart, peakSteps } from '../../../../../shared/rules/objective/unusual/cold-start.ts';

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

describe('the demand that needs workers while history is short', () => {
  const asked = (recent: readonly number[], seen: number): number =>
    demandAtStart(recent, recent.length - 1, { peak: Math.max(...recent.slice(-5)), seen, timing: TIMING });
  const rise = [...Array<number>(30).fill(10), 12, 18];
  const spikes = Array.from({ length: 60 }, (_, step) => (step % 15 === 5 ? 15 : 10));

  it('is the peak and its allowance if demand is level', () => {
    expect(asked(Array<number>(10).fill(10), 600)).toBe(coldStartFloor(10, 600, TIMING));
  });

  it('follows a rise up to one and a half times the reading, and twice after a quarter of an hour', () => {
    expect([899, 900, 7200].map((seen) => asked(rise, seen))).toEqual([27, 18 + 0.7 * 6 * 3, 18 + 0.7 * 6 * 3]);
  });

  it('has room for demand that rose unexpectedly several times within the hour', () => {
    expect(asked(spikes, 3600)).toBeGreaterThan(1.3 * 10);
    expect(asked(spikes, 3600)).toBeGreaterThan(1.2 * coldStartFloor(10, 3600, TIMING));
  });

  it('is only the allowance after two hours', () => {
    expect([rise, spikes].map((recent) => asked(recent, 7201))).toEqual(
      [18, 10].map((peak) => coldStartFloor(peak, 7201, TIMING)),
    );
  });
});
