import { groupedBy } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { rateOf } from '../../prices/index.ts';
import { StatesRead } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { type Cluster, type Known, readKnown, type UnreadMember } from '../observe/known.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';
import type { ClusterRecord, ClusterRecords } from '../ports.ts';
import { memberOf } from './member.ts';

type Recorded = ReadonlyMap<string, ClusterRecord>;

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
  const recorded = await records.read(names);
  const isOwn = new Set(own.groups);
  const members = [...recorded.values()].flatMap((record) => [...record.members.keys()]);
  const missing = [...new Set(members)].filter((group) => !isOwn.has(group));
  const others = missing.length > 0 ? await readKnown(missing, cache, dependencies) : null;
  const isInCluster = (group: string) => names.includes(others?.policies.get(group)?.cluster ?? '');
  const added = missing.filter(isInCluster);
  await corrected(names, recorded, own, others, records).catch((error: unknown) => {
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
    clusters: clustersIn(policies, recorded, others ? [own, others] : [own]),
  };
}

function clustersIn(
  policies: ReadonlyMap<string, Policy>,
  recorded: Recorded,
  reads: readonly Known[],
): ReadonlyMap<string, Cluster> {
  const joined = [...policies.values()].filter(({ cluster }) => cluster !== undefined);
  const clusters = [...groupedBy(joined, ({ cluster = '' }) => cluster)];
  return new Map(
    clusters.map(([name, some]): [string, Cluster] => {
      const { members, closed } = recorded.get(name) ?? { members: [], closed: new Set<string>() };
      const unread = [...members].flatMap(([group, member]): [string, UnreadMember][] => {
        const known = reads.find((each) => each.states.has(group));
        return known && isUnread(group, known) ? [[group, { ...member, spend: spendOf(group, known) }]] : [];
      });
      return [name, { groups: some.map(({ group }) => group).sort(), unread: new Map(unread), closed }];
    }),
  );
}

const isUnread = (group: string, { states, policyErrors }: Known): boolean =>
  policyErrors.has(group) || states.usableOf(group) === undefined;

function spendOf(group: string, { states }: Known): number | null {
  const state = states.usableOf(group);
  return state ? rateOf(state.spending) : null;
}

/** A group that has left its cluster, or whose policy is deleted, is looked up once more and not again. */
async function corrected(
  names: readonly string[],
  recorded: Recorded,
  own: Known,
  others: Known | null,
  records: ClusterRecords,
): Promise<void> {
  for (const name of names) {
    for (const group of recorded.get(name)?.members.keys() ?? []) {
      const known = others?.states.has(group) ? others : own;
      const policy = known.policies.get(group);
      const isDeleted = known.states.usableOf(group)?.policy.version === null;
      if (isDeleted || (policy && policy.cluster !== name)) await records.leave(name, group);
    }
  }
  for (const policy of own.policies.values()) {
    const { group, cluster } = policy;
    if (cluster === undefined || recorded.get(cluster)?.members.has(group)) continue;
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
