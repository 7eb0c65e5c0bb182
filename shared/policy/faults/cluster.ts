import {
  CLUSTER_FIGURES,
  closeTo,
  isClusterFigure,
  pathText,
  readsGroup,
  type ValidationError,
} from '../../model/index.ts';
import { sourceOf } from '../../sources/index.ts';
import type { Metrics } from '../metrics.ts';
import { policyError } from '../reasons.ts';

/** What a document says about its cluster, right or wrong. */
export interface ClusterPart {
  readonly isWritten: boolean;
  readonly tier: string;
  /** Whether it states the budget of the cluster. */
  readonly hasBudget: boolean;
}

/** Figures of a cluster that a formula cannot read, and a budget of no cluster. */
export function clusterFaults({
  metrics,
  cluster: { isWritten, tier, hasBudget },
}: {
  readonly metrics: Metrics;
  readonly cluster: ClusterPart;
}): ValidationError[] {
  const budget =
    hasBudget && !isWritten
      ? [policyError('guards.clusterBudget', 'cluster-required', { reads: 'the budget of the cluster' })]
      : [];
  const formulas = Object.entries(metrics).flatMap(([name, definition]) => {
    const source = definition && sourceOf(definition);
    const read = source?.computedBy?.names.filter((each) => isClusterFigure(each) && readsGroup(each, metrics)) ?? [];
    const path = pathText(['metrics', name, source?.kind ?? '']);
    return read.flatMap((figure): ValidationError[] => {
      if (!FIGURES.includes(figure)) {
        const close = closeTo(figure, FIGURES);
        return [policyError(path, 'unknown-cluster-figure', { figure, figures: FIGURES, close })];
      }
      if (!isWritten) return [policyError(path, 'cluster-required', { reads: figure })];
      return tier === 'application' ? [policyError(path, 'cluster-cycle', { figure, tier })] : [];
    });
  });
  return [...budget, ...formulas];
}

const FIGURES: readonly string[] = CLUSTER_FIGURES;
