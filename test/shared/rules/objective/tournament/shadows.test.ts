import { describe, expect, it } from 'vitest';
import type { Timing } from '../../../../../shared/rules/forecasting/index.ts';
import { WANTS } from '../../../../../shared/rules/objective/strategies/candidates.ts';
import { ShadowEvaluation } from '../../../../../shared/rules/objective/tournament/shadow-evaluation.ts';

/** A worker boots for two steps. What is decided in the first five, and the boot before, does not count. */
const TIMING: Timing = { step: 60, boot: 120, drain: 60, delay: 0 };
/** The first candidate holds for a minute and makes every step; the coarse ones take some more when they scale out. */
const FIRST = 0;

interface Step {
  readonly wants: number;
  readonly demand?: number;
  readonly uneven?: number;
}
function shadowsOf(steps: readonly Step[], timing = TIMING): ShadowEvaluation {
  const shadows = new ShadowEvaluation(timing);
  for (const { wants, demand = 0, uneven = 0 } of steps) {
    shadows.settle(demand, uneven);
    shadows.decide(new Float64Array(WANTS.length).fill(wants));
  }
  return shadows;
}
const steady = (count: number, step: Step): Step[] => Array<Step>(count).fill(step);
const lost = (step: Step): number => shadowsOf(steady(20, step)).shareLost(FIRST);

describe('a strategy in shadow', () => {
  it('has the capacity that it decided last', () => {
    const shadows = shadowsOf([{ wants: 10 }, { wants: 12 }]);
    expect(shadows.capacity(FIRST)).toBe(12);
  });

  it('loses the demand beyond its capacity', () => {
    expect(lost({ wants: 10, demand: 12 })).toBeCloseTo(2 / 12, 9);
    expect([10, 9, 0].map((demand) => lost({ wants: 10, demand }))).toEqual([0, 0, 0]);
  });

  it('loses some of uneven demand, by a normal distribution of up to three deviations', () => {
    // The mean of the positive part: φ(0) of a deviation, and ½ Φ(½) + φ(½).
    expect(lost({ wants: 10, demand: 10, uneven: 2 })).toBeCloseTo((2 * 0.398_942_3) / 10, 6);
    expect(lost({ wants: 10, demand: 11, uneven: 2 })).toBeCloseTo((2 * 0.697_8) / 11, 3);
    expect(lost({ wants: 10, demand: 9, uneven: 2 })).toBeCloseTo((2 * 0.197_8) / 9, 3);
    expect(lost({ wants: 10, demand: 20, uneven: 2 })).toBeCloseTo(0.5, 9);
    expect(lost({ wants: 10, demand: 3.9, uneven: 2 })).toBe(0);
  });

  it('serves with workers only when they have booted', () => {
    // What is wanted from a step on serves from the third step after it; two are lost in each of the steps before.
    const rise = [...steady(19, { wants: 10, demand: 10 }), { wants: 12, demand: 10 }];
    const more = (count: number) => shadowsOf([...rise, ...steady(count, { wants: 12, demand: 12 })]).lost[FIRST];
    const [two, three, nine] = [2, 3, 9].map(more);
    // Newer steps count a little more.
    expect(two).toBeCloseTo(4, 1);
    expect(three).toBe(two);
    expect(nine).toBe(two);
  });

  it('pays for its workers, and for the drain of those that it removes', () => {
    const pays = (drain: number) =>
      shadowsOf([...steady(19, { wants: 10 }), ...steady(2, { wants: 5 })], { ...TIMING, drain }).paid[FIRST] ?? 0;
    expect(pays(120) - pays(0)).toBeCloseTo(5 * 2, 1);
    const stays = (wants: number) => shadowsOf(steady(30, { wants })).paid[FIRST] ?? 0;
    expect(stays(20) / stays(10)).toBeCloseTo(2, 9);
  });

  it('pays for each change, whatever its size', () => {
    const pays = (wants: number) =>
      (shadowsOf([...steady(19, { wants: 10 }), ...steady(2, { wants })], { ...TIMING, drain: 0 }).paid[FIRST] ?? 0) -
      wants;
    expect(pays(11)).toBeCloseTo(pays(12), 1);
    expect(pays(9)).toBeCloseTo(pays(11), 1);
    expect(pays(11)).toBeGreaterThan(pays(10) + 1);
  });

  it('costs more than it pays where it changes more often than 250 times a day', () => {
    const more = (every: number) => {
      const wants = Array.from({ length: 144 }, (_, step) => ({ wants: step % (2 * every) < every ? 10 : 11 }));
      const shadows = shadowsOf(wants);
      return (shadows.costs()[FIRST] as number) - (shadows.paid[FIRST] as number);
    };
    expect(more(6)).toBe(0);
    // 45 changes in the 136 steps that count. A change beyond the 250 costs 300 s, which is five steps. Newer steps count a
    // little more.
    const beyond = (45 - (136 * 250) / 1440) * 5;
    expect(more(3) / beyond).toBeGreaterThan(1);
    expect(more(3) / beyond).toBeLessThan(1.04);
  });

  it('is compared by what it loses beyond what all lose', () => {
    // Coarse strategies have eleven workers.
    const shadows = shadowsOf(steady(20, { wants: 10, demand: 12 }));
    const unavoidable = shadows.unavoidable();
    expect(unavoidable / shadows.demand).toBeCloseTo(1 / 12, 9);
    expect(shadows.shareBeyond(FIRST, unavoidable)).toBeCloseTo(1 / 11, 9);
    expect(shadows.shareBeyond(FIRST, shadows.demand)).toBe(0);
  });

  it('can go on for years, although newer steps count more and more', () => {
    // Each step counts a thousand times as much as the one before, and the largest number is two to the 1,024.
    const days = { ...TIMING, step: 1_728_000 };
    expect(shadowsOf(steady(110, { wants: 10, demand: 12 }), days).shareLost(FIRST)).toBeCloseTo(2 / 12, 9);
  });

  it('loses nothing of no demand', () => {
    expect(lost({ wants: 1, demand: 0 })).toBe(0);
  });

  it('decides on readings that come late, for the steps after them', () => {
    const late = { ...TIMING, delay: 60 };
    const rise = [...steady(19, { wants: 10, demand: 10 }), { wants: 12, demand: 10 }];
    const more = (timing: Timing) =>
      shadowsOf([...rise, ...steady(9, { wants: 12, demand: 12 })], timing).lost[FIRST] ?? 0;
    expect(more(late) - more(TIMING)).toBeCloseTo(2, 1);
  });
});
