/** Binary fractions miss decimal edges by about 1e-16 of their size; a billionth is far above that and far below one worker. */
const EPSILON = 1e-9;

/** The next whole number up, unless `value` is a whole number but for rounding: 4.000000000000001 is 4. */
export const ceilWorkers = (value: number): number => Math.ceil(value - EPSILON * Math.max(1, value));

/** Toward zero, unless `value` is a whole number but for rounding: 2.9999999999999996 is 3. */
export const truncWorkers = (value: number): number =>
  Math.trunc(value + Math.sign(value) * EPSILON * Math.max(1, Math.abs(value)));

/** Whether `ratio` is within the tolerance around 1, edges inclusive: 1.1 at 0.1 is inside. */
export const isWithin = (ratio: number, tolerance: { out: number; in: number }): boolean =>
  ratio <= 1 + tolerance.out + EPSILON && ratio >= 1 - tolerance.in - EPSILON;
