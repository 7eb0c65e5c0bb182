import type { Parsed } from '../../policy/index.ts';
import type { DemandPoint } from '../demand.ts';
import { simulationError } from '../reasons.ts';
import { type Derivation, type Derived, type Known, ofQueue, ofWorkers, type RecordedSeries } from './derive.ts';
import { missingDemand, missingPercent, tooFewDatapoints } from './missing-demand.ts';
import { bridged, inSlots, spacingOf } from './slots.ts';

export interface RecordedDemand {
  /** Demand at a constant interval, with gaps interpolated. Units per second; busy workers if derived from utilization. */
  readonly points: readonly DemandPoint[];
  readonly derivation: Derivation;
  /** Names of the series from which demand was derived. */
  readonly metrics: readonly string[];
  /** Series that also measure demand but were not used. */
  readonly unused: readonly string[];
  /** Seconds between points. */
  readonly period: number;
  readonly missing: Share;
  /** Time with utilization of 95 % or more, in which demand may have been higher than derived. */
  readonly saturated: Share;
}
export interface Share {
  readonly hours: number;
  readonly percent: number;
}

const MAX_MISSING_PERCENT = 50;
/** Seconds; the longest period that CloudWatch supports. */
const MAX_PERIOD = 86_400;

/**
 * Derives demand from recorded series, by the most accurate method available: counted arrivals; otherwise arrivals per
 * worker or utilization, multiplied by the recorded number of workers; for a queue, otherwise its waiting and running
 * tasks. The validation errors name the data to add.
 */
export function recordedDemand(series: readonly RecordedSeries[], known: Known): Parsed<RecordedDemand> {
  const present = series.map(withSilence).filter(({ points }) => points.length > 1);
  const gap = present.find(({ points }) => missingPercent(points) > MAX_MISSING_PERCENT);
  const usable = present.filter(({ points }) => missingPercent(points) <= MAX_MISSING_PERCENT);
  const derived = known.kind === 'queue' ? ofQueue(usable, known) : ofWorkers(usable, known);
  if (derived) return demandOf(derived, usable);
  return {
    ok: false,
    faults: [
      gap
        ? simulationError('', 'recorded-datapoints-few', { why: tooFewDatapoints(gap) })
        : simulationError('', 'recorded-demand-missing', { why: missingDemand(usable, series, known) }),
    ],
  };
}

/** The series with a 0 in every period without a datapoint, if that is what its silence means. */
function withSilence(series: RecordedSeries): RecordedSeries {
  if (series.isZeroWhenSilent !== true || series.points.length < 2) return series;
  const { start, period, figures } = inSlots(series.points, spacingOf(series.points));
  return { ...series, points: figures.map((value = 0, slot) => ({ at: start + slot * period * 1000, value })) };
}

function demandOf(
  { derivation, of: sources, slots, saturated = 0 }: Derived,
  usable: readonly RecordedSeries[],
): Parsed<RecordedDemand> {
  const metrics = sources.map(({ name }) => name);
  if (slots.period > MAX_PERIOD) {
    const { period } = slots;
    return {
      ok: false,
      faults: [simulationError('', 'recorded-period-too-long', { metrics, period, most: MAX_PERIOD })],
    };
  }
  const points = bridged(slots);
  const known = slots.figures.filter((value) => value !== undefined).length;
  if (known < 2 || known < points.length / 2) {
    const periods = slots.figures.length;
    return { ok: false, faults: [simulationError('', 'recorded-demand-sparse', { metrics, known, periods })] };
  }
  const share = (count: number, all: number): Share => ({
    hours: (count * slots.period) / 3600,
    percent: (100 * count) / all,
  });
  // A file may contain the same series under two names.
  const unused = usable.filter(({ signal, points: some }) =>
    sources.every((source) => source.signal === signal && source.points !== some),
  );
  const { period } = slots;
  const missing = share(points.length - known, points.length);
  return {
    ok: true,
    value: {
      points,
      derivation,
      metrics,
      period,
      missing,
      unused: unused.map(({ name }) => name),
      saturated: share(saturated, slots.figures.length),
    },
  };
}
