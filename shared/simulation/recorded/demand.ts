import type { Parsed } from '../../policy/index.ts';
import type { DemandPoint } from '../demand.ts';
import { type Derivation, type Derived, type Known, ofQueue, ofWorkers, type RecordedSeries } from './derive.ts';
import { lackOf, missingPercent, tooFewOf } from './lack.ts';
import { bridged } from './slots.ts';

export interface RecordedDemand {
  /** Units a second at one pace, gaps bridged; of utilization: busy workers. */
  readonly points: readonly DemandPoint[];
  readonly derivation: Derivation;
  /** The series it was had from. */
  readonly metrics: readonly string[];
  /** Series that measure demand as well, and of which nothing was taken. */
  readonly unused: readonly string[];
  /** Seconds from one point to the next. */
  readonly period: number;
  readonly missing: Share;
  /** The time at or beyond 95 % utilization: the demand was this high, or higher. */
  readonly saturated: Share;
}
export interface Share {
  readonly hours: number;
  readonly percent: number;
}

const MOST_MISSING_PERCENT = 50;
/** Seconds: the longest period of CloudWatch. */
const LONGEST_PERIOD = 86_400;

/**
 * The demand behind what was recorded, from what tells it best: arrivals as they were counted; else what each worker got,
 * or how busy it was, times the recorded number of workers; of a queue, from the tasks in it. Faults say what to add.
 */
export function recordedDemand(series: readonly RecordedSeries[], known: Known): Parsed<RecordedDemand> {
  const present = series.filter(({ points }) => points.length > 1);
  const gap = present.find(({ points }) => missingPercent(points) > MOST_MISSING_PERCENT);
  const usable = present.filter(({ points }) => missingPercent(points) <= MOST_MISSING_PERCENT);
  const derived = known.kind === 'queue' ? ofQueue(usable, known) : ofWorkers(usable, known);
  if (derived) return finished(derived, usable);
  return { ok: false, faults: [{ path: '', message: gap ? tooFewOf(gap) : lackOf(usable, series, known) }] };
}

function finished(
  { derivation, of: taken, slots, saturated = 0 }: Derived,
  usable: readonly RecordedSeries[],
): Parsed<RecordedDemand> {
  const metrics = taken.map(({ name }) => name);
  if (slots.period > LONGEST_PERIOD) {
    const message = `${metrics.join(', ')} has a datapoint every ${slots.period} s: what goes on between them cannot be told`;
    return { ok: false, faults: [{ path: '', message }] };
  }
  const points = bridged(slots);
  const known = slots.figures.filter((value) => value !== undefined).length;
  if (known < 2 || known < points.length / 2) {
    const periods = `${known} of ${slots.figures.length} periods`;
    const message = `only in ${periods} are both ${metrics.join(', ')} and the number of workers known: record more, or choose a shorter time`;
    return { ok: false, faults: [{ path: '', message }] };
  }
  const share = (count: number, all: number): Share => ({
    hours: (count * slots.period) / 3600,
    percent: (100 * count) / all,
  });
  // In a file, one series may go by two names.
  const unused = usable.filter(({ signal, points: some }) =>
    taken.every((one) => one.signal === signal && one.points !== some),
  );
  const { period } = slots;
  const missing = share(points.length - known, points.length);
  return {
    ok: true,
    value: {
      ...{ points, derivation, metrics, period, missing },
      unused: unused.map(({ name }) => name),
      saturated: share(saturated, slots.figures.length),
    },
  };
}
