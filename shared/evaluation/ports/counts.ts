import type { EvaluationReport } from '../report.ts';

/** What has happened in a stage since its table exists; every number only grows. */
export interface StageCounts {
  /** Evaluations of groups, by their result. */
  readonly evaluations: EvaluationCounts;
  /** Requests to the HTTP API that failed for a reason of its own. */
  readonly apiErrors: number;
}

export type EvaluationCounts = Readonly<Partial<Record<EvaluationReport['result'], number>>>;

export interface StageCounters {
  /** Adds to the counts. A call whose answer is lost is repeated, and may count twice. */
  add(more: Partial<StageCounts>): Promise<void>;
  read(): Promise<StageCounts>;
}
