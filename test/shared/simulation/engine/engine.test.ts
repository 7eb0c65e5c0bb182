import { describe, expect, test } from 'vitest';
import {
  billedIn,
  type Controller,
  type Play,
  run,
  type Scenario,
  type Tick,
} from '../../../../shared/simulation/index.ts';
import { demandOf, interactive, queue } from '../scenarios.ts';

const BOUNDS = { min: 0, max: 30 };
/** Asks for these capacities, one a step; null leaves the group as it is. */
const asking =
  (...wishes: readonly (number | null)[]): Controller =>
  (_now, { index }) =>
    wishes[index] ?? null;

function played(scenario: Scenario, loads: readonly number[], wishes: readonly (number | null)[], initial = 1): Tick[] {
  const controller = asking(...wishes);
  return [...run({ scenario, demand: demandOf(scenario, loads), controller, bounds: BOUNDS, initial })];
}
const columnsOf = <Column extends keyof Tick>(ticks: readonly Tick[], column: Column) =>
  ticks.map((tick) => tick[column]);

describe('workers', () => {
  const scenario = interactive({ boot: 45, drain: 30, minBilled: 0 });
  test('serve only after they have booted', () => {
    const ticks = played(scenario, Array(6).fill(9), [3]);
    expect(columnsOf(ticks, 'ready')).toEqual([1, 1, 1, 3, 3, 3]);
    expect(columnsOf(ticks, 'booting')).toEqual([2, 2, 2, 0, 0, 0]);
    expect(columnsOf(ticks, 'served')).toEqual([1, 1, 1, 3, 3, 3]);
  });
  test('are billed but do not serve while they drain', () => {
    const ticks = played(scenario, Array(5).fill(9), [null, 1], 3);
    expect(columnsOf(ticks, 'ready')).toEqual([3, 1, 1, 1, 1]);
    expect(ticks.map(billedIn)).toEqual([3, 3, 3, 1, 1]);
  });
  test('that boot are removed first, the youngest of them first', () => {
    const ticks = played(scenario, Array(6).fill(9), [2, 4, 2], 1);
    expect(columnsOf(ticks, 'ready')).toEqual([1, 1, 1, 2, 2, 2]);
    expect(columnsOf(ticks, 'draining')).toEqual([0, 0, 0, 0, 0, 0]);
  });
  test('that are removed while booting are billed for the minimum time', () => {
    const ticks = played(interactive({ boot: 120, minBilled: 60 }), Array(7).fill(1), [3, 1], 1);
    expect(ticks.map(billedIn)).toEqual([3, 3, 3, 3, 1, 1, 1]);
  });
  test('that were ready are billed for the rest of the minimum time since their launch', () => {
    const young = played(interactive({ boot: 15, drain: 15, minBilled: 75 }), Array(7).fill(1), [2, null, 0], 0);
    expect(young.map(billedIn)).toEqual([2, 2, 2, 2, 2, 0, 0]);
  });
  test('that have run for longer than the minimum time are billed for their drain alone', () => {
    const scenario = interactive({ boot: 15, drain: 15, minBilled: 75 });
    const old = played(scenario, Array(9).fill(1), [2, null, null, null, null, 1], 1);
    expect(old.map(billedIn)).toEqual([2, 2, 2, 2, 2, 2, 1, 1, 1]);
    const sinceTheStart = played(scenario, Array(4).fill(1), [1], 3);
    expect(sinceTheStart.map(billedIn)).toEqual([3, 1, 1, 1]);
  });
  test('are kept within the bounds', () => {
    const ticks = played(interactive({ boot: 0, drain: 0, minBilled: 0 }), [1, 1, 1], [99, -3, 2.9], 1);
    expect(columnsOf(ticks, 'ready')).toEqual([30, 0, 2]);
  });
  test('at the start are as many as the first step keeps busy at 70 %', () => {
    const play = { scenario, demand: demandOf(scenario, [7, 0]), controller: asking(), bounds: BOUNDS };
    expect([...run(play)][0]?.ready).toBe(10);
  });
});

describe('work', () => {
  test('is served first in, first out', () => {
    const ticks = played(queue(), [3, 1, 0, 0, 0], [], 1);
    expect(columnsOf(ticks, 'queued')).toEqual([2, 2, 1, 0, 0]);
    expect(columnsOf(ticks, 'oldest')).toEqual([0, 1, 1, 0, 0]);
    expect(ticks.map(({ started }) => started?.map(({ arrival, isLast }) => [arrival, isLast]))).toEqual([
      [[0, false]],
      [[0, false]],
      [[0, true]],
      [[1, true]],
      [],
    ]);
  });
  test('in whole tasks occupies a worker from start to end', () => {
    const scenario = queue({ taskSeconds: 45, tasks: 'whole' });
    const ticks = played(scenario, [9, 0, 0, 0, 0, 0, 0], [], 2);
    expect(columnsOf(ticks, 'arrived')).toEqual([9, 0, 0, 0, 0, 0, 0]);
    expect(columnsOf(ticks, 'busy')).toEqual([2, 2, 2, 1, 1, 1, 0]);
    expect(columnsOf(ticks, 'queued')).toEqual([3, 3, 3, 0, 0, 0, 0]);
  });
  test('prevents the removal of its worker', () => {
    const scenario = queue({ taskSeconds: 45, tasks: 'whole', drain: 0, minBilled: 0 });
    const ticks = played(scenario, [6, 0, 0, 0, 0], [null, 0, 0, 0, 0], 3);
    expect(columnsOf(ticks, 'ready')).toEqual([3, 2, 2, 0, 0]);
  });
  test('of an interrupted worker starts again, before all others', () => {
    const scenario = queue({ taskSeconds: 900, tasks: 'whole', failures: { interruptionsPerHour: 60 } });
    const steps = 400;
    const ticks = played(scenario, [5 * 60, ...Array(steps).fill(0)], Array(steps).fill(5), 5);
    const interrupted = columnsOf(ticks, 'interrupted').reduce((sum, each) => sum + each, 0);
    expect(interrupted).toBeGreaterThan(20);
    // Nothing vanishes: what was started once is not told again, and whatever is not at work waits.
    const work = ticks.flatMap(({ started }) => started ?? []).reduce((sum, each) => sum + each.work, 0);
    expect(work).toBe(5 * 60);
    for (const { busy, ready } of ticks) expect(busy).toBeLessThanOrEqual(ready);
  });
});

describe('failures', () => {
  test('launches fail with the configured probability', () => {
    const scenario = interactive({ boot: 0, drain: 0, minBilled: 0, failures: { capacityErrors: 0.25 } });
    const wishes = Array.from({ length: 8000 }, (_, index) => (index % 2 === 0 ? 2 : 1));
    const launched = columnsOf(played(scenario, Array(8000).fill(1), wishes), 'launched').filter((each) => each > 0);
    expect(Math.abs(launched.length / 4000 - 0.75)).toBeLessThan(0.03);
  });
  test('workers are interrupted with the configured probability', () => {
    const scenario = interactive({ boot: 0, failures: { interruptionsPerHour: 0.5 } });
    const ticks = played(scenario, Array(24_000).fill(1), Array(24_000).fill(10), 10);
    const interrupted = columnsOf(ticks, 'interrupted').reduce((sum, each) => sum + each, 0);
    expect(Math.abs(interrupted / (100 * 10 * 0.5) - 1)).toBeLessThan(0.15);
  });
  test('depends only on the seed', () => {
    const failing = (seed: number) => {
      const failures = { capacityErrors: 0.5, interruptionsPerHour: 5 };
      return played(interactive({ seed, failures }), Array(200).fill(3), Array(200).fill(6));
    };
    expect(failing(1)).toEqual(failing(1));
    expect(failing(1)).not.toEqual(failing(2));
  });
});

test('a controller does not see the step that it decides on', () => {
  const seen: (number | undefined)[] = [];
  const controller: Play['controller'] = (_now, { last }) => {
    seen.push(last?.arrived);
    return null;
  };
  const scenario = interactive();
  for (const _ of run({ scenario, demand: demandOf(scenario, [4, 5, 6]), controller, bounds: BOUNDS }));
  expect(seen).toEqual([undefined, 4, 5]);
});
