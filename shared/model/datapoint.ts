/** One measured value of a metric. */
export interface Datapoint {
  /** Start of its period; ms since the epoch. */
  readonly at: number;
  readonly value: number;
}

const GREATEST_FIGURE = 1e15;

/** Whether a measured value can be reasoned with: a finite, non-negative number of a size that arithmetic keeps exact. */
export function isFigure(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= GREATEST_FIGURE;
}
