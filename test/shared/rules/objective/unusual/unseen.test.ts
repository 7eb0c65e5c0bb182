import { describe, expect, it } from 'vitest';
import { steepDemand, unseenDemand } from '../../../../../shared/rules/objective/unusual/unseen.ts';

/** Half an hour has thirty steps; a worker launched now serves the third. */
const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
const HOURS = 3600;
/** Forty minutes at ten, but for the last two. */
const rises = (...last: number[]): number[] => [...Array<number>(40 - last.length).fill(10), ...last];
const asked = (
  recent: readonly number[],
  more: Partial<Parameters<typeof unseenDemand>[2]> = {},
  peak = Math.max(...recent.slice(-5)),
): number => unseenDemand(recent, peak, { highest: 10, seen: 48 * HOURS, timing: TIMING, ...more });

describe('demand that was not seen for a day', () => {
  it('is its peak, and half of the rise of the last minute until a new worker serves', () => {
    expect(asked(rises(14, 14))).toBe(14);
    expect(asked(rises(14, 19))).toBe(19 + 0.5 * 5 * 3);
    expect(asked(rises(19, 14))).toBe(19);
  });

  it('is at most twice its peak', () => {
    expect(asked(rises(1, 19))).toBe(38);
  });

  it('is by the minute where readings come more often', () => {
    // Six steps in three minutes: 5 ÷ 2 in each of five steps.
    const timing = { ...TIMING, step: 30 };
    expect(asked(rises(14, 19, 19), { timing })).toBe(19 + 0.5 * 2.5 * 5);
  });

  it('is none up to a quarter more than the highest of the day, and one', () => {
    expect(asked(rises(13.5, 13.5))).toBe(0);
    expect(asked(rises(13.6, 13.6))).toBe(13.6);
    expect(asked(rises(14, 14), { highest: 11 })).toBe(0);
  });

  it('is none if it was there more than half an hour ago', () => {
    expect(asked(rises(14, 19).with(9, 16))).toBe(0);
    expect(asked(rises(14, 19).with(0, 16))).toBe(0);
    expect(asked(rises(14, 19).with(10, 16))).toBe(26.5);
  });

  it('is unknown without a day before, and within two hours', () => {
    expect(asked(rises(14, 19), { highest: undefined })).toBe(0);
    expect([7199, 7200].map((seen) => asked(rises(14, 19), { seen }))).toEqual([0, 26.5]);
  });
});

describe('demand above that of the last hour', () => {
  const steep = (recent: readonly number[], seen = 48 * HOURS): number =>
    steepDemand(recent, recent.length - 1, seen, TIMING);

  it('is expected to rise half as fast as before until a new worker serves, whatever the day had', () => {
    expect(steep(rises(14))).toBe(14 + 0.5 * 4 * 3);
    expect(steep([20, ...Array<number>(60).fill(10), 14])).toBe(20);
  });

  it('is 0 up to one worker and a quarter above the hour, and in the first two hours', () => {
    expect(steep(rises(13.5))).toBe(0);
    expect(steep([20, ...Array<number>(59).fill(10), 14])).toBe(0);
    expect([7199, 7200].map((seen) => steep(rises(14), seen))).toEqual([0, 20]);
  });
});
