import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SlidingMax } from '../../../../../shared/rules/objective/peaks/sliding-max.ts';

it('the sliding maximum is the maximum of the window, of each series', () => {
  const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 9 }), (values, width) => {
      const sliding = new SlidingMax(width, 3);
      // The first place belongs to somebody else.
      const to = new Float64Array(4).fill(99);
      values.forEach((value, index) => {
        sliding.add(Float64Array.of(value, -value, value % 7), to, 1);
        const window = values.slice(Math.max(0, index - width + 1), index + 1);
        const most = (of: (each: number) => number) => Math.max(...window.map(of)) + 0;
        expect([...to].map((each) => each + 0)).toEqual([
          99,
          most((each) => each),
          most((each) => -each),
          most((each) => each % 7),
        ]);
      });
    }),
  );
});
