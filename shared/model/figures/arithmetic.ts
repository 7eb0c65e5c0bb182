/** The largest group. Larger proposals are cut to it. */
export const MOST_WORKERS = 100_000;

/** Binary fractions miss decimal edges by about 1e-16 of their size; a billionth is far above that and far below one worker. */
const EPSILON = 1e-9;

/**
 * The next whole number up, unless `value` is a whole number but for rounding: 4.000000000000001 is 4. Never below 0
 * and never above the largest group, however large or infinite the quotient.
 */
export function ceilWorkers(value: number): number {
  return value >= MOST_WORKERS ? MOST_WORKERS : ceilUncapped(value);
}

/** As {@link ceilWorkers}, also beyond {@link MOST_WORKERS}: what demand needs may be more than a group can have. */
export const ceilUncapped = (value: number): number => Math.max(0, Math.ceil(value - EPSILON * Math.max(1, value)));

/** Toward zero, unless `value` is a whole number but for rounding: 2.9999999999999996 is 3. */
export const truncWorkers = (value: number): number =>
  Math.trunc(value + Math.sign(value) * EPSILON * Math.max(1, Math.abs(value)));

/** Down, unless `value` is a whole number but for rounding. Below zero, too: -0.5 is -1. */
export const floorWorkers = (value: number): number => Math.floor(value + EPSILON * Math.max(1, Math.abs(value)));

/** Whether `ratio` is within the tolerance around 1, edges inclusive: 1.1 at 0.1 is inside. */
export const isWithin = (ratio: number, tolerance: { out: number; in: number }): boolean =>
  ratio <= 1 + tolerance.out + EPSILON && ratio >= 1 - tolerance.in - EPSILON;

/** `value ≥ edge`, also where their decimal texts are equal and their binary fractions are not: 0.1 + 0.2 reaches 0.3. */
export const reaches = (value: number, edge: number): boolean =>
  value >= edge || value >= edge - EPSILON * Math.max(1, Math.abs(edge));

/** `value > edge`, unless their decimal texts are equal: 0.1 + 0.2 does not exceed 0.3. */
export const exceeds = (value: number, edge: number): boolean => value > edge && !reaches(edge, value);
