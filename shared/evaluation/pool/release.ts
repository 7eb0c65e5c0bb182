import type { Description } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { withTerminated } from '../observe/workers/present.ts';
import { membersAfter } from './members.ts';

/**
 * Terminates the members of a group without a policy. Notes them as terminated in the state first, so no evaluation starts
 * them if the policy is put again meanwhile. If the state has changed, terminates none. Returns whether some are left, or
 * may still appear.
 */
export async function released(
  state: GroupState,
  { members = [] }: Description,
  now: number,
  { providers, states }: Pick<EvaluationDependencies, 'providers' | 'states'>,
): Promise<boolean> {
  const { group, pool, provider } = state;
  const ids = members.filter((each) => !each.protected).map(({ id }) => id);
  if (ids.length === 0) return membersAfter(pool, [], now).length > 0;
  const terminated = withTerminated(provider.terminated, ids, now);
  if (!(await states.remember(state, now, { provider: { terminated } }))) return true;
  for (const { adapter } of providers.all()) {
    if (adapter.park) await adapter.terminate({ group, workers: ids, plan: null }, { evenBusy: true, drained: true });
  }
  return true;
}
