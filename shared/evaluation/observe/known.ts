import type { Policy } from '../../policy/index.ts';
import type { StatesRead } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';

/** States and active policies of the groups of a pass. */
export interface Known {
  readonly groups: readonly string[];
  readonly states: StatesRead;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly policyErrors: ReadonlyMap<string, Error>;
  /** The groups of each cluster, in order of their names; empty as long as no group is in one. */
  readonly clusters: ReadonlyMap<string, readonly string[]>;
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
