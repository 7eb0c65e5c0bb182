import type { Datapoint } from '../../policy/index.ts';
import type { DemandPoint } from '../demand.ts';

/** A recorded series at a constant interval, from the first to the last datapoint; `undefined` in gaps. */
export interface Slots {
  /** ms since the epoch. */
  readonly start: number;
  /** Seconds. */
  readonly period: number;
  readonly figures: readonly (number | undefined)[];
}

/** The most frequent interval between datapoints, in seconds. Needs two or more datapoints in ascending order. */
export function spacingOf(points: readonly Datapoint[]): number {
  const counts = new Map<number, number>();
  for (let index = 1; index < points.length; index += 1) {
    const spacing = (points[index] as Datapoint).at - (points[index - 1] as Datapoint).at;
    counts.set(spacing, (counts.get(spacing) ?? 0) + 1);
  }
  const [most] = [...counts].sort(
    ([first, firstCount], [second, secondCount]) => secondCount - firstCount || first - second,
  );
  return (most?.[0] ?? 0) / 1000;
}

/** Number of periods from the first to the last datapoint, inclusive. */
export function slotCount(points: readonly Datapoint[], period: number): number {
  const [first, last] = [points[0], points.at(-1)];
  return first && last ? Math.round((last.at - first.at) / (period * 1000)) + 1 : 0;
}

/** The mean of the datapoints by period. */
export function inSlots(points: readonly Datapoint[], period: number): Slots {
  const start = points[0]?.at ?? 0;
  const count = slotCount(points, period);
  const sums = new Float64Array(count);
  const counts = new Uint32Array(count);
  for (const { at, value } of points) {
    const slot = Math.round((at - start) / (period * 1000));
    sums[slot] = (sums[slot] ?? 0) + value;
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  const figures = Array.from(counts, (samples, slot) => (samples > 0 ? (sums[slot] ?? 0) / samples : undefined));
  return { start, period, figures };
}

/** The means of another series in the slots of this one. */
export function alignedTo({ start, period, figures }: Slots, points: readonly Datapoint[]): (number | undefined)[] {
  const known = new Map<number, number[]>();
  for (const { at, value } of points) {
    const slot = Math.floor((at - start) / (period * 1000));
    known.set(slot, [...(known.get(slot) ?? []), value]);
  }
  return figures.map((_, slot) => {
    const values = known.get(slot);
    return values && values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

/** Interpolates gaps linearly, as the reader of recordings does, and removes gaps at both ends. */
export function bridged({ start, period, figures }: Slots): DemandPoint[] {
  const known = figures.flatMap((value, slot) => (value === undefined ? [] : [{ slot, value }]));
  const points: DemandPoint[] = [];
  known.forEach(({ slot, value }, index) => {
    const before = known[index - 1];
    for (let gap = (before?.slot ?? slot) + 1; before && gap < slot; gap += 1) {
      const share = (gap - before.slot) / (slot - before.slot);
      points.push({ at: start + gap * period * 1000, value: before.value + (value - before.value) * share });
    }
    points.push({ at: start + slot * period * 1000, value });
  });
  return points;
}
