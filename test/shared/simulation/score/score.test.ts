import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Controller,
  NeededWorkers,
  run,
  type Scenario,
  Scorer,
  scoreOf,
  staticSize,
} from '../../../../shared/simulation/index.ts';
import { runs } from '../../runs.ts';
import { demandOf, interactive, queue } from '../scenarios.ts';

const BOUNDS = { min: 1, max: 30 };
const scored = (scenario: Scenario, loads: readonly number[], controller: Controller, initial: number) =>
  scoreOf({ scenario, demand: demandOf(scenario, loads), controller, bounds: BOUNDS, initial });

describe('a score', () => {
  test('counts hours, dollars and lost demand', () => {
    const scenario = interactive({ hourlyUsd: 0.5 });
    expect(scored(scenario, Array(240).fill(3), staticSize(2), 2)).toMatchObject({
      ...{ hours: 1, workerHours: 2, usd: 1, demandHours: 3, p95WaitSeconds: 0, actions: 0, launches: 0 },
      ...{ underPercent: 100, overPercent: 0, overBy: 0 },
    });
    const { latePercent, underBy } = scored(scenario, Array(240).fill(3), staticSize(2), 2);
    expect([latePercent, underBy]).toEqual([100 / 3, 100 / 3].map((share) => expect.closeTo(share, 9)));
  });
  test('starts after the burn-in', () => {
    const scenario = interactive({ burnIn: '15m' });
    const loads = [...Array(60).fill(9), ...Array(60).fill(1)];
    expect(scored(scenario, loads, staticSize(2), 2)).toMatchObject({
      ...{ hours: 0.25, workerHours: 0.5, latePercent: 0, overPercent: 100, overBy: 100 },
    });
  });
  test('counts changes of capacity, launches and interrupted workers', () => {
    const sizes = [2, 5, 5, 3, 3, 4];
    const scenario = interactive({ boot: 0, drain: 0, minBilled: 0 });
    const changing: Controller = (_now, { index }) => sizes[index] ?? null;
    expect(scored(scenario, sizes, changing, 2)).toMatchObject({ actions: 3, launches: 4, interruptions: 0 });
    const failing = interactive({ failures: { interruptionsPerHour: 60 } });
    const { interruptions, launches } = scored(failing, Array(100).fill(1), staticSize(5), 5);
    expect(launches).toBe(interruptions);
    expect(interruptions).toBeGreaterThan(50);
  });
  test('of whole tasks needs no further worker because of rounding errors', () => {
    const needed = new NeededWorkers(queue({ taskSeconds: 105, tasks: 'whole' }));
    expect(Math.max(...Array.from({ length: 1000 }, (_, step) => needed.of(step < 500 ? 0.1 : 1)))).toBe(1);
  });

  test('of whole tasks needs a worker for each task in progress, not for all its work when it arrives', () => {
    const scenario = queue({ taskSeconds: 60, tasks: 'whole', startWithin: '15s' });
    // Three tasks of four steps arrive at once, every eight steps.
    const loads = Array.from({ length: 80 }, (_, step) => (step % 8 === 0 ? 3 * 4 : 0));
    const outcomes = [3, 2].map((size) => scored(scenario, loads, staticSize(size), size));
    expect(outcomes).toMatchObject([
      { latePercent: 0, underPercent: 0, overPercent: 50 },
      { underPercent: 50, overPercent: 50 },
    ]);
  });
  test('of a queue has the late tasks, and the wait of 95 %', () => {
    const scenario = queue({ startWithin: '1m' });
    // Twenty tasks at once for one worker: the first five start within four steps.
    const loads = [20, ...Array(40).fill(0)];
    expect(scored(scenario, loads, staticSize(1), 1)).toMatchObject({ latePercent: 75, p95WaitSeconds: 19 * 15 });
  });
  test('ignores tasks that arrived too late to become late', () => {
    const scenario = queue({ startWithin: '1m' });
    expect(scored(scenario, [1, 1, 1, 1, 1, 1, 50, 0, 0, 0], staticSize(1), 1)).toMatchObject({ latePercent: 0 });
    expect(scored(scenario, [1, 1, 1, 1, 1, 1, 50, 0, 0, 0, 0], staticSize(1), 1).latePercent).toBeGreaterThan(50);
  });
  test('of a queue equals the result from all its tasks', () => {
    const loads = fc.array(fc.oneof(fc.constant(0), fc.nat(9)), { minLength: 6, maxLength: 60 });
    fc.assert(
      fc.property(loads, fc.array(fc.option(fc.integer({ min: 1, max: 6 }))), fc.nat(9), (load, wishes, burnIn) => {
        const scenario = queue({ startWithin: 60, boot: 30, burnIn: burnIn * 15 });
        const controller: Controller = (_now, { index }) => wishes[index] ?? null;
        const scorer = new Scorer(scenario, 1);
        const ready: number[] = [];
        for (const tick of run({
          scenario,
          demand: demandOf(scenario, load),
          controller,
          bounds: BOUNDS,
          initial: 1,
        })) {
          scorer.add(tick);
          ready.push(tick.ready);
        }
        expect(scorer.score().latePercent).toBeCloseTo(latePercent(load, ready, 4, burnIn), 4);
      }),
      { numRuns: runs },
    );
  });
});

/** Task by task: each starts in the first step with a free worker, first come, first served. */
function latePercent(load: readonly number[], ready: readonly number[], within: number, from: number): number {
  const waiting: number[] = [];
  const starts: { arrival: number; start: number }[] = [];
  load.forEach((tasks, step) => {
    waiting.push(...Array<number>(tasks).fill(step));
    for (const arrival of waiting.splice(0, ready[step] ?? 0)) starts.push({ arrival, start: step });
  });
  starts.push(...waiting.map((arrival) => ({ arrival, start: Infinity })));
  const judged = starts.filter(({ arrival }) => arrival >= from && arrival < load.length - within);
  return judged.length === 0
    ? 0
    : (100 * judged.filter(({ arrival, start }) => start > arrival + within).length) / judged.length;
}
