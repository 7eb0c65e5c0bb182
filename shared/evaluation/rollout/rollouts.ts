import { lazyModule } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { settingsFor } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { Rollouts, Using } from './rolled.ts';

/** Whether workers of the group are replaced without being asked, or somebody has asked for it. */
const isMeant = ({ provider, dryRun }: Policy, { rollout, policy }: GroupState): boolean =>
  provider !== undefined && !dryRun && !policy.deleting && (rollout !== null || settingsFor(provider).renews === true);

const reading = lazyModule(() => import('./read-versions.ts'));

/** Of groups without rollouts and a maximum lifetime, nothing is read or loaded. */
export async function readRollouts(
  policies: ReadonlyMap<string, Policy>,
  states: readonly GroupState[],
  dependencies: Using,
): Promise<Rollouts | null> {
  const meant = states.flatMap((state) => {
    const policy = policies.get(state.group);
    return policy && isMeant(policy, state) ? [{ policy, state }] : [];
  });
  return meant.length === 0 ? null : (await reading()).rolloutsOf(meant, dependencies);
}
