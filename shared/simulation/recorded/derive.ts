import type { Datapoint } from '../../policy/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { alignedTo, inSlots, type Slots, spacingOf } from './slots.ts';
import type { Wanted } from './wanted.ts';
import type { RecordedWorkers } from './workers.ts';

/** A recorded series, in ascending order of time. */
export interface RecordedSeries extends Wanted {
  readonly points: readonly Datapoint[];
}

/** The kind of series from which demand was derived. */
export type Derivation = 'demand' | 'demandPerWorker' | 'utilization' | 'queue';

/** From this utilization on, workers may have had more work than they could serve, by an unknown amount. */
export const SATURATED_PERCENT = 95;

export interface Known {
  readonly kind: Scenario['kind'];
  readonly workers: RecordedWorkers | null;
  /** For a queue: duration of a task. */
  readonly taskSeconds?: number | undefined;
}

/** Demand in slots. `saturated`: number of slots in which it may have been higher. */
export interface Derived {
  readonly derivation: Derivation;
  /** The series from which it was derived. */
  readonly of: readonly RecordedSeries[];
  readonly slots: Slots;
  readonly saturated?: number;
}

export function ofWorkers(series: readonly RecordedSeries[], { workers }: Known): Derived | undefined {
  const arrivals = ratesOf(find(series, 'demand'));
  if (arrivals || !workers) return arrivals;
  return perWorker(find(series, 'demandPerWorker'), workers) ?? busyWorkers(find(series, 'utilization'), workers);
}

export const find = (series: readonly RecordedSeries[], signal: Wanted['signal']): RecordedSeries | undefined =>
  series.find((candidate) => candidate.signal === signal);

/** Units per second: divides sums by their period. */
function ratesOf(series: RecordedSeries | undefined): Derived | undefined {
  if (!series) return undefined;
  const slots = inSlots(series.points, spacingOf(series.points));
  const seconds = series.statistic === 'Sum' ? slots.period : 1;
  const figures = slots.figures.map((value) => value && value / seconds);
  return { derivation: 'demand', of: [series], slots: { ...slots, figures } };
}

function perWorker(series: RecordedSeries | undefined, workers: RecordedWorkers): Derived | undefined {
  const rates = ratesOf(series);
  return rates && { ...rates, derivation: 'demandPerWorker', slots: timesWorkers(rates.slots, workers) };
}

function busyWorkers(series: RecordedSeries | undefined, workers: RecordedWorkers): Derived | undefined {
  if (!series) return undefined;
  const slots = inSlots(series.points, spacingOf(series.points));
  const shares = slots.figures.map((value) => value && Math.min(100, value) / 100);
  const saturated = slots.figures.filter((value) => (value ?? 0) >= SATURATED_PERCENT).length;
  // A share of the CPUs is a share of the capacity.
  const unitsEach = (from: number, to: number): number => workers.unitsEach?.(from, to) ?? 1;
  const busy = timesWorkers({ ...slots, figures: shares }, workers, unitsEach);
  return { derivation: 'utilization', of: [series], slots: busy, saturated };
}

/** Multiplies figures per worker by the number of workers; undefined where that number is unknown or 0. */
function timesWorkers(
  { start, period, figures }: Slots,
  workers: RecordedWorkers,
  unitsEach: (from: number, to: number) => number = () => 1,
): Slots {
  const times = figures.map((value, slot) => {
    const from = start + slot * period * 1000;
    const to = from + period * 1000;
    const count = workers.serving(from, to);
    return value === undefined || !count ? undefined : value * count * unitsEach(from, to);
  });
  return { start, period, figures: times };
}

export function ofQueue(series: readonly RecordedSeries[], { taskSeconds }: Known): Derived | undefined {
  const arrivals = ratesOf(find(series, 'demand'));
  if (arrivals) return arrivals;
  const [waiting, running] = [find(series, 'waiting'), find(series, 'running')];
  if (!waiting || !running || taskSeconds === undefined) return undefined;
  const slots = inSlots(running.points, spacingOf(running.points));
  const waited = alignedTo(slots, waiting.points);
  const inSystem = slots.figures.map((run, slot) => sumOf(run, waited[slot]));
  // Arrivals are the work served, by Little's law, plus the growth of the queue.
  const figures = slots.figures.map((run, slot) => {
    const growth = slopeAt(inSystem, slot, slots.period);
    return run === undefined || growth === undefined ? undefined : Math.max(0, run / taskSeconds + growth);
  });
  return { derivation: 'queue', of: [waiting, running], slots: { ...slots, figures } };
}

const sumOf = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;

/** Growth per second, between the slots on either side. */
function slopeAt(figures: readonly (number | undefined)[], slot: number, period: number): number | undefined {
  const [before, after] = [Math.max(0, slot - 1), Math.min(figures.length - 1, slot + 1)];
  const [low, high] = [figures[before], figures[after]];
  if (low === undefined || high === undefined || before === after) return undefined;
  return (high - low) / ((after - before) * period);
}
