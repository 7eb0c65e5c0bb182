import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../../../shared/rules/objective/learned.ts';
import { nextCapacity, upperOf, workersFor } from '../../../../../shared/rules/objective/strategies/candidates.ts';

describe('the next capacity', () => {
  it('is what is wanted when that is more', () => {
    expect(nextCapacity(10, 20, 20, 0)).toBe(20);
  });

  it('is some more for a coarse strategy, which scales out less often', () => {
    // 30 % of 15 %.
    expect(nextCapacity(10, 20, 20, 0.15)).toBe(21);
    expect(nextCapacity(10, 200, 200, 0.15)).toBe(209);
  });

  it('is the highest that was held, when that is less', () => {
    expect([19, 20, 21].map((held) => nextCapacity(20, 5, held, 0))).toEqual([19, 20, 20]);
  });

  it('of a coarse strategy stays for a small step', () => {
    expect([17, 17.5, 18].map((held) => nextCapacity(20, 5, held, 0.15))).toEqual([17, 20, 20]);
    expect([4, 3].map((held) => nextCapacity(5, 1, held, 0.15))).toEqual([4, 3]);
  });
});

describe('the workers for a demand', () => {
  it('are rounded up, but for what arithmetic adds', () => {
    expect([1.1, 2, 2.000_000_1, 2.01].map(workersFor)).toEqual([2, 2, 2, 3]);
  });

  it('are from one to a million', () => {
    expect([-5, 0, 1, 1e6, 1e9].map(workersFor)).toEqual([1, 1, 1, 1e6, 1e6]);
  });
});

describe('what a strategy scales in to', () => {
  const want = { by: 'forecast', forecast: 'day', spread: 'state', times: 0.5 } as const;
  const candidate: Candidate = { want, hold: 60, coarse: 0 };

  it('is a larger multiple of the usual error than what it scales out to', () => {
    expect(upperOf({ ...candidate, above: 1 })).toEqual({ ...want, times: 1.5 });
  });

  it('is the same where the strategy has no band', () => {
    expect(upperOf(candidate)).toBe(want);
    expect(upperOf({ ...candidate, above: 0 })).toBe(want);
    const headroom = { by: 'headroom', load: 0.5, window: 60 } as const;
    expect(upperOf({ ...candidate, want: headroom, above: 1 })).toBe(headroom);
  });
});
