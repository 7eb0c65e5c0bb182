import { describe, expect, it } from 'vitest';
import type { Datapoint } from '../../../../shared/model/index.ts';
import { evenly } from '../../../../shared/rules/forecasting/evenly.ts';

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
