import type { Datapoint } from '../../policy/index.ts';
import type { DemandPoint } from '../demand.ts';

/** A recorded series at one pace: a figure for each period from the first datapoint to the last, `undefined` in gaps. */
export interface Slots {
  /** ms since the epoch. */
  readonly start: number;
  /** Seconds. */
  readonly period: number;
  readonly figures: readonly (number | undefined)[];
}

/** Seconds that a datapoint of the series stands for: what most often lies between two. Ascending, two points or more. */
export function spacingOf(points: readonly Datapoint[]): number {
  const counts = new Map<number, number>();
  for (let index = 1; index < points.length; index += 1) {
    const spacing = (points[index] as Datapoint).at - (points[index - 1] as Datapoint).at;
    counts.set(spacing, (counts.get(spacing) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([one, times], [other, often]) => often - times || one - other);
  return (most?.[0] ?? 0) / 1000;
}

/** How many periods lie between the first datapoint and the last, both included. */
export function slotCount(points: readonly Datapoint[], period: number): number {
  const [first, last] = [points[0], points.at(-1)];
  return first && last ? Math.round((last.at - first.at) / (period * 1000)) + 1 : 0;
}

/** The mean of the datapoints in each period. */
export function inSlots(points: readonly Datapoint[], period: number): Slots {
  const start = points[0]?.at ?? 0;
  const count = slotCount(points, period);
  const sums = new Float64Array(count);
  const times = new Uint32Array(count);
  for (const { at, value } of points) {
    const slot = Math.round((at - start) / (period * 1000));
    sums[slot] = (sums[slot] ?? 0) + value;
    times[slot] = (times[slot] ?? 0) + 1;
  }
  const figures = Array.from(times, (each, slot) => (each > 0 ? (sums[slot] ?? 0) / each : undefined));
  return { start, period, figures };
}

/** Another series in the slots of this one. */
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

/** Gaps bridged in a straight line, as the reader of recordings does; those at either end are cut off. */
export function bridged({ start, period, figures }: Slots): DemandPoint[] {
  const known = figures.flatMap((value, slot) => (value === undefined ? [] : [{ slot, value }]));
  const points: DemandPoint[] = [];
  known.forEach(({ slot, value }, index) => {
    const before = known[index - 1];
    for (let each = (before?.slot ?? slot) + 1; before && each < slot; each += 1) {
      const share = (each - before.slot) / (slot - before.slot);
      points.push({ at: start + each * period * 1000, value: before.value + (value - before.value) * share });
    }
    points.push({ at: start + slot * period * 1000, value });
  });
  return points;
}
