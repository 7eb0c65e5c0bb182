import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deadlineOptimum, LevelOptimum, optimumHours } from '../../../../shared/simulation/index.ts';
import { runs } from '../../runs.ts';
import { demandOf, interactive, queue } from '../scenarios.ts';

const levels = (loads: readonly number[], overhead: number, min: number): number => {
  const optimum = new LevelOptimum(overhead, min);
  for (const load of loads) optimum.add(load);
  return optimum.workerTicks;
};

/** The cheapest of all sequences of sizes that do what is asked; the first size costs no start. */
function bruteForce(
  steps: number,
  largest: number,
  overhead: number,
  min: number,
  serves: (sizes: readonly number[]) => boolean,
): number {
  let least = Infinity;
  const extend = (sizes: readonly number[], cost: number): void => {
    if (cost >= least || !serves(sizes)) return;
    if (sizes.length === steps) {
      least = cost;
      return;
    }
    for (let size = min; size <= largest; size += 1) {
      const started = sizes.length === 0 ? 0 : Math.max(0, size - (sizes.at(-1) ?? 0));
      extend([...sizes, size], cost + size + overhead * started);
    }
  };
  extend([], 0);
  return least;
}

const MIN = fc.nat(1);

describe('the lowest cost without lost demand', () => {
  test('keeps a worker through a gap that is shorter than a stop and a start', () => {
    expect(levels([1, 0, 0, 1], 3, 0)).toBe(4);
    expect(levels([1, 0, 0, 0, 0, 1], 3, 0)).toBe(5);
  });
  test('starts a worker when it is needed, and the first ones free of charge', () => {
    expect(levels([...Array(20).fill(1), 3], 10, 0)).toBe(20 + 3 + 2 * 10);
    expect(levels([1, 3], 10, 0)).toBe(3 + 3);
  });
  test('equals the result of an exhaustive search', () => {
    const loads = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(loads, fc.nat(4), MIN, (load, overhead, min) => {
        const serves = (sizes: readonly number[]) => sizes.every((size, step) => size >= (load[step] ?? 0) - 1e-9);
        expect(levels(load, overhead, min)).toBe(bruteForce(load.length, 3, overhead, min, serves));
      }),
      { numRuns: Math.min(runs, 300) },
    );
  });
});

describe('the lowest cost without late tasks', () => {
  const options = { group: 1, quantum: 1 };
  /** All that arrived `within` steps before a step, or earlier, has been served by its end. */
  const inTime = (load: readonly number[], within: number) => (sizes: readonly number[]) => {
    let [waiting, arrived, served] = [0, 0, 0];
    return sizes.every((size, step) => {
      waiting += load[step] ?? 0;
      arrived += load[step - within] ?? 0;
      const serving = Math.min(size, waiting);
      waiting -= serving;
      served += serving;
      return served >= arrived;
    });
  };
  test('spreads a burst over the allowed time', () => {
    expect(deadlineOptimum([6, 0, 0, 0, 0], { overhead: 1, min: 0, within: 2, ...options })).toBe(6);
    expect(deadlineOptimum([0, 6, 0, 0, 0], { overhead: 1, min: 0, within: 2, ...options })).toBe(6 + 2);
  });
  test('is the minimum if nothing is due within the recording, however long the work may wait', () => {
    expect(deadlineOptimum(Array(8640).fill(60), { overhead: 10, min: 2, within: 2_000_000 })).toBe(2 * 8640);
  });
  test('collects work instead of starting a worker twice', () => {
    const far = deadlineOptimum([0, 1, 0, 0, 0, 1, 0, 0, 0, 0], { overhead: 3, min: 0, within: 1, ...options });
    const near = deadlineOptimum([0, 1, 0, 0, 0, 1, 0, 0, 0, 0], { overhead: 3, min: 0, within: 4, ...options });
    expect([far, near]).toEqual([6, 5]);
  });
  test('leaves work that is not due when the recording ends', () => {
    expect(deadlineOptimum([1, 1, 5], { overhead: 9, min: 0, within: 1, ...options })).toBeLessThan(7);
  });
  test('equals the result of an exhaustive search', () => {
    const loads = fc.array(fc.oneof(fc.constant(0), fc.nat(5)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(loads, fc.integer({ min: 1, max: 3 }), fc.nat(4), MIN, (load, within, overhead, min) => {
        const brute = bruteForce(load.length, 6, overhead, min, inTime(load, within));
        expect(deadlineOptimum(load, { overhead, min, within, ...options })).toBe(brute);
      }),
      { numRuns: Math.min(runs, 300) },
    );
  });
  test('equals the result over every size and every backlog, for any demand', () => {
    const spell = fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 20 }));
    const loads = fc
      .array(spell, { minLength: 1, maxLength: 10 })
      .map((spells) => spells.flatMap(([burst, quiet]) => [burst, ...Array<number>(quiet).fill(0)]));
    fc.assert(
      fc.property(loads, fc.integer({ min: 1, max: 3 }), fc.nat(4), MIN, (load, within, overhead, min) => {
        const ours = deadlineOptimum(load, { overhead, min, within, ...options });
        expect(ours).toBe(everyState(load, within, overhead, min));
      }),
      { numRuns: 25 },
    );
  });
  test('does not increase with finer sizes or later deadlines', () => {
    const loads = fc.array(fc.nat(9), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(loads, fc.integer({ min: 1, max: 8 }), fc.nat(12), (load, within, overhead) => {
        const whole = deadlineOptimum(load, { overhead, min: 1, within, ...options });
        expect(deadlineOptimum(load, { overhead, min: 1, within, group: 1, quantum: 0.5 })).toBeLessThanOrEqual(whole);
        expect(deadlineOptimum(load, { overhead, min: 1, within: within + 1, ...options })).toBeLessThanOrEqual(whole);
      }),
      { numRuns: Math.min(runs, 300) },
    );
  });
  test('hardly differs if a long wait has longer groups of steps, whether or not they divide it evenly', () => {
    const load = Array.from({ length: 1500 }, (_, step) => 4 + 3 * Math.sin(step / 90) + (step % 17 === 0 ? 6 : 0));
    for (const within of [360, 361]) {
      const grouped = deadlineOptimum(load, { overhead: 18, min: 1, within, quantum: 1 });
      const exact = deadlineOptimum(load, { overhead: 18, min: 1, within, quantum: 1, group: 1 });
      expect(Math.abs(grouped / exact - 1)).toBeLessThan(0.005);
    }
  });
  test('keeps the minimum number of workers without work', () => {
    expect(deadlineOptimum(Array(40).fill(0), { overhead: 10, min: 2, within: 20 })).toBe(80);
  });
});

/** The cheapest way to every pair of size and waiting work, step by step. */
function everyState(load: readonly number[], within: number, overhead: number, min: number): number {
  let states = new Map<string, { size: number; waiting: number; cost: number }>([
    ['', { size: -1, waiting: 0, cost: 0 }],
  ]);
  load.forEach((arrived, step) => {
    const mayWait = load.slice(Math.max(0, step - within + 1), step + 1).reduce((sum, each) => sum + each, 0);
    const next: typeof states = new Map();
    for (const { size: before, waiting, cost } of states.values()) {
      for (let size = min; size <= 7; size += 1) {
        const left = Math.max(0, waiting + arrived - size);
        if (left > mayWait) continue;
        const paid = cost + size + (before < 0 ? 0 : overhead * Math.max(0, size - before));
        if (paid < (next.get(`${size} ${left}`)?.cost ?? Infinity))
          next.set(`${size} ${left}`, { size, waiting: left, cost: paid });
      }
    }
    states = next;
  });
  return Math.min(...[...states.values()].map(({ cost }) => cost));
}

describe('the optimum of a scenario', () => {
  test('is in hours, and starts after the burn-in', () => {
    const scenario = interactive({ burnIn: '1m' });
    expect(optimumHours(demandOf(scenario, [9, 9, 9, 9, ...Array(240).fill(2)]), scenario, 1)).toBe(2);
  });
  test('of a queue includes its tasks', () => {
    const scenario = queue({ taskSeconds: 60, startWithin: '5m' });
    expect(optimumHours(demandOf(scenario, [...Array(240).fill(4), ...Array(20).fill(0)]), scenario, 1)).toBeCloseTo(
      4,
      1,
    );
  });
});
