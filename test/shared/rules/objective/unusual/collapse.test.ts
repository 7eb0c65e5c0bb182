import { describe, expect, it } from 'vitest';
import { demandBeforeCollapse } from '../../../../../shared/rules/objective/unusual/collapse.ts';

const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
const flat = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
const kept = (recent: readonly number[], lowest: number | undefined = 8): number =>
  demandBeforeCollapse(recent, recent.length - 1, { lowest, timing: TIMING });

describe('the demand before a collapse', () => {
  it('is the mean of the ten minutes before it', () => {
    expect(kept([...flat(50, 5), ...flat(10, 5), ...flat(20, 5), 0])).toBe(15);
    expect(kept([10, 14, 3.9])).toBe(12);
  });

  it('is 0 while demand is at least half of the lowest of the day, or while that is unknown', () => {
    expect(kept([...flat(10, 20), 4])).toBe(0);
    expect(demandBeforeCollapse([...flat(10, 20), 0], 20, { lowest: undefined, timing: TIMING })).toBe(0);
  });

  it('counts for an hour, and for five minutes after the collapse', () => {
    expect([60, 61].map((steps) => kept([...flat(10, 20), ...flat(0, steps)]))).toEqual([10, 0]);
    expect([5, 6].map((steps) => kept([...flat(10, 20), ...flat(0, 30), ...flat(15, steps)]))).toEqual([10, 0]);
  });

  it('is that before the first of several collapses, if demand came back for at most five minutes between them', () => {
    const twice = (between: number) => kept([...flat(10, 20), ...flat(0, 10), ...flat(9, between), ...flat(0, 8)]);
    expect(twice(5)).toBe(10);
    expect(twice(6)).toBeCloseTo((4 * 0 + 6 * 9) / 10, 9);
    const often = [1, 2, 3].flatMap((between) => [...flat(0, 4), ...flat(9, between)]);
    expect(kept([...flat(10, 20), ...often])).toBe(10);
    const long = (steps: number) => kept([...flat(10, 20), ...flat(0, 30), ...flat(9, 5), ...flat(0, steps)]);
    expect([25, 26].map(long)).toEqual([10, 0]);
  });

  it('is 0 if the readings do not show the demand before the collapse', () => {
    expect([flat(0, 20), [], [10]].map((recent) => kept(recent))).toEqual([0, 0, 0]);
  });
});
