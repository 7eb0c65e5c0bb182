import { groupedBy } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { StatesRead } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { type Known, readKnown } from '../observe/known.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';
import type { ClusterRecords } from '../ports.ts';
import { memberOf } from './member.ts';

/** The groups of each cluster in a pass, by name. */
export type Clusters = ReadonlyMap<string, readonly string[]>;

/**
 * Completes the clusters of a pass: what is decided for one of its groups may depend on all of them. One batched read for
 * all clusters, and one for groups that were not asked for.
 */
export async function withMembers(
  own: Known,
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
): Promise<Known> {
  const records = dependencies.clusters;
  const names = [...new Set([...own.policies.values()].flatMap(({ cluster }) => cluster ?? []))];
  if (!records || names.length === 0) return own;
  const members = await records.read(names);
  const isOwn = new Set(own.groups);
  const missing = [...new Set(names.flatMap((name) => [...(members.get(name)?.keys() ?? [])]))].filter(
    (group) => !isOwn.has(group),
  );
  const others = missing.length > 0 ? await readKnown(missing, cache, dependencies) : null;
  const isInCluster = (group: string) => names.includes(others?.policies.get(group)?.cluster ?? '');
  const added = missing.filter(isInCluster);
  await corrected(names, members, own, others, records).catch((error: unknown) => {
    dependencies.warn?.('the groups of clusters could not be corrected', error);
  });
  const policies = new Map([...own.policies, ...pick(others?.policies, added)]);
  return {
    groups: [...own.groups, ...added],
    states: others
      ? own.states.with(new StatesRead(added.flatMap((group) => stateIn(others.states, group))))
      : own.states,
    policies,
    policyErrors: own.policyErrors,
    clusters: clustersIn(policies),
  };
}

/** The groups of each cluster, in order of their names. */
function clustersIn(policies: ReadonlyMap<string, Policy>): Clusters {
  const joined = [...policies.values()].filter(({ cluster }) => cluster !== undefined);
  const grouped = groupedBy(joined, ({ cluster = '' }) => cluster);
  return new Map([...grouped].map(([name, some]) => [name, some.map(({ group }) => group).sort()]));
}

/** A group that has left its cluster, or whose policy is deleted, is looked up once more and not again. */
async function corrected(
  names: readonly string[],
  members: Awaited<ReturnType<ClusterRecords['read']>>,
  own: Known,
  others: Known | null,
  records: ClusterRecords,
): Promise<void> {
  for (const name of names) {
    for (const group of members.get(name)?.keys() ?? []) {
      const known = others?.states.has(group) ? others : own;
      const policy = known.policies.get(group);
      const isDeleted = known.states.usableOf(group)?.policy.version === null;
      if (isDeleted || (policy && policy.cluster !== name)) await records.leave(name, group);
    }
  }
  for (const policy of own.policies.values()) {
    const { group, cluster } = policy;
    if (cluster === undefined || members.get(cluster)?.has(group)) continue;
    await records.join(cluster, group, memberOf(policy));
  }
}

const stateIn = (states: StatesRead, group: string) => {
  const state = states.get(group);
  return state ? [[group, state] as const] : [];
};

const pick = <T>(all: ReadonlyMap<string, T> | undefined, names: readonly string[]): [string, T][] =>
  names.flatMap((name): [string, T][] => {
    const found = all?.get(name);
    return found === undefined ? [] : [[name, found]];
  });
