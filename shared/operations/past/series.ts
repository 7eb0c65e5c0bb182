import type { EvaluationRecord } from '../../evaluation/index.ts';
import type { Datapoint, WorkerState } from '../../model/index.ts';
import type { PastUse } from './moment.ts';

/** Workers of a group at the time of an evaluation. */
export interface WorkersThen extends Readonly<Record<WorkerState, number>> {
  readonly at: number;
  /** What the evaluation decided. */
  readonly desired: number;
}

/** The values of a group's metrics and its workers over time, oldest first; ms since the epoch. */
export interface PastSeries {
  readonly group: string;
  readonly from: number;
  readonly to: number;
  /** The values that evaluations used, each once. */
  readonly metrics: Readonly<Record<string, readonly Datapoint[]>>;
  readonly workers: readonly WorkersThen[];
}

/** The metrics and workers of a group between two moments, from the records of its evaluations. */
export async function pastSeries(
  group: string,
  { from, to }: { readonly from: number; readonly to: number },
  { evaluations }: Pick<PastUse, 'evaluations'>,
): Promise<PastSeries> {
  const records = await evaluations.between(group, from, to);
  return { group, from, to, metrics: metricsIn(records), workers: records.flatMap(workersIn) };
}

export const workersIn = ({ at, workers, decision }: EvaluationRecord): WorkersThen[] =>
  workers && decision ? [{ at, desired: decision.desired, ...workers }] : [];

/** A value that several evaluations used has one point. */
export function metricsIn(records: readonly EvaluationRecord[]): Record<string, Datapoint[]> {
  const series = new Map<string, Map<number, number>>();
  for (const record of records) {
    for (const [name, latest] of Object.entries(record.metrics)) {
      const points = series.get(name) ?? new Map<number, number>();
      series.set(name, points);
      if (latest) points.set(latest.at ?? record.at, latest.value);
    }
  }
  return Object.fromEntries(
    [...series].map(([name, points]) => [
      name,
      [...points].map(([at, value]) => ({ at, value })).sort((one, other) => one.at - other.at),
    ]),
  );
}
