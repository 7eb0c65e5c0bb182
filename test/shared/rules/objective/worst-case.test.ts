import { describe, expect, it } from 'vitest';
import type { Winner } from '../../../../shared/rules/objective/learned.ts';
import { continued, lookBack, wanted } from '../../../../shared/rules/objective/wanted.ts';
import { TWICE } from '../../decision/tuned.ts';

const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
/** A twentieth more than the last minute's peak. */
const HEADROOM: Winner = {
  ...TWICE,
  candidate: { want: { by: 'headroom', load: 0.95, window: 60 }, hold: 60, coarse: 0 },
};

describe('the worst case', () => {
  /** Three times a step, a boot and a drain of ten workers; less the lean workers and their drains. */
  const timing = { step: 60, boot: 120, drain: 60, delay: 0 };

  it('limits what is wanted, and says so', () => {
    const winner: Winner = { ...HEADROOM, capacity: 100, guard: { credit: 0, capacity: 0 } };
    const asked = wanted(winner, { recent: [10], since: 0, capacity: 1 }, timing);
    // 7,200 s, less four steps and a drain of ten workers, pay for 35 more with their drains.
    expect(asked).toEqual({ capacity: 45, needed: 45, peak: 10, floor: 45, floorBy: 'guard' });
  });

  it('continues with what the group had when its credit was counted', () => {
    // With little history, the group of 12 keeps them, because one is less than a tenth.
    const winner: Winner = { ...TWICE, seen: 7200, capacity: 11, guard: { credit: 50_000, capacity: 12 } };
    const sight = { recent: steady(5.5, 90), since: 1 };
    const credits = [1, 11, 60].map((capacity) => continued(winner, { ...sight, capacity }, timing).guard?.credit);
    // Three times six needed workers in two steps; less 12, then 11, and one that drains.
    const credit = 50_000 + 2 * 3 * 6 * 60 - 12 * 60 - 11 * 60 - 60;
    expect(credits).toEqual([credit, credit, credit]);
  });

  it('counts by all demand of a boot and a drain, however long a drain is', () => {
    const hours = { step: 600, boot: 600, drain: 4 * 3600, delay: 0 };
    // A crowd every two and a half hours, which the workers of a drain of four hours could have served.
    const demand = Array.from({ length: 70 }, (_, step) => (step % 15 === 14 ? 50 : 1));
    const winner: Winner = { ...HEADROOM, capacity: 2, guard: { credit: 100_000, capacity: 2 } };
    for (const since of [0, 1, 6]) {
      const recent = demand.slice(-Math.ceil(lookBack(winner, hours) / hours.step) - since);
      const creditWith = (known: number[]) =>
        continued(winner, { recent: known, since, capacity: 2 }, hours).guard?.credit;
      expect(recent.length).toBeLessThan(demand.length);
      expect(creditWith(recent)).toBe(creditWith(demand));
    }
  });
});
