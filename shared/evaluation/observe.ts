import type { Policy } from '../policy/index.ts';
import type { StatesRead } from '../state/index.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import type { HealthReadouts } from './health/health.ts';
import { requestsOf } from './metric-requests.ts';
import type { Readouts } from './observation.ts';
import type { PolicyCache } from './policies/policy-cache.ts';
import { type Tunings, tune } from './tuning.ts';

export interface Observed extends Readouts, HealthReadouts {
  readonly states: StatesRead;
  /** Policies in force; a group whose accepted document cannot be read is left out. */
  readonly policies: ReadonlyMap<string, Policy>;
  readonly tuned: Tunings;
  readonly unavailable: () => Promise<ReadonlyMap<string, number>>;
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
  const usable = states.usable();
  const inForce = usable.flatMap(({ group, policy: { version } }) => (version === null ? [] : [{ group, version }]));
  // What was left unfinished is looked for among the workers, whether or not a policy is still in force.
  const withWorkers = usable.filter(
    ({ policy, claim, drains }) => policy.version !== null || claim !== null || drains.length > 0,
  );
  const [policies, workers] = await Promise.all([
    cache.read(inForce, dependencies.policies),
    withWorkers.length > 0 ? dependencies.workers.list(withWorkers.map(({ group }) => group)) : new Map(),
  ]);
  const all = [...policies.values()];
  const requests = all.flatMap(requestsOf);
  const [metrics, health] = await Promise.all([
    requests.length > 0 ? dependencies.sources.read(requests, dependencies.clock()) : new Map(),
    readHealth(all, dependencies),
  ]);
  const tuned = await tune(policies, states, metrics, dependencies);
  const unavailable = once(() => dependencies.offerings.read());
  return { states, policies, workers, metrics, tuned, ...health, unavailable };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
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
