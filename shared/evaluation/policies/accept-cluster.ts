import { MOST_GROUPS_OF_CLUSTER } from '../../names/index.ts';
import type { Policy, ValidationError } from '../../policy/index.ts';
import { memberOf } from '../cluster/member.ts';
import type { ClusterRecords } from '../ports.ts';
import { evaluationError } from '../reasons.ts';

/** What is wrong with a policy because of the other groups of its cluster. */
export async function clusterFaults(
  { group, cluster, guards: { clusterBudget } }: Policy,
  clusters: Pick<ClusterRecords, 'read'>,
): Promise<ValidationError[]> {
  if (cluster === undefined) return [];
  const { members = new Map() } = (await clusters.read([cluster])).get(cluster) ?? {};
  const full = !members.has(group) && members.size >= MOST_GROUPS_OF_CLUSTER;
  const hourlyUsd = clusterBudget?.hourlyUsd;
  const contradicting = [...members]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([other, member]) => {
      const theirs = member.hourlyUsd;
      if (other === group || hourlyUsd === undefined || theirs === undefined || theirs === hourlyUsd) return [];
      const params = { cluster, other, hourlyUsd, theirs };
      return [evaluationError('guards.clusterBudget.hourlyUsd', 'cluster-budget-contradicts', params)];
    });
  return [
    ...(full ? [evaluationError('cluster', 'cluster-full', { cluster, most: MOST_GROUPS_OF_CLUSTER })] : []),
    ...contradicting,
  ];
}

/**
 * Notes the group of an accepted policy with its cluster, and takes it out of the cluster that the version before named.
 * `before`: the document of that version, right or wrong.
 */
export async function keepMembership(
  policy: Policy,
  before: unknown,
  clusters: Pick<ClusterRecords, 'join' | 'leave'>,
): Promise<void> {
  const { group, cluster } = policy;
  if (cluster !== undefined) await clusters.join(cluster, group, memberOf(policy));
  const left = clusterIn(before);
  if (left !== null && left !== cluster) await clusters.leave(left, group);
}

/** The cluster that a document names; null if it names none. */
export function clusterIn(document: unknown): string | null {
  const { cluster } = Object(document) as { cluster?: unknown };
  return typeof cluster === 'string' ? cluster : null;
}
