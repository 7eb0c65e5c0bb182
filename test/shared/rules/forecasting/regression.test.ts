import { describe, expect, it } from 'vitest';
import { Regression, weighted } from '../../../../shared/rules/forecasting/regression.ts';

/** An example's weight halves within a step. */
const HALF = 43_200;
interface Example {
  readonly inputs: readonly [number, number];
  readonly answer: number;
  readonly weight: number;
}

function learned(examples: readonly Example[], first = 0, step = HALF): number[] {
  const regression = new Regression(2, first, step);
  for (const { inputs, answer, weight } of examples) regression.learn(Float64Array.from(inputs), answer, weight);
  return [...regression.weights];
}

/**
 * What recursive least squares must arrive at: the weights with the least sum of squared misses, each counted by its weight
 * and its age, and of the distance from the first weights, which counts a tenth. The normal equations of two weights.
 */
function leastSquares(
  examples: readonly Example[],
  [first, second]: readonly [number, number],
  keep: number,
): number[] {
  const last = examples.length;
  const doubt = keep ** last / 10;
  let [a, b, c, p, q] = [doubt, 0, doubt, doubt * first, doubt * second];
  examples.forEach(({ inputs: [x, y], answer, weight }, index) => {
    const counts = weight * keep ** (last - 1 - index);
    a += counts * x * x;
    b += counts * x * y;
    c += counts * y * y;
    p += counts * x * answer;
    q += counts * y * answer;
  });
  const determinant = a * c - b * b;
  return [(p * c - q * b) / determinant, (a * q - b * p) / determinant];
}

const EXAMPLES: readonly Example[] = [
  { inputs: [1, 2], answer: 9, weight: 1 },
  { inputs: [1, 5], answer: 14, weight: 0.5 },
  { inputs: [1, 3], answer: 13, weight: 2 },
  { inputs: [1, 4], answer: 12, weight: 0.25 },
];

describe('a regression', () => {
  it('takes one input for the answer before it has learned', () => {
    expect(learned([], 0)).toEqual([1, 0]);
    expect(learned([], 1)).toEqual([0, 1]);
  });

  it.each([1, 2, 3, 4])('of %i examples has the least squares, the older ones counted less', (count) => {
    const examples = EXAMPLES.slice(0, count);
    for (const [first, weights] of [
      [0, [1, 0]],
      [1, [0, 1]],
    ] as const) {
      const [one, other] = leastSquares(examples, weights, 0.5);
      const found = learned(examples, first);
      expect(found[0]).toBeCloseTo(one as number, 9);
      expect(found[1]).toBeCloseTo(other as number, 9);
    }
  });

  it('forgets half of an example in twelve hours, whatever the step', () => {
    const [one, other] = leastSquares(EXAMPLES, [1, 0], 0.5 ** (1 / 4));
    const found = learned(EXAMPLES, 0, HALF / 4);
    expect(found[0]).toBeCloseTo(one as number, 9);
    expect(found[1]).toBeCloseTo(other as number, 9);
  });

  it('has a limit on its doubt, however long it gets no example', () => {
    const nothing: Example = { inputs: [0, 0], answer: 7, weight: 1 };
    const told: Example = { inputs: [1, 0], answer: 3, weight: 1 };
    // With a doubt of d, one example moves the weight by d ÷ (½ + d) of the miss; without the limit, d would be above 1e31.
    const [weight] = learned([...Array<Example>(100).fill(nothing), told]);
    expect(weight).toBeCloseTo(1 + (2 * 1e6) / (0.5 + 1e6), 9);
  });

  it('keeps its doubts in proportion at the limit', () => {
    // The first input is known to be 3 by its last example: its doubt is a fraction of that about the other one.
    const known: Example = { inputs: [1, 0], answer: 3, weight: 1 };
    const other: Example = { inputs: [1, 1], answer: 5, weight: 1 };
    const [one, two] = learned([...Array<Example>(60).fill(known), other]);
    expect(one).toBeCloseTo(3, 5);
    expect(two).toBeCloseTo(2, 5);
  });

  it('adds up each input times its weight', () => {
    expect(weighted([2, 3, 5], Float64Array.of(1, 10, 100))).toBe(532);
    expect(weighted([2], Float64Array.of(1, 10))).toBe(2);
  });
});
