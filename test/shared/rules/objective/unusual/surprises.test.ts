import { describe, expect, it } from 'vitest';
import { timesThePeak } from '../../../../../shared/rules/objective/unusual/surprises.ts';

/** A worker launched now serves the third reading from now; a peak is that of five readings. */
const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
const times = (recent: readonly number[], newest = recent.length - 1, timing = TIMING): number =>
  timesThePeak(recent, newest, 5, timing);
/** Ten, but for a minute of this height every so many. */
const spikes = (height: number, every: number, steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => (step % every === every - 1 ? height : 10));

describe('the multiple of the peak that would have been enough', () => {
  it('is one if nothing was lost, and without history', () => {
    expect(times(Array<number>(60).fill(10))).toBe(1);
    expect([[], [10], [10, 30, 10]].map((recent) => times(recent))).toEqual([1, 1, 1]);
  });

  it('is one if demand rose unexpectedly once', () => {
    expect(times([...Array<number>(30).fill(10), 30, ...Array<number>(29).fill(10)])).toBe(1);
    expect(times([...Array<number>(30).fill(10), ...Array<number>(30).fill(30)])).toBe(1);
  });

  it('covers repeated rises, except 0.5 % of the demand', () => {
    // Of four spikes in 57 steps, three count. They lose 3 × (15 − 10 m) of 590, of which 2.95 is allowed.
    expect(times(spikes(15, 15, 60))).toBeCloseTo((15 - 2.95 / 3) / 10, 2);
  });

  it('is at most two', () => {
    expect(times(spikes(80, 15, 60))).toBe(2);
  });

  it('uses only the readings of the last hour', () => {
    expect(times([...spikes(15, 15, 60), ...Array<number>(60).fill(10)])).toBe(1);
    expect(times([...Array<number>(20).fill(10), ...spikes(15, 15, 60)], 19)).toBe(1);
    // All four spikes are in the hour, of which three count: they lose 3 × (15 − 10 m) of 620, of which 3.1 is allowed.
    const before = [...Array<number>(60).fill(30), ...Array<number>(10).fill(10)];
    expect(times([...before, ...spikes(15, 15, 60)])).toBeCloseTo((15 - 3.1 / 3) / 10, 2);
    // The first of four is a minute too old, and then two count.
    expect(times([...spikes(15, 15, 60), ...Array<number>(15).fill(10)])).toBeCloseTo((15 - 3.075 / 2) / 10, 2);
  });

  it('leaves out an event for as long as it takes to react to it twice', () => {
    // Nine steps are lost until workers serve that were launched for the rise.
    expect(times([...Array<number>(30).fill(10), ...Array<number>(30).fill(30)], 59, { ...TIMING, boot: 480 })).toBe(1);
  });
});
