import type { EvaluationRecords, StageCounters } from '../../evaluation/index.ts';
import { once } from '../../model/index.ts';
import type { Table } from './table.ts';

/** Records of evaluations, whose code is loaded with the first of them: they are written when an evaluation is over. */
export function lazyEvaluationRecords(table: Table): EvaluationRecords {
  const records = once(async () => (await import('./evaluation-records.ts')).evaluationRecords(table));
  return {
    append: async (...args) => (await records()).append(...args),
    latest: async (...args) => (await records()).latest(...args),
    between: async (...args) => (await records()).between(...args),
    cases: async (...args) => (await records()).cases(...args),
  };
}

/** The counts of the stage, whose code is loaded with the first of them. */
export function lazyStageCounters(table: Table): StageCounters {
  const counters = once(async () => (await import('./stage-counts.ts')).stageCounters(table));
  return {
    add: async (more) => (await counters()).add(more),
    read: async () => (await counters()).read(),
  };
}
