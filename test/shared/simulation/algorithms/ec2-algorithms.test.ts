import { describe, expect, test } from 'vitest';
import {
  type Controller,
  HIGH_RESOLUTION,
  predictive,
  run,
  type Scenario,
  staticSize,
  targetTracking,
} from '../../../../shared/simulation/index.ts';
import { demandOf, interactive } from '../scenarios.ts';

function capacities(scenario: Scenario, loads: readonly number[], controller: Controller, initial = 10): number[] {
  const play = { scenario, demand: demandOf(scenario, loads), controller, bounds: { min: 1, max: 100 }, initial };
  return [...run(play)].map(({ ready, booting }) => ready + booting);
}
const of = (load: number, steps: number): number[] => Array<number>(steps).fill(load);
const firstChange = (sizes: readonly number[]) => sizes.findIndex((size) => size !== sizes[0]);

describe('target tracking on a high-resolution metric', () => {
  test('scales out after three datapoints of 10 s, which CloudWatch has 10 s later', () => {
    const scenario = interactive({ tick: 5, evaluateEvery: 5 });
    const sizes = capacities(scenario, of(9, 60), targetTracking(scenario, { target: 0.5, ...HIGH_RESOLUTION }));
    expect(firstChange(sizes)).toBe((30 + 10) / 5);
    expect(sizes.at(-1)).toBe(18);
  });
  test('needs the same time in steps that are longer than a datapoint', () => {
    const scenario = interactive({ tick: 15 });
    const sizes = capacities(scenario, of(9, 60), targetTracking(scenario, { target: 0.5, ...HIGH_RESOLUTION }));
    expect(firstChange(sizes)).toBe((30 + 15) / 15);
  });
  test('does not scale out for less than three datapoints', () => {
    const scenario = interactive({ tick: 5, evaluateEvery: 5 });
    const loads = [...of(4, 40), ...of(9, 4), ...of(4, 40)];
    const sizes = capacities(scenario, loads, targetTracking(scenario, { target: 0.5, ...HIGH_RESOLUTION }));
    expect(new Set(sizes)).toEqual(new Set([10]));
  });
  test('scales in as slowly as with minutes', () => {
    const scenario = interactive({ tick: 15 });
    const sizes = capacities(scenario, of(1, 120), targetTracking(scenario, { target: 0.5, ...HIGH_RESOLUTION }));
    expect(firstChange(sizes)).toBe((15 * 60 + 15) / 15);
  });
});

describe('predictive scaling', () => {
  const scenario = interactive({ tick: 60, evaluateEvery: 60, boot: 0 });
  const HOUR = 60;
  const hours = (...loads: readonly number[]): number[] => loads.flatMap((load) => of(load, HOUR));
  const day = (busy: number): number[] => hours(...of(2, 9), ...of(busy, 4), ...of(2, 11));
  const alone = (options: Partial<Parameters<typeof predictive>[1]> = {}) =>
    predictive(scenario, { target: 0.5, dynamic: () => null, ...options });
  const at = (sizes: readonly number[], days: number, hour: number, minute = 0) =>
    sizes[(24 * days + hour) * HOUR + minute];

  test('has no forecast before it has data of a whole day', () => {
    const sizes = capacities(scenario, day(8), alone());
    expect(new Set(sizes)).toEqual(new Set([10]));
  });
  test('launches the buffer before the hour: by default 5 minutes', () => {
    const loads = [...day(8), ...day(8)];
    const sizes = capacities(scenario, loads, alone());
    expect([at(sizes, 1, 8, 54), at(sizes, 1, 8, 55)]).toEqual([10, 16]);
    const early = capacities(scenario, loads, alone({ buffer: 1200 }));
    expect([at(early, 1, 8, 39), at(early, 1, 8, 40)]).toEqual([10, 16]);
  });
  test('never scales in by itself', () => {
    const sizes = capacities(scenario, [...day(8), ...day(8)], alone());
    expect(at(sizes, 1, 23)).toBe(16);
  });
  test('beside a dynamic policy, the higher capacity counts, until the hour ends', () => {
    const sizes = capacities(scenario, [...day(8), ...day(8)], alone({ dynamic: staticSize(8) }));
    expect([at(sizes, 1, 8, 54), at(sizes, 1, 9), at(sizes, 1, 12, 59), at(sizes, 1, 13)]).toEqual([8, 16, 16, 8]);
  });
  test('keeps to the maximum of the group', () => {
    const sizes = capacities(scenario, [...day(80), ...day(80)], alone(), 80);
    expect(Math.max(...sizes)).toBe(100);
  });
  test('makes a forecast every six hours: data since then change nothing', () => {
    // Yesterday was quiet from 12 to 24. The forecast of 18:00 does not know what happened after it.
    const yesterday = hours(...of(2, 24));
    const today = (late: number) => hours(...of(2, 18), ...of(late, 5), 2);
    const one = capacities(scenario, [...yesterday, ...today(40), ...yesterday], alone(), 40);
    const other = capacities(scenario, [...yesterday, ...today(2), ...yesterday], alone(), 40);
    expect(one.slice(0, 48 * HOUR)).toEqual(other.slice(0, 48 * HOUR));
    // The mean of both days: 21 workers busy, 42 at the target.
    expect(Math.max(...one.slice(48 * HOUR))).toBe(42);
  });
  test('follows the week once it has seen that the week explains more than the day', () => {
    const week = [...Array(5).fill(8), 2, 2].flatMap(day);
    const sizes = capacities(scenario, [...week, ...week, ...day(2)], alone({ dynamic: staticSize(8) }));
    expect([at(sizes, 11, 10), at(sizes, 12, 10), at(sizes, 14, 10)]).toEqual([14, 14, 16]);
  });
  test('that only forecasts never changes the capacity', () => {
    const loads = [...day(8), ...day(8)];
    expect(new Set(capacities(scenario, loads, alone({ mode: 'ForecastOnly' })))).toEqual(new Set([10]));
    const both = capacities(scenario, loads, predictive(scenario, { target: 0.5, mode: 'ForecastOnly' }));
    expect(both).toEqual(capacities(scenario, loads, targetTracking(scenario, { target: 0.5 })));
  });
});
