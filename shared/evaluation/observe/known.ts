import type { Policy } from '../../policy/index.ts';
import type { StatesRead } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';
import type { ClusterMember } from '../ports.ts';

/** A group of a cluster whose policy or state cannot be read. */
export interface UnreadMember extends ClusterMember {
  /** What it costs per hour, as its last evaluation has it; null if that is not known. */
  readonly spend: number | null;
}

/** A cluster in a pass. */
export interface Cluster {
  /** Its groups, in order of their names. */
  readonly groups: readonly string[];
  /** By name; they are not decided, but they cost something, and may need workers. */
  readonly unread: ReadonlyMap<string, UnreadMember>;
  /** The machines that Headcount has closed to new workers and not opened since. */
  readonly closed: ReadonlySet<string>;
}

/** States and active policies of the groups of a pass. */
export interface Known {
  readonly groups: readonly string[];
  readonly states: StatesRead;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly policyErrors: ReadonlyMap<string, Error>;
  /** By name; empty as long as no group is in one. */
  readonly clusters: ReadonlyMap<string, Cluster>;
}

export async function readKnown(
  groups: readonly string[],
  cache: PolicyCache,
  { states: stored, policies: accepted }: Pick<EvaluationDependencies, 'states' | 'policies'>,
): Promise<Known> {
  const states = await stored.read(groups);
  const inForce = states
    .usable()
    .flatMap(({ group, policy: { version } }) => (version === null ? [] : [{ group, version }]));
  const { policies, errors: policyErrors } = await cache.read(inForce, accepted);
  return { groups, states, policies, policyErrors, clusters: new Map() };
}
