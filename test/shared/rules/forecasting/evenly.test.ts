import { describe, expect, it } from 'vitest';
import type { Datapoint } from '../../../../shared/model/index.ts';
import { evenDemand, evenly } from '../../../../shared/rules/forecasting/evenly.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');

describe('readings on an even grid', () => {
  const points = (...read: [second: number, value: number][]): Datapoint[] =>
    read.map(([second, value]) => ({ at: NOW + second * 1000, value }));
  const grid = (newest: number, most = 100, step = 60) => ({ newest: NOW + newest * 1000, step, most });
  const laid = (read: readonly Datapoint[], on: ReturnType<typeof grid>) => [...evenly(read, on)];

  it('are unchanged, the newest last', () => {
    expect(laid(points([0, 1], [60, 2], [120, 3]), grid(120))).toEqual([1, 2, 3]);
  });
  it('repeat the last value if some are missing', () => {
    expect(laid(points([0, 1], [60, 2], [240, 5]), grid(240))).toEqual([1, 2, 2, 2, 5]);
  });
  it('may come somewhat early or late', () => {
    expect(laid(points([-20, 1], [80, 2], [101, 3], [180, 4]), grid(180))).toEqual([1, 2, 3, 4]);
  });
  it('that come more often than the grid are thinned', () => {
    expect(laid(points([0, 1], [15, 2], [30, 3], [45, 4], [60, 5]), grid(60, 100, 30))).toEqual([1, 3, 5]);
  });
  it('are at least one, and at most the limit', () => {
    expect(laid(points([0, 7]), grid(0))).toEqual([7]);
    expect(laid(points([0, 1], [60, 2], [120, 3]), grid(120, 2))).toEqual([2, 3]);
  });
  it('after the end of the grid are omitted', () => {
    expect(laid(points([0, 1], [60, 2], [120, 3]), grid(60))).toEqual([1, 2]);
    expect(laid(points([0, 1], [60, 2], [80, 3]), grid(60))).toEqual([1, 2]);
    expect(laid(points([120, 3]), grid(60))).toEqual([]);
    expect(laid([], grid(60))).toEqual([]);
  });
});

describe('demand on an even grid', () => {
  const MINUTES_OF_HOUR = 60;
  /** Readings a minute apart, from a minute on; ten keep a worker busy. */
  const from = (minute: number, ...busy: number[]): Datapoint[] =>
    busy.map((value, index) => ({ at: NOW + (minute + index) * 60_000, value: 10 * value }));
  const laid = (points: readonly Datapoint[]) => [
    ...evenDemand(points, { newest: points.at(-1)?.at ?? NOW, step: 60, most: 100 }, 10),
  ];
  /** As many readings as an hour has, from the reading after the gap on. */
  const hour = (...busy: number[]): number[] => [...busy, ...Array<number>(MINUTES_OF_HOUR - busy.length).fill(20)];

  it('has the readings, as busy workers', () => {
    expect(laid(from(0, 1, 2, 3))).toEqual([1, 2, 3]);
  });
  it('rises steadily within a gap', () => {
    expect(laid([...from(0, 10), ...from(4, 30, 31)])).toEqual([10, 15, 20, 25, 30, 31]);
  });
  it('repeats the last reading if it is lower after a gap', () => {
    expect(laid([...from(0, 40), ...from(4, 20, 20)])).toEqual([40, 40, 40, 40, 20, 20]);
  });
  it('falls steadily within a gap of more than ten minutes if it stays lower for an hour', () => {
    const until = (minutes: number) => laid([...from(0, 32), ...from(12, ...hour(20, 10), 20).slice(0, minutes + 1)]);
    expect(until(MINUTES_OF_HOUR - 1).slice(0, 13)).toEqual([...Array(12).fill(32), 20]);
    expect(until(MINUTES_OF_HOUR).slice(0, 14)).toEqual([32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 10]);
  });
  it('falls to the highest of that hour, because the first readings may show only a part', () => {
    const fallen = (busy: number) => laid([...from(0, 48), ...from(12, ...hour(5, busy), 20)]).slice(9, 14);
    expect(fallen(24)).toEqual([30, 28, 26, 5, 24]);
    expect(fallen(50)).toEqual([48, 48, 48, 5, 50]);
  });
  it('stays the same within a shorter gap, whatever follows: rules learn the same step by step as at once', () => {
    const gapOf = (minutes: number) =>
      laid([...from(0, 40), ...from(minutes, ...hour(20, 10), 20)]).slice(minutes - 1, minutes + 1);
    expect(gapOf(10)).toEqual([40, 20]);
    expect(gapOf(11)).toEqual([expect.closeTo(20 + 20 / 11), 20]);
  });
});
