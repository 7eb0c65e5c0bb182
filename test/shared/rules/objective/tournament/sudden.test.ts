import { describe, expect, it } from 'vitest';
import { Demand } from '../../../../../shared/rules/forecasting/index.ts';
import { SuddenRises } from '../../../../../shared/rules/objective/tournament/sudden.ts';

/** New workers serve the third reading from now. */
const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
const DAY = 1440;
const flat = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
function areUsual(values: readonly number[]): boolean {
  const rises = new SuddenRises(TIMING);
  const demand = new Demand(60);
  for (const value of values) {
    demand.add(value);
    rises.add(demand);
  }
  return rises.areUsual;
}

describe('sudden rises', () => {
  it('are usual after two by more than a half and a worker, within the time that new workers need', () => {
    const twice = (value: number) => [...flat(9, 100), ...flat(value, 5), ...flat(9, 100), ...flat(value, 5)];
    expect([14, 14.1].map((value) => areUsual(twice(value)))).toEqual([false, true]);
    expect(areUsual([...flat(9, 100), 11, 13, 15, 17, ...flat(9, 100), 11, 13, 15, 17])).toBe(true);
    expect(areUsual([...flat(9, 100), 10, 11, 12, 13, 14, 15, 16, 17, ...flat(9, 100), 11, 12, 13, 14, 15])).toBe(
      false,
    );
  });

  it('are not usual after a single one, also if it has several steps', () => {
    expect(areUsual([...flat(9, 100), ...flat(20, 5), ...flat(40, 5), ...flat(9, 20), ...flat(20, 5)])).toBe(false);
  });

  it('are two if they are more than an hour apart', () => {
    const apart = (minutes: number) => areUsual([...flat(9, 100), 20, ...flat(9, minutes - 1), 20]);
    expect([60, 61].map(apart)).toEqual([false, true]);
  });

  it('are forgotten two days after the one before the last', () => {
    const last = [...flat(9, 100), 20, ...flat(9, DAY), 20];
    expect([DAY, DAY + 1].map((later) => areUsual([...last, ...flat(9, later - 1)]))).toEqual([true, false]);
  });
});
