import type { Datapoint } from '../../model/index.ts';
import { endOf, pointsInWindow, type Reading, type Series } from './series.ts';
import type { Traits } from './traits.ts';

/** The newest datapoint, or the mean of the window that it ends. */
export function readingOf(series: Series): Reading | undefined {
  const points = pointsInWindow(series);
  const [oldest, newest] = [points[0], points.at(-1)];
  if (!oldest || !newest) return undefined;
  const value = points.reduce((sum, each) => sum + each.value, 0) / points.length;
  return { value, from: oldest.at, to: endOf(newest, series.traits) };
}

/** When the newest time ends at which all of them were measured; null where there is none. */
export function commonEnd(series: readonly Series[]): number | null {
  let least = Infinity;
  for (const { points, traits } of series) {
    const newest = points.at(-1);
    if (!newest) return null;
    least = Math.min(least, endOf(newest, traits));
  }
  const isKnown = series.every(({ points, traits }) => isUpTo(points[0] as Datapoint, traits, least));
  return series.length > 0 && isKnown ? least : null;
}

/** Whether a datapoint had begun before a moment, or was read by then. */
export const isUpTo = ({ at }: Datapoint, { isMomentary }: Traits, moment: number): boolean =>
  isMomentary ? at <= moment : at < moment;

export const newestUpTo = (series: Series, moment: number): Reading | undefined => readingOf(cutAt(series, moment));

/** Without the datapoints that had not begun before a moment. */
export function cutAt(series: Series, moment: number): Series {
  const { points, traits } = series;
  return { ...series, points: points.slice(0, points.findLastIndex((point) => isUpTo(point, traits, moment)) + 1) };
}

/** Whether the newest datapoint of a formula's metric is older than the author of the formula allows. */
export function isTooOld({ points, traits }: Series, { hasOwnAge, maxAge }: Traits, now: number): boolean {
  const newest = points.at(-1);
  return hasOwnAge && newest !== undefined && (now - newest.at) / 1000 - traits.settles > maxAge;
}

/** How old a datapoint is, and how old it may be, in seconds. Below zero, it is in the future. */
export function ageOf({ at }: Datapoint, { settles, maxAge }: Pick<Traits, 'settles' | 'maxAge'>, now: number) {
  const age = (now - at) / 1000;
  return { age, maxAge: maxAge + Math.sign(age) * settles };
}

/** A formula has the longest period of its metrics. */
export function paceOf(own: Traits, inputs: readonly Series[]): Traits {
  const measured = inputs.length === 0 ? [own] : inputs.map(({ traits }) => traits);
  return {
    ...own,
    period: Math.max(...measured.map(({ period }) => period)),
    maxAge: own.hasOwnAge ? own.maxAge : Math.max(...measured.map(({ maxAge }) => maxAge)),
    isRegular: measured.every(({ isRegular }) => isRegular),
    isMomentary: measured.some(({ isMomentary }) => isMomentary),
  };
}
