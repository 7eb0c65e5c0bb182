import { describe, expect, test } from 'vitest';
import {
  type Controller,
  hpa,
  hpaOnRequests,
  karpenter,
  keda,
  run,
  type Scenario,
  targetTracking,
  threshold,
} from '../../../../shared/simulation/index.ts';
import { demandOf, interactive, queue } from '../scenarios.ts';

/** Capacity after each step. */
function capacities(scenario: Scenario, loads: readonly number[], controller: Controller, initial: number): number[] {
  const play = { scenario, demand: demandOf(scenario, loads), controller, bounds: { min: 1, max: 100 }, initial };
  return [...run(play)].map(({ ready, booting }) => ready + booting);
}
const firstChange = (sizes: readonly number[]) => sizes.findIndex((size) => size !== sizes[0]);

describe('the other algorithms decide as documented', () => {
  test('the HPA waits five minutes before it scales in', () => {
    const sizes = capacities(
      interactive(),
      [...Array(10).fill(7), ...Array(40).fill(1)],
      hpa(interactive(), { target: 0.7 }),
      10,
    );
    expect(firstChange(sizes)).toBe(10 + 20);
    expect(sizes.at(-1)).toBe(2);
  });
  test('the HPA at most doubles, or adds four', () => {
    const sizes = capacities(interactive(), Array(6).fill(60), hpaOnRequests(interactive(), { target: 0.5 }), 1);
    expect(sizes.slice(0, 6)).toEqual([1, 1, 5, 10, 20, 40]);
  });
  test('target tracking scales out after three minutes, which CloudWatch has a minute later', () => {
    const sizes = capacities(interactive(), Array(40).fill(9), targetTracking(interactive(), { target: 0.5 }), 10);
    expect(firstChange(sizes)).toBe((3 + 1) * 4);
    expect(sizes[16]).toBe(18);
  });
  test('target tracking does not scale in while a worker boots or warms up', () => {
    const scenario = interactive({ boot: '30m' });
    const sizes = capacities(
      scenario,
      [...Array(20).fill(9), ...Array(160).fill(1)],
      targetTracking(scenario, { target: 0.5 }),
      10,
    );
    expect(sizes[16]).toBe(18);
    expect(sizes.indexOf(2)).toBe(16 + 120 + 20);
  });
  test('a threshold waits for its cooldown', () => {
    const controller = threshold(interactive(), { above: 0.8, below: 0.2, cooldown: 120, window: 60 });
    const sizes = capacities(interactive({ boot: 0 }), Array(24).fill(50), controller, 2);
    expect(sizes).toEqual([...Array(4).fill(2), ...Array(8).fill(3), ...Array(8).fill(4), ...Array(4).fill(5)]);
  });
  test('KEDA and Karpenter follow the waiting tasks', () => {
    const scenario = queue({ taskSeconds: 150 });
    const backlog = [120, ...Array(5).fill(0)];
    // 120 worker-steps are twelve tasks; one worker has served one step of them.
    expect(capacities(scenario, backlog, karpenter(scenario), 1)[1]).toBe(13);
    expect(capacities(scenario, backlog, keda(scenario, { perWorker: 2, poll: 15 }), 4)[1]).toBe(8);
  });
});
