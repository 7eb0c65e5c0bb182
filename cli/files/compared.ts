import { clusterFaults, memberOf } from '../../shared/evaluation/index.ts';
import { sharedTargets } from '../../shared/operations/index.ts';
import { type Policy, parsePolicy, type ValidationError } from '../../shared/policy/index.ts';
import { sentence } from '../../shared/presentation/index.ts';

/** What is wrong with valid documents only together, in their order: the stage would reject one of them, or evaluate none. */
export async function comparedFaults(documents: readonly unknown[]): Promise<readonly ValidationError[][]> {
  const groups = new Set<string>();
  const policies = documents.map((document) => {
    const parsed = parsePolicy(document);
    // One that is defined twice has that error.
    if (!parsed.ok || groups.has(parsed.value.group)) return null;
    groups.add(parsed.value.group);
    return parsed.value;
  });
  const shared = sharedTargets(policies.flatMap((policy) => policy ?? []));
  return Promise.all(
    policies.map(async (policy, index) => {
      if (policy === null) return [];
      const reason = shared.get(policy.group);
      const before = policies.slice(0, index).flatMap((each) => each ?? []);
      return [
        ...(await clusterFaults(policy, { read: async ([cluster = '']) => recordOf(cluster, before) })),
        ...(reason ? [{ path: 'provider', ...reason, message: sentence(reason).replace(/\.$/, '') }] : []),
      ];
    }),
  );
}

/** The cluster as if these policies were accepted. */
function recordOf(cluster: string, policies: readonly Policy[]) {
  const own = policies.filter((policy) => policy.cluster === cluster);
  const members = new Map(own.map((policy) => [policy.group, memberOf(policy)]));
  return new Map([[cluster, { members, closed: new Set<string>() }]]);
}
