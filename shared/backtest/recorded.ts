import { type RecordedSeries, type RecordedWorkers, workersOfSeries } from '../simulation/index.ts';

/** What a backtest has to go by. */
export interface Recorded {
  readonly series: readonly RecordedSeries[];
  /** From a series of their number; null where there is none. */
  readonly workers: RecordedWorkers | null;
  /** What is not as it should be, in sentences. */
  readonly notes: readonly string[];
  /** What there is, for whoever has not found what they look for. */
  readonly found: string;
}

/** The number of workers is no measure of demand. */
export function workersApart(series: readonly RecordedSeries[]): Pick<Recorded, 'series' | 'workers'> {
  const workers = series.find(({ signal, points }) => signal === 'workers' && points.length > 1);
  return {
    series: series.filter(({ signal }) => signal !== 'workers'),
    workers: workers ? workersOfSeries(workers.points) : null,
  };
}
