import type { Policy } from '../../policy/index.ts';
import type { ClusterMember } from '../ports.ts';

/** What a policy says of its group as a member of its cluster. */
export function memberOf({ tier, guards }: Pick<Policy, 'tier' | 'guards'>): ClusterMember {
  const { hourlyUsd } = guards.clusterBudget ?? {};
  return { tier, ...(hourlyUsd !== undefined && { hourlyUsd }) };
}
