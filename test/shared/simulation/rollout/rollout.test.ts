import { describe, expect, test } from 'vitest';
import { type RolloutPlan, type RolloutPrediction, RolloutWalk, run } from '../../../../shared/simulation/index.ts';
import { demandOf, interactive } from '../scenarios.ts';

const PLAN: RolloutPlan = { parallel: 1, delay: 0, checkpoints: [], bake: 0, monitor: 0, capacity: 'surge' };
const TIMES = { boot: 120, drain: 30, every: 15 };

/** A rollout on a group of these sizes, one a step of 15 s, and then of the last of them. */
function predicted(
  plan: Partial<RolloutPlan>,
  sizes: readonly number[],
  times = TIMES,
  steps = 2000,
): RolloutPrediction {
  const scenario = interactive({ boot: times.boot, drain: times.drain, minBilled: 0 });
  const walk = new RolloutWalk({ ...PLAN, ...plan }, times);
  const controller = (_now: number, { index }: { index: number }) => sizes[index] ?? sizes.at(-1) ?? null;
  const bounds = { min: 0, max: 1000 };
  const demand = demandOf(scenario, Array<number>(steps).fill(0));
  for (const tick of run({ scenario, demand, controller, bounds, initial: sizes[0] ?? 0 })) walk.step(tick);
  return walk.result();
}

/** By hand: a replacement boots for 120 s, and then the old worker drains for 30 s. */
describe('a rollout takes', () => {
  test('one after the other: ten times 150 s, in which both workers are billed', () => {
    const rollout = predicted({}, [10]);
    expect(rollout).toMatchObject({ seconds: 1500, workers: 10, replaced: 10, removed: 0, mostAtOnce: 1 });
    expect(rollout.extraWorkerHours).toBeCloseTo((10 * 150) / 3600);
    expect(rollout.missingWorkerHours).toBe(0);
  });
  test('four at once: three times as long as one, for the same hours', () => {
    const rollout = predicted({ parallel: 4 }, [10]);
    expect(rollout).toMatchObject({ seconds: 450, replaced: 10, mostAtOnce: 4 });
    expect(rollout.extraWorkerHours).toBeCloseTo((10 * 150) / 3600);
  });
  test('a share of the group: 25 % of ten workers are two at once', () => {
    expect(predicted({ parallel: '25%' }, [10])).toMatchObject({ seconds: 750, mostAtOnce: 2 });
    expect(predicted({ parallel: '1%' }, [10])).toMatchObject({ seconds: 1500, mostAtOnce: 1 });
  });
  test('a monitor of 60 s: each old worker stays so much longer', () => {
    const rollout = predicted({ monitor: 60, parallel: 5 }, [10]);
    expect(rollout.seconds).toBe(2 * 210);
    expect(rollout.extraWorkerHours).toBeCloseTo((10 * 210) / 3600);
  });
  test('a delay of 45 s: between the replacements, and not after the last', () => {
    expect(predicted({ delay: 45 }, [3])).toMatchObject({ seconds: 3 * 150 + 2 * 45, delaySeconds: 90 });
  });
  test('checkpoints at 20 % and 50 % with 10 min of bake: after two and after five of ten', () => {
    const rollout = predicted({ parallel: 5, checkpoints: [20, 50], bake: 600 }, [10]);
    // Two, then three, then five at once.
    expect(rollout).toMatchObject({ seconds: 3 * 150 + 2 * 600, bakeSeconds: 1200, mostAtOnce: 5 });
  });
  test('a last checkpoint at 100 %: it bakes before it has ended', () => {
    expect(predicted({ parallel: 2, checkpoints: [100], bake: 300 }, [2])).toMatchObject({ seconds: 150 + 300 });
  });
  test('in place: no more workers than before, except for those that drain; each boot is missing', () => {
    const rollout = predicted({ capacity: 'in-place', parallel: 2 }, [4]);
    expect(rollout).toMatchObject({ seconds: 240, replaced: 4 });
    expect(rollout.extraWorkerHours).toBeCloseTo((4 * 30) / 3600);
    expect(rollout.missingWorkerHours).toBeCloseTo((4 * 120) / 3600);
  });
  test('evaluations every minute: 180 s for each replacement, of which both are billed for 150', () => {
    const rollout = predicted({}, [2], { ...TIMES, every: 60 });
    expect(rollout.seconds).toBe(360);
    expect(rollout.extraWorkerHours).toBeCloseTo((2 * 150) / 3600);
  });
});

describe('while the group changes', () => {
  test('a scale-in takes outdated workers first', () => {
    // Ten; after a minute four leave: six remain, of which the one that is being replaced counts.
    expect(predicted({}, [10, 10, 10, 10, 6])).toMatchObject({ replaced: 6, added: 0, removed: 4, seconds: 900 });
  });
  test('a scale-out before a replacement is proven launches the old version, and the new one after that', () => {
    expect(predicted({}, [2, 2, 5])).toMatchObject({ workers: 2, replaced: 5, added: 3 });
    expect(predicted({}, [...Array<number>(12).fill(2), 5])).toMatchObject({ replaced: 2, seconds: 300 });
  });
  test('it does not end within a demand that is too short', () => {
    const rollout = predicted({}, [10], TIMES, 21);
    // 20 steps have passed: two replacements of 150 s.
    expect(rollout).toMatchObject({ seconds: null, replaced: 2 });
    expect(rollout.extraWorkerHours).toBeCloseTo((2 * 150) / 3600);
  });
  test('a group without workers has nothing to replace', () => {
    expect(predicted({}, [0])).toMatchObject({ seconds: 0, replaced: 0, extraWorkerHours: 0 });
  });
  test('a group without workers has nothing to wait for at a checkpoint, also if it grows later', () => {
    const baking = { checkpoints: [20, 50], bake: 600 };
    expect(predicted(baking, [0, 3])).toMatchObject({ seconds: 0, workers: 0, replaced: 0, added: 0, bakeSeconds: 0 });
  });
});
