import { describe, expect, it } from 'vitest';
import { Demand } from '../../../../../shared/rules/forecasting/index.ts';
import { Unevenness } from '../../../../../shared/rules/objective/tournament/unevenness.ts';

function unevenAfter(step: number, figures: readonly number[]): number {
  const [demand, unevenness] = [new Demand(9), new Unevenness(step)];
  let uneven = 0;
  for (const figure of figures) {
    demand.add(figure);
    uneven = unevenness.next(demand);
  }
  return uneven;
}

describe('the unevenness within a step', () => {
  it('is none where demand goes straight', () => {
    expect(unevenAfter(60, [1, 2, 3, 4, 5, 6])).toBe(0);
  });

  it('is half a two-hundredth of the squared bend, and its root', () => {
    // From 0, 0 to 10 is a bend of 10; 5 × 100 ÷ 1,000 is its mean so far.
    expect(unevenAfter(60, [0, 0, 0, 0, 10])).toBeCloseTo(Math.sqrt(0.5 / 2), 9);
    // 1, 3, 2 bends by −3.
    expect(unevenAfter(60, [1, 1, 1, 1, 1, 3, 2])).toBeCloseTo(
      Math.sqrt((0.995 * 0.005 * 4 + 0.005 * Math.min(9, 9 * 0.02 + 0.01)) / 2),
      9,
    );
  });

  it('takes an extreme bend for nine times the usual one', () => {
    expect(unevenAfter(60, [0, 0, 0, 0, 10, 10])).toBeCloseTo(Math.sqrt((0.995 * 0.5 + 0.005 * 4.51) / 2), 9);
  });

  it('is unknown with fewer than five readings', () => {
    expect(unevenAfter(60, [0, 0, 0, 10])).toBe(0);
  });

  it('is less in steps of less than a minute, and does not matter in those that requests outlast', () => {
    const [minute, shorter, short, tiny] = [60, 59, 20, 19].map((step) => unevenAfter(step, [0, 0, 0, 0, 10]));
    expect([minute, shorter, short, tiny]).toEqual([0.5, expect.closeTo(0.3, 9), expect.closeTo(0.3, 9), 0]);
  });
});
