import { type RecordedSeries, type RecordedWorkers, workersOfSeries } from '../../simulation/index.ts';

/** The recorded metrics of a backtest. */
export interface Recorded {
  readonly series: readonly RecordedSeries[];
  /** The recorded number of workers; null without such a series. */
  readonly workers: RecordedWorkers | null;
  /** Sentences about gaps and problems of the recording. */
  readonly notes: readonly string[];
  /** What the recording contains, for error messages. */
  readonly found: string;
}

/** What one place has recorded. */
export type RecordedPart = Pick<Recorded, 'series' | 'notes'>;

/** Separates the series of the number of workers, because it does not measure demand. */
export function workersApart(series: readonly RecordedSeries[]): Pick<Recorded, 'series' | 'workers'> {
  const workers = series.find(({ signal, points }) => signal === 'workers' && points.length > 1);
  return {
    series: series.filter(({ signal }) => signal !== 'workers'),
    workers: workers ? workersOfSeries(workers.points) : null,
  };
}
