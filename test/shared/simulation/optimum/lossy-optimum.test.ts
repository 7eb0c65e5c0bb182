import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LevelOptimum,
  LossyOptimum,
  optimumOf,
  type Scenario,
  scoreOf,
  seededRandom,
} from '../../../../shared/simulation/index.ts';
import { leastCost } from '../../../../shared/simulation/optimum/by-cost.ts';
import { runs } from '../../runs.ts';
import { demandOf, interactive, queue } from '../scenarios.ts';

const some = Math.min(runs, 200);
const small = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 7 });
const shares = fc.constantFrom(0, 0.01, 0.05, 0.2, 0.5, 1);

/** The cheapest of all sequences of sizes that lose no more than `allowed`; the first size costs no start. */
function everySchedule(loads: readonly number[], overhead: number, min: number, allowed: number): number {
  let least = Infinity;
  const extend = (step: number, size: number, cost: number, lost: number): void => {
    if (cost >= least || lost > allowed + 1e-9) return;
    if (step === loads.length) least = cost;
    else {
      for (let next = min; next <= 3; next += 1) {
        const started = step === 0 ? 0 : Math.max(0, next - size);
        extend(step + 1, next, cost + next + overhead * started, lost + Math.max(0, (loads[step] ?? 0) - next));
      }
    }
  };
  extend(0, 0, 0, 0);
  return least;
}
const sumOf = (loads: readonly number[]): number => loads.reduce((sum, load) => sum + load, 0);

/** Some hours of demand with bursts. */
function bursts(seed: number, steps: number, peak: number): number[] {
  const random = seededRandom(seed);
  let level = 0.3;
  return Array.from({ length: steps }, () => {
    if (random() < 0.05) level = random() ** 2;
    return peak * level * (0.8 + 0.4 * random());
  });
}

describe('the least cost if some demand may be lost', () => {
  test('leaves out a burst that is worth less than a start', () => {
    const loads = [...Array(50).fill(1), 2, ...Array(49).fill(1)];
    const optimum = new LossyOptimum(loads, { overhead: 10, min: 0 });
    expect(optimum.lossless).toBe(100 + 1 + 10);
    expect(optimum.losing(1 / 101)).toBe(100);
  });
  test('equals the result of an exhaustive search', () => {
    fc.assert(
      fc.property(small, fc.nat(4), fc.nat(1), shares, (loads, overhead, min, share) => {
        const optimum = new LossyOptimum(loads, { overhead, min });
        expect(optimum.losing(share)).toBeCloseTo(everySchedule(loads, overhead, min, share * sumOf(loads)), 6);
      }),
      { numRuns: some },
    );
  });
  test('is at most 1 % below the exact least cost, and never above it', () => {
    // Large enough that the search for a price answers, and small enough for the exact one.
    for (const [seed, overhead] of [
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
    ] as const) {
      const loads = bursts(seed, 400, 7);
      const optimum = new LossyOptimum(loads, { overhead, min: 1 });
      expect(2 * overhead + 1).toBeLessThan(optimum.losing(0.05) / 100);
      for (const share of [0.003, 0.01, 0.05]) {
        const options = { overhead, min: 1, allowed: share * sumOf(loads), most: optimum.lossless };
        const exact = leastCost(loads, options) ?? Number.NaN;
        expect(optimum.losing(share)).toBeLessThanOrEqual(exact + 1e-6);
        expect(optimum.losing(share)).toBeGreaterThan(0.99 * exact);
      }
    }
  });
  test('is as exact for demand that hardly changes, whose best schedules cost the same at one price', () => {
    // One hundredth of the time without workers, and the start of ten.
    const optimum = new LossyOptimum(Array(4000).fill(10), { overhead: 10, min: 0 });
    expect(optimum.losing(0.01) / (10 * 3960)).toBeGreaterThan(0.99);
    expect(optimum.losing(0.01)).toBeLessThanOrEqual(10 * 3960);
  });
  test('falls with the loss that is allowed, from the lossless optimum to the minimum of workers', () => {
    const loads = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(loads, fc.nat(12), fc.nat(2), (load, overhead, min) => {
        const optimum = new LossyOptimum(load, { overhead, min });
        const lossless = new LevelOptimum(overhead, min);
        for (const each of load) lossless.add(each);
        const costs = [0, 0.001, 0.01, 0.1, 0.5, 1].map((share) => optimum.losing(share));
        expect(costs[0]).toBe(lossless.workerTicks);
        expect(costs.at(-1)).toBe(min * load.length);
        for (const [index, cost] of costs.slice(1).entries()) {
          expect(cost).toBeLessThanOrEqual((costs[index] ?? 0) * (1 + 1e-6) + 1e-9);
        }
      }),
      { numRuns: some },
    );
  });
});

/** The best sizes by step at a price: for each level, the longest of its best states. */
function sizesAt(loads: readonly number[], overhead: number, price: number): boolean[][] {
  return [0, 1, 2].map((level) => {
    const parts = loads.map((load) => Math.min(1, Math.max(0, load - level)));
    let best: { states: boolean[]; cost: number } | undefined;
    for (let bits = 0; bits < 2 ** parts.length; bits += 1) {
      const states = parts.map((_, step) => Math.floor(bits / 2 ** step) % 2 === 1);
      let cost = 0;
      for (const [step, isOn] of states.entries()) {
        cost += isOn ? 1 + (step > 0 && !states[step - 1] ? overhead : 0) : price * (parts[step] ?? 0);
      }
      const isLonger = states.filter(Boolean).length > (best?.states.filter(Boolean).length ?? -1);
      if (!best || cost < best.cost - 1e-9 || (cost < best.cost + 1e-9 && isLonger)) best = { states, cost };
    }
    return best?.states ?? [];
  });
}

test('at one price, a level is on whenever the level above it is', () => {
  fc.assert(
    fc.property(small, fc.nat(4), fc.double({ min: 0.1, max: 8, noNaN: true }), (loads, overhead, price) => {
      const levels = sizesAt(loads, overhead, price);
      for (const [level, states] of levels.slice(1).entries()) {
        for (const [step, isOn] of states.entries()) if (isOn) expect(levels[level]?.[step]).toBe(true);
      }
    }),
    { numRuns: Math.min(runs, 50) },
  );
});

describe('the optimum of a scenario, at equal loss', () => {
  test('is never above what an autoscaler needs that loses as much', () => {
    const scenario: Scenario = interactive({ minBilled: 0 });
    const loads = bursts(4, 900, 12);
    for (const size of [3, 6, 9]) {
      const demand = demandOf(scenario, loads);
      const play = { scenario, demand, controller: () => size, bounds: { min: 0, max: 50 }, initial: size };
      const { latePercent, workerHours } = scoreOf(play);
      expect(optimumOf(demand, scenario, 0).losing(latePercent)).toBeLessThanOrEqual(workerHours);
    }
  });
  test('of tens of thousands of workers is computed with levels of several, and is about the same', () => {
    const loads = bursts(3, 2000, 20_000);
    const large = new LossyOptimum(loads, { overhead: 10, min: 100 });
    const small = new LossyOptimum(
      loads.map((load) => load / 10),
      { overhead: 10, min: 10 },
    );
    for (const share of [0.001, 0.01, 0.1, 0.5]) {
      const ratio = large.losing(share) / (10 * small.losing(share));
      expect(Math.abs(ratio - 1)).toBeLessThan(0.001);
    }
  });
  test('does not exist for a queue, which loses nothing', () => {
    const scenario = queue({ taskSeconds: 60, startWithin: '5m' });
    expect(optimumOf(demandOf(scenario, Array(40).fill(2)), scenario, 0).losing(1)).toBeNull();
  });
});
