import { historySeconds } from '../decision/index.ts';
import { groupedBy } from '../model/index.ts';
import type { Datapoint, Policy } from '../policy/index.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import type { HealthReadouts } from './health/health.ts';
import type { GroupState } from './model.ts';
import { queriesOf, queuesOf } from './needs.ts';
import type { Readouts } from './observation.ts';
import type { PolicyCache } from './policies/policy-cache.ts';
import { type Tunings, tune } from './tuning.ts';

/** What nearly all policies need. */
const SHORT_PAST_SECONDS = 3600;

export interface Observed extends Readouts, HealthReadouts {
  readonly states: ReadonlyMap<string, GroupState>;
  /** Policies in force; a group whose accepted document cannot be read is left out. */
  readonly policies: ReadonlyMap<string, Policy>;
  readonly tuned: Tunings;
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
  // What was left unfinished is looked for among the workers, whether or not a policy is still in force.
  const withWorkers = [...states.values()].filter(
    ({ version, claim, draining }) => version !== null || claim !== null || draining.length > 0,
  );
  const [policies, workers] = await Promise.all([
    cache.read(inForce, dependencies.policies),
    withWorkers.length > 0 ? dependencies.workers.list(withWorkers.map(({ group }) => group)) : new Map(),
  ]);
  const all = [...policies.values()];
  const queues = [...new Set(all.flatMap(queuesOf))];
  const [metrics, counts, health] = await Promise.all([
    readMetrics(all, dependencies),
    queues.length > 0 ? dependencies.queues.read(queues) : new Map(),
    readHealth(all, dependencies),
  ]);
  const tuned = await tune(policies, states, metrics, dependencies);
  return { states, policies, workers, metrics, queues: counts, tuned, ...health };
}

async function readHealth(
  policies: readonly Policy[],
  { statusChecks, targets }: Pick<EvaluationDependencies, 'statusChecks' | 'targets'>,
): Promise<HealthReadouts> {
  const providers = policies.flatMap(({ provider }) => provider ?? []);
  const targetGroups = [...new Set(providers.flatMap((provider) => provider.targetGroups))];
  const [impaired, health] = await Promise.all([
    providers.some((provider) => provider.statusChecks) ? statusChecks.impaired() : new Set<string>(),
    targetGroups.length > 0 ? targets.health(targetGroups) : new Map(),
  ]);
  return { impaired, targets: health };
}

/** All metrics in one batch, but those of the few groups that need a long past on their own: a batch has one start for all. */
async function readMetrics(
  policies: readonly Policy[],
  { metrics, clock }: Pick<EvaluationDependencies, 'metrics' | 'clock'>,
): Promise<Map<string, Datapoint[]>> {
  const now = clock();
  const needs = policies.map((policy) => ({ queries: queriesOf(policy), seconds: historySeconds(policy) }));
  const batches = groupedBy(needs, ({ seconds }) => seconds > SHORT_PAST_SECONDS);
  const reads = [...batches.values()].map(async (batch) => {
    const queries = batch.flatMap((each) => each.queries);
    const from = now - Math.max(...batch.map(({ seconds }) => seconds)) * 1000;
    return queries.length > 0 ? [...(await metrics.read(queries, from, now))] : [];
  });
  return new Map((await Promise.all(reads)).flat());
}
