import type { Datapoint } from '../../model/index.ts';
import type { MeasuredPast } from '../../rules/index.ts';
import type { Series } from './series.ts';

/** Seconds up to the latest datapoint for which every datapoint, without a gap, satisfied the condition. */
export function heldSeconds({ points, traits }: Series, now: number, condition: (value: number) => boolean): number {
  let since = Infinity;
  for (let i = points.length - 1; i >= 0; i--) {
    const point = points[i] as Datapoint;
    const next = points[i + 1];
    const gap = next ? (next.at - point.at) / 1000 : 0;
    if (!condition(point.value) || gap > traits.maxAge) break;
    since = point.at;
  }
  const end = Math.min(now, (points.at(-1)?.at ?? 0) + traits.period * 1000);
  return Math.max(0, (end - since) / 1000);
}

/** The past of a count, which is never below zero, and the seconds from one datapoint to the next. */
export function measuredPast({ points: all, traits }: Series): MeasuredPast {
  const points = all.filter(({ value }) => value >= 0);
  return { points, step: traits.isRegular ? traits.period : usualGap(points, traits.period) };
}

/** Whole seconds between the last readings, the middle one of their gaps; `otherwise` as long as there are none. */
function usualGap(points: readonly Datapoint[], otherwise: number): number {
  const last = points.slice(-LAST_GAPS - 1);
  const gaps = last.slice(1).map(({ at }, index) => at - (last[index] as Datapoint).at);
  const middle = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)];
  return middle === undefined ? otherwise : Math.max(1, Math.round(middle / 1000));
}
const LAST_GAPS = 20;
