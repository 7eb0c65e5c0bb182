import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Guard } from '../../../../../shared/rules/objective/strategies/guard.ts';

/** A boot and a drain are three and a half steps. */
const TIMING = { step: 60, boot: 120, drain: 90, delay: 0 };
const WHOLE = { ...TIMING, drain: 60 };
const foresight = (demand: readonly number[], timing = TIMING): number[] => {
  const guard = new Guard(timing, 0, 0);
  return demand.map((each) => guard.add(each));
};

/** Each level of demand is served while it is needed, and through the gaps that are shorter than a boot and a drain. */
function optimumOf(demand: readonly number[], { step, boot, drain }: typeof TIMING): number {
  let seconds = 0;
  for (let level = 1; level <= Math.max(1, ...demand); level += 1) {
    let gap = boot + drain;
    for (const each of demand) {
      if (Math.max(1, each) >= level) {
        seconds += step + Math.min(gap, boot + drain);
        gap = 0;
      } else gap += step;
    }
  }
  return seconds;
}

describe('perfect foresight', () => {
  it('pays for each worker the step, and at first its boot and its drain', () => {
    expect(foresight([5, 5, 7])).toEqual([5 * (60 + 210), 5 * 60, 7 * 60 + 2 * 210]);
    expect(foresight([0, 1.5])).toEqual([60 + 210, 2 * 60 + 210]);
  });

  it('keeps workers through a short gap, and launches them again after a long one', () => {
    const later = (gap: number, timing = TIMING) =>
      foresight([5, ...Array<number>(gap).fill(2), 5], timing).at(-1) ?? 0;
    expect([1, 2, 3, 4, 5].map((gap) => later(gap) - 5 * 60)).toEqual([60, 120, 180, 210, 210].map((each) => 3 * each));
    expect([2, 3, 4].map((gap) => later(gap, WHOLE) - 5 * 60)).toEqual([120, 180, 180].map((each) => 3 * each));
  });

  it('pays what the levels of demand cost one by one', () => {
    const times = fc.record({
      step: fc.constantFrom(15, 60),
      boot: fc.constantFrom(0, 20, 120),
      drain: fc.constantFrom(0, 60, 95),
      delay: fc.constant(0),
    });
    fc.assert(
      fc.property(
        times,
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 }),
        (timing, demand) => {
          const paid = foresight(demand, timing).reduce((sum, each) => sum + each, 0);
          expect(paid).toBeCloseTo(optimumOf(demand, timing), 6);
        },
      ),
    );
  });
});

describe('the guard', () => {
  it('gives what the credit can pay for beyond the lean workers, with the drain of all', () => {
    const guard = new Guard(WHOLE, 0, 0);
    // Three times ten boots, drains and steps; less ten for four steps and their drains: 4,200 s for 120 s each.
    expect(guard.next(10, 100)).toBe(10 + 35);
    expect(guard.credit).toBe(7200 - 45 * 60);
    // 4,500 and 1,800; less 2,400 and the drains of 45.
    expect(guard.next(10, 100)).toBe(10 + 10);
    expect(guard.credit).toBe(6300 - 20 * 60 - 25 * 60);
    expect(guard.next(10, 30)).toBe(10 + 15);
    expect(guard.credit).toBe(5400 - 25 * 60);
  });

  it('gives what is wanted while the credit lasts, fewer than the lean workers too', () => {
    const given = (wanted: number) => new Guard(WHOLE, 0, 0).next(10, wanted);
    expect([1, 10, 45, 46].map(given)).toEqual([1, 10, 45, 45]);
    const guard = new Guard(WHOLE, 3100, 0);
    guard.add(10);
    // 3,100 − 3,000 pays for none; 240 for two more or fewer.
    expect([1, 99].map((wanted) => guard.limited(wanted))).toEqual([10, 10]);
    const richer = new Guard(WHOLE, 3240, 0);
    richer.add(10);
    expect([1, 99].map((wanted) => richer.limited(wanted))).toEqual([8, 12]);
  });

  it('keeps the lean workers without a credit', () => {
    expect(new Guard(WHOLE, 0, 1000).next(10, 1)).toBe(10);
    expect(new Guard(WHOLE, 0, 1000).next(10, 500)).toBe(10);
  });

  it('counts the highest demand within a boot and a drain as lean, for as long as it will', () => {
    const guard = new Guard(WHOLE, 10_000, 0);
    guard.add(20);
    guard.add(5);
    // One step at 5, three at 20, and the drains of 20: 4,900 s are left.
    expect(guard.limited(1000)).toBe(20 + 40);
    guard.add(5);
    guard.add(5);
    // Three at 5 and one at 20: 6,700 s.
    expect(guard.limited(1000)).toBe(20 + 55);
    guard.add(5);
    // Four at 5: 8,500 s.
    expect(guard.limited(1000)).toBe(5 + 70);
  });
});
