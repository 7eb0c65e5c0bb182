import type { RecordedSeries, RecordedWorkers } from '../../shared/simulation/index.ts';

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
