import type { Datapoint } from '../../model/index.ts';
import type { Traits } from './traits.ts';

/** What was read of a metric, as decisions may use it. */
export interface Series {
  /** Oldest first; empty: no data. */
  readonly points: readonly Datapoint[];
  /** The metric's traits, with the pace at which its datapoints really come. */
  readonly traits: Traits;
}

/** How far back silence is filled with zeros: no rule looks back further. */
const MOST_SILENCE = 86_400;
/** Zeros at the metric's own pace, which a day of minutes has, and as many that are further apart. */
const MOST_ZEROS = 1440;
/** Older zeros are so far apart. */
const COARSE_ZEROS_MS = 60_000;

/** `read`: null or undefined if the metric could not be read. `now`: ms since the epoch. */
export function seriesOf(read: readonly Datapoint[] | null | undefined, traits: Traits, now: number): Series {
  if (!read) return { points: NO_POINTS, traits };
  const settled = traits.settles > 0 ? settledOf(read, traits, now) : read;
  const paced = pacedBy(settled, traits);
  const newest = settled.at(-1);
  const age = newest ? (now - newest.at) / 1000 - paced.settles : Infinity;
  // A datapoint from far in the future is as unreliable as an old one.
  if (age <= paced.maxAge && age >= -paced.maxAge) {
    return { points: paced.isZeroWhenSilent ? withZeros(settled, paced, now, false) : settled, traits: paced };
  }
  if (!paced.isZeroWhenSilent || age < 0) return { points: NO_POINTS, traits: paced };
  return { points: withZeros(settled, paced, now, true), traits: paced };
}

const NO_POINTS: readonly Datapoint[] = [];

/**
 * A total goes on growing for a while after its period has ended. Until then it is the least that it will be: a datapoint
 * that is below the one before shows nothing yet.
 */
function settledOf(points: readonly Datapoint[], { period, settles }: Traits, now: number): readonly Datapoint[] {
  const until = now - (period + settles) * 1000;
  let end = points.length;
  while (end > 1) {
    const [before, newest] = [points[end - 2] as Datapoint, points[end - 1] as Datapoint];
    if (newest.at <= until || newest.value >= before.value) break;
    end -= 1;
  }
  return points.slice(0, end);
}

/** Datapoints further apart than the period says cover the time up to the next one, and are usual at that age. */
function pacedBy(points: readonly Datapoint[], traits: Traits): Traits {
  const gap = traits.isRegular && !traits.isZeroWhenSilent ? coarseGap(points, traits.period) : null;
  if (gap === null) return traits;
  const maxAge = traits.hasUsualAge ? Math.max(traits.maxAge, PERIODS * gap) : traits.maxAge;
  return { ...traits, period: gap, maxAge };
}

/** As for metrics whose period is written as it is. */
const PERIODS = 3;
const LAST_GAPS = 12;
/** CloudWatch's periods above a minute are multiples of it; two datapoints so far apart are no coincidence. */
const USUAL_COARSE = 300;

/** Seconds between datapoints, where all are further apart than their period; else null. */
function coarseGap(points: readonly Datapoint[], period: number): number | null {
  const { length } = points;
  if (length < 2) return null;
  const gapAt = (index: number) => ((points[index] as Datapoint).at - (points[index - 1] as Datapoint).at) / 1000;
  let least = Infinity;
  const first = Math.max(1, length - LAST_GAPS);
  for (let index = first; index < length; index += 1) least = Math.min(least, gapAt(index));
  if (least < 2 * period) return null;
  if (length - first < 2) return least % USUAL_COARSE === 0 ? least : null;
  for (let index = first; index < length; index += 1) if (gapAt(index) % least !== 0) return null;
  return least;
}

/** The series with a 0 for every period in which nothing came. `isSilent`: nor has anything come since the newest. */
function withZeros(
  points: readonly Datapoint[],
  { period, maxAge, isRegular, window }: Traits,
  now: number,
  isSilent: boolean,
): readonly Datapoint[] {
  const step = (isRegular ? period : maxAge) * 1000;
  // The mean of a window weighs each datapoint alike. Beyond it, zeros only must have no gap in which data is missing.
  const fineSince = now - Math.max(MOST_ZEROS * step, window * 1000);
  const coarse = Math.max(step, Math.floor(Math.min(COARSE_ZEROS_MS, maxAge * 500) / step) * step);
  const oldest = Math.max(now - MOST_SILENCE * 1000, fineSince - MOST_ZEROS * coarse);
  const filled: Datapoint[] = [];
  const fill = (from: number, to: number) => {
    const skipped = Math.max(0, Math.ceil((oldest - from) / step));
    for (let at = from + skipped * step; at <= to; at += at < fineSince ? coarse : step) filled.push({ at, value: 0 });
  };
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before) fill(before.at + step, point.at - (isRegular ? step : 1));
    filled.push(point);
  });
  const newest = points.at(-1);
  if (isSilent) fill(newest ? newest.at + step : oldest, now - (isRegular ? step : 0));
  return filled;
}

/** The value: of the newest datapoint, or the mean of the window that it ends; and the time that it covers. */
export interface Reading {
  readonly value: number;
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** The series with each value replaced by the mean of the window that ends with it; without a window, the series itself. */
export function averaged(series: Series): Series {
  const { points, traits } = series;
  const { window, period, isMomentary } = traits;
  if (window === 0 || (window <= period && !isMomentary)) return series;
  let first = 0;
  let sum = 0;
  const means = points.map(({ at, value }, index) => {
    sum += value;
    while ((points[first] as Datapoint).at <= at - reachOf(window, traits)) {
      sum -= (points[first] as Datapoint).value;
      first += 1;
    }
    return { at, value: sum / (index - first + 1) };
  });
  return { points: means, traits };
}

/** ms back from the newest datapoint's `at` at which the window begins. */
const reachOf = (window: number, { period, isMomentary }: Traits): number =>
  Math.max(1, isMomentary ? window * 1000 : (window - period) * 1000 + 1);

/** The datapoints of the window that the newest ends. */
export function pointsInWindow({ points, traits }: Series): readonly Datapoint[] {
  const since = (points.at(-1)?.at ?? 0) - reachOf(traits.window, traits);
  let first = points.length - 1;
  while (first > 0 && (points[first - 1] as Datapoint).at > since) first -= 1;
  return points.slice(first);
}

/** When a datapoint's time ends, ms since the epoch. */
export const endOf = ({ at }: Datapoint, { period, isMomentary }: Traits): number =>
  at + (isMomentary ? 0 : period * 1000);

/** The value that held at a moment: to be asked of moments in ascending order, so that a long past costs one walk. */
export function inOrder(points: readonly Datapoint[]): (at: number) => number | undefined {
  let next = 0;
  return (at) => {
    while ((points[next]?.at ?? Infinity) <= at) next += 1;
    return points[next - 1]?.value;
  };
}
