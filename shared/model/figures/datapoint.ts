/** One measured value of a metric. */
export interface Datapoint {
  /** Start of its period; ms since the epoch. */
  readonly at: number;
  readonly value: number;
}

const GREATEST_FIGURE = 1e15;

/** Whether a measured value can be compared with: a finite number of a size that arithmetic keeps exact. */
export function isMeasured(value: unknown): value is number {
  return typeof value === 'number' && value >= -GREATEST_FIGURE && value <= GREATEST_FIGURE;
}

/** Whether a capacity can be computed from a measured value: as {@link isMeasured}, and not negative. */
export function isFigure(value: unknown): value is number {
  return isMeasured(value) && value >= 0;
}
