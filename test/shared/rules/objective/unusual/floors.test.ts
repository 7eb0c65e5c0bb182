import { describe, expect, it } from 'vitest';
import type { Winner } from '../../../../../shared/rules/objective/learned.ts';
import { Floors } from '../../../../../shared/rules/objective/unusual/floors.ts';
import { TWICE } from '../../../decision/tuned.ts';

/** A worker launched now serves the reading in three minutes. */
const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
const HOUR = 3600;
const DAY = 86_400;
const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
const floorsOf = (recent: readonly number[], winner: Partial<Winner>, since = 0): Floors =>
  new Floors({ ...TWICE, ...winner }, recent, since, TIMING);
const floorOf = (recent: readonly number[], winner: Partial<Winner> = {}) =>
  floorsOf(recent, winner).at(recent.length - 1);

describe('the lowest capacity, whatever the strategy wants', () => {
  it('is one worker if nothing is unusual', () => {
    expect(floorOf(steady(10, 90))).toMatchObject({ floor: 1, peak: 10, isYoung: false });
    expect(floorOf([])).toMatchObject({ floor: 1, peak: 0, isYoung: false });
  });

  it('is what was busy at most in the last five minutes if the strategy loses too much', () => {
    const fell = [...steady(10, 80), ...steady(8.5, 4)];
    expect(floorOf(fell, { keeps: false })).toMatchObject({ floor: 10, floorBy: 'demand', peak: 10 });
    expect(floorOf([...fell, 8.5], { keeps: false })).toMatchObject({ floor: 9, floorBy: 'demand', peak: 8.5 });
    expect(floorOf(fell, { keeps: true })).toMatchObject({ floor: 1, peak: 10 });
  });

  it('has room for growth while history is short, and less with each reading', () => {
    // 15 % a minute for three minutes: 4/9 of that after a quarter of an hour, and 4/25 half an hour later.
    const floors = floorsOf(steady(10, 60), { seen: HOUR / 4 }, 30);
    expect(floors.at(29)).toEqual({ floor: 12, floorBy: 'history', peak: 10, isYoung: true });
    expect(floors.at(59)).toEqual({ floor: 11, floorBy: 'history', peak: 10, isYoung: true });
    expect(floorOf(steady(10, 60), { seen: HOUR / 4 })).toEqual(floors.at(29));
  });

  it('has a short history for less than two days, however large the group is', () => {
    // A thousandth of the peak is left of the floor then, which is a worker and more.
    const isYoung = (peak: number, seen: number) => floorOf(steady(peak, 60), { seen }).isYoung;
    expect([2 * DAY - 60, 2 * DAY].map((seen) => isYoung(1000, seen))).toEqual([true, false]);
    expect([2 * HOUR, 12 * HOUR].map((seen) => isYoung(10, seen))).toEqual([true, false]);
  });

  it('is the demand that the day before did not have', () => {
    const higher = [...steady(10, 80), ...steady(14, 6)];
    expect(floorOf(higher, { highest: 10 })).toMatchObject({ floor: 14, floorBy: 'unseen' });
    expect(floorOf(higher, { highest: 13 }).floor).toBe(1);
    expect(floorOf(higher, { highest: 10, seen: 2 * HOUR - 1 })).toMatchObject({ floorBy: 'history' });
  });

  it('is what a rise above the last hour leads to', () => {
    // Half of the four more in each of three minutes.
    const rises = [...steady(10, 80), 14];
    expect(floorOf(rises)).toMatchObject({ floor: 20, floorBy: 'unseen' });
    expect(floorsOf(rises, {}).at(79).floor).toBe(1);
    expect(floorOf([...rises, 14]).floor).toBe(1);
  });

  it('is what a jump leads to that the day before did not have, if demand is not high', () => {
    // A minute rises by four workers, which is twice that from its beginning to its end, for three minutes.
    const jumps = [...steady(19.5, 30), ...steady(15.5, 50), 19.5];
    expect(floorOf(jumps, { highest: 30, steepest: 0.5 })).toMatchObject({ floor: 44, floorBy: 'jump' });
    expect(floorOf(jumps, { highest: 30, steepest: 0.7 }).floor).toBe(1);
  });

  it('is no more than the demand before a collapse when that comes back', () => {
    const back = [...steady(10, 80), ...steady(0, 10), 5, 10];
    const unusual = { highest: 11, lowest: 8, steepest: 0.5 };
    expect([-1, 0].map((ago) => floorsOf(back, unusual).at(91 + ago))).toMatchObject([
      { floor: 10, floorBy: 'collapse' },
      { floor: 10, floorBy: 'collapse' },
    ]);
  });

  it('is no more than the demand before a collapse when that comes back for the second time', () => {
    const back = [...steady(10, 80), ...steady(0, 10), ...steady(10, 2), ...steady(0, 8), 10];
    const unusual = { highest: 11, lowest: 8, steepest: 0.5 };
    expect(floorOf(back, unusual)).toMatchObject({ floor: 10, floorBy: 'collapse' });
  });

  it('is the demand before a collapse', () => {
    const collapsed = [...steady(10, 80), ...steady(0, 20)];
    expect(floorOf(collapsed, { lowest: 8 })).toMatchObject({ floor: 10, floorBy: 'collapse', peak: 0 });
    expect(floorOf(collapsed).floor).toBe(1);
  });

  it('is the highest of these', () => {
    const all: Partial<Winner> = { keeps: false, highest: 10, lowest: 8, seen: 864_000 };
    expect(floorOf([...steady(10, 80), ...steady(14, 6)], all)).toMatchObject({ floor: 14, floorBy: 'unseen' });
    expect(floorOf([...steady(10, 80), ...steady(0, 20)], all)).toMatchObject({ floor: 10, floorBy: 'collapse' });
    expect(floorOf([...steady(20, 3), 0], { ...all, seen: HOUR })).toMatchObject({ floor: 21, floorBy: 'history' });
  });
});
