import { type Row, rounded } from '../comparison/index.ts';
import type { DerivedField, RecordedDemand, RecordedWorkers, Scenario } from '../simulation/index.ts';
import type { Candidate } from './policies.ts';

/** The result of a backtest. */
export interface Backtest {
  readonly group: string;
  readonly candidates: readonly Candidate[];
  readonly demand: RecordedDemand;
  readonly scenario: Scenario;
  /** Fields of the scenario that were derived, because the file does not have them. */
  readonly taken: readonly DerivedField[];
  readonly recorded: Reality | null;
  readonly rows: readonly Row[];
  /** Hours that were scored. */
  readonly hours: number;
  readonly notes: readonly string[];
}

/** What was recorded of the real group. */
export interface Reality {
  readonly workerHours: number;
  readonly actions: number | null;
  readonly launches: number | null;
  readonly usd: number;
}

export const HOUR_MS = 3_600_000;

/** The first and the last moment of the replay. */
export function extentOf({ points, period }: RecordedDemand): { readonly start: number; readonly end: number } {
  return { start: points[0]?.at ?? 0, end: (points.at(-1)?.at ?? 0) + period * 1000 };
}

export function realityOf(workers: RecordedWorkers | null, demand: RecordedDemand, scenario: Scenario): Reality | null {
  if (!workers) return null;
  const { start, end } = extentOf(demand);
  const from = Math.min(end, start + scenario.burnIn * 1000);
  const workerHours = rounded(workers.workerHours(from, end));
  const { actions, launches } = workers.changes(from, end) ?? { actions: null, launches: null };
  return { workerHours, actions, launches, usd: rounded(workerHours * scenario.hourlyUsd) };
}
