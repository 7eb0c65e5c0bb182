import { describe, expect, it } from 'vitest';
import type { PoolTiming, Timing } from '../../../../../shared/rules/forecasting/index.ts';
import { PoolShadow } from '../../../../../shared/rules/objective/tournament/pool-shadow.ts';

/** A member serves one step after it is asked for, and has come back six steps later. Any other worker serves after three. */
const POOL: PoolTiming = { size: 4, start: 60, back: 300 };
const TIMING: Timing = { step: 60, boot: 180, drain: 30, delay: 0 };

/** The ready workers after these decisions. Without a pool, they are the lowest of the decisions within a boot time. */
function ready(decisions: readonly number[], own: Partial<PoolTiming> = {}, timing = TIMING): number {
  const pool = { ...POOL, ...own };
  const shadow = new PoolShadow(pool, { ...timing, pool }, 1);
  const booted = new Float64Array(1);
  const boot = timing.boot / timing.step;
  decisions.forEach((capacity, index) => {
    booted[0] = -Math.min(...decisions.slice(Math.max(0, index - boot), index + 1));
    shadow.add(Float64Array.of(-capacity), booted);
  });
  return -(booted[0] as number);
}
const steady = (capacity: number, steps: number): number[] => Array<number>(steps).fill(capacity);

describe('a warm pool in shadow', () => {
  it('serves after the start of its members, before others have booted', () => {
    expect(ready([...steady(2, 4), 5])).toBe(2);
    expect(ready([...steady(2, 4), 5, 5])).toBe(5);
  });

  it('serves no more than its members, and all others after their boot', () => {
    expect(ready([...steady(2, 4), 10, 10])).toBe(6);
    expect(ready([...steady(2, 4), 10, 10, 10])).toBe(6);
    expect(ready([...steady(2, 4), 10, 10, 10, 10])).toBe(10);
  });

  it('serves no more than what is wanted since the start of a member', () => {
    expect(ready([...steady(2, 4), 5, 3])).toBe(3);
    expect(ready([...steady(2, 4), 3, 5])).toBe(3);
  });

  it('has lost those members that were started before', () => {
    // Three of four serve by now, and have not come back.
    expect(ready([...steady(0, 4), ...steady(3, 4), 9, 9])).toBe(4);
    // Five were wanted: no member is left, and those five have booted.
    expect(ready([...steady(0, 4), ...steady(5, 4), 9, 9])).toBe(5);
  });

  it('is full again when the steps of a boot and of coming back are over', () => {
    // Three for a boot and five to come back. The step of the decision counts as well.
    expect(ready([...steady(0, 4), ...steady(3, 6), 9, 9])).toBe(4);
    expect(ready([...steady(0, 4), ...steady(3, 7), 9, 9])).toBe(7);
  });

  it('of no members changes nothing', () => {
    for (const decisions of [[2, 2, 2, 2, 5, 5], [2, 2, 2, 2, 5, 5, 5, 5], [5, 5, 5, 5, 1, 1], [0]])
      expect(ready(decisions, { size: 0 })).toBe(Math.min(...decisions.slice(-4)));
  });

  it('never has fewer ready workers than without a pool, even if a start takes longer than a boot', () => {
    const slow = { ...TIMING, boot: 60 };
    expect(ready([2, 2, 2, 2, 5, 5], { start: 180 }, slow)).toBe(5);
  });

  it('counts each strategy for itself', () => {
    const shadow = new PoolShadow(POOL, { ...TIMING, pool: POOL }, 2);
    const booted = Float64Array.of(-2, -1);
    for (const [one, other] of [
      [2, 1],
      [2, 1],
      [4, 9],
      [4, 9],
    ] as const) {
      booted.set([-2, -1]);
      shadow.add(Float64Array.of(-one, -other), booted);
    }
    expect([...booted]).toEqual([-4, -5]);
  });
});
