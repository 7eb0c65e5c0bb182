import type { Policy } from '../policy/index.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import type { GroupState } from './model.ts';
import { historySeconds, queriesOf, queuesOf } from './needs.ts';
import type { Readouts } from './observation.ts';
import type { PolicyCache } from './policy-cache.ts';

export interface Observed extends Readouts {
  readonly states: ReadonlyMap<string, GroupState>;
  /** Policies in force; a group whose accepted document cannot be read is left out. */
  readonly policies: ReadonlyMap<string, Policy>;
}

/**
 * Reads all that the groups' decisions need, each kind in one batch. The states come first: whatever changes after
 * they were read raises a revision, and the claim that relied on it is lost.
 */
export async function observe(
  groups: readonly string[],
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
): Promise<Observed> {
  const states = await dependencies.states.read(groups);
  const inForce = [...states.values()].flatMap(({ group, version }) => (version === null ? [] : [{ group, version }]));
  const [policies, workers] = await Promise.all([
    cache.read(inForce, dependencies.policies),
    inForce.length > 0 ? dependencies.workers.list(inForce.map(({ group }) => group)) : new Map(),
  ]);
  const all = [...policies.values()];
  const queries = all.flatMap(queriesOf);
  const queues = [...new Set(all.flatMap(queuesOf))];
  const now = dependencies.clock();
  const from = now - Math.max(0, ...all.map(historySeconds)) * 1000;
  const [metrics, counts] = await Promise.all([
    queries.length > 0 ? dependencies.metrics.read(queries, from, now) : new Map(),
    queues.length > 0 ? dependencies.queues.read(queues) : new Map(),
  ]);
  return { states, policies, workers, metrics, queues: counts };
}
