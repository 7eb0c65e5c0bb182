import type {
  ClusterRecords,
  CostRecords,
  EvaluationRecords,
  PriceRecords,
  SizingRecords,
  StageCounters,
} from '../../evaluation/index.ts';
import { once } from '../../model/index.ts';
import type { Table } from './table.ts';

/** Records of evaluations, whose code is loaded with the first of them: they are written when an evaluation is over. */
export function lazyEvaluationRecords(table: Table): EvaluationRecords {
  const records = once(async () => (await import('./evaluations/evaluation-records.ts')).evaluationRecords(table));
  return {
    append: async (...args) => (await records()).append(...args),
    latest: async (...args) => (await records()).latest(...args),
    between: async (...args) => (await records()).between(...args),
    cases: async (...args) => (await records()).cases(...args),
  };
}

/** The groups of clusters, whose code is loaded with the first group that is in one. */
export function lazyClusters(table: Table): ClusterRecords {
  const clusters = once(async () => (await import('./cluster-items.ts')).clusterItems(table));
  return {
    read: async (...args) => (await clusters()).read(...args),
    join: async (...args) => (await clusters()).join(...args),
    leave: async (...args) => (await clusters()).leave(...args),
    closing: async (...args) => (await clusters()).closing(...args),
    forgetClosed: async (...args) => (await clusters()).forgetClosed(...args),
  };
}

/** Prices, whose code is loaded when they are first read. A copy is kept for some minutes. */
export function lazyPrices(table: Table, clock: () => number): Pick<PriceRecords, 'read' | 'need'> {
  const prices = once(async () => (await import('./costs/price-cache.ts')).cachedPriceItems(table, clock));
  return {
    read: async (...args) => (await prices()).read(...args),
    need: async (...args) => (await prices()).need(...args),
  };
}

/** What right-sizing has found, whose code is loaded with the first group that asks for it. A copy is kept for some minutes. */
export function lazySizings(table: Table, clock: () => number): Pick<SizingRecords, 'read' | 'need'> {
  const sizings = once(async () => {
    const { cachedSizings, sizingItems } = await import('./costs/sizing-items.ts');
    return cachedSizings(sizingItems(table), clock);
  });
  return {
    read: async (...args) => (await sizings()).read(...args),
    need: async (...args) => (await sizings()).need(...args),
  };
}

/** Costs of past hours, whose code is loaded with the first of them: a group stores one an hour. */
export function lazyCosts(table: Table): CostRecords {
  const costs = once(async () => (await import('./costs/cost-items.ts')).costItems(table));
  return {
    store: async (...args) => (await costs()).store(...args),
    between: async (...args) => (await costs()).between(...args),
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
