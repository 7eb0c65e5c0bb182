import type { Description } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { membersAfter } from './members.ts';

/**
 * Terminates the members of a group without a policy. Nobody can start one any more, so this needs no claim. Returns whether
 * some are left, or may still appear.
 */
export async function released(
  { group, pool }: GroupState,
  { members = [] }: Description,
  now: number,
  { providers }: Pick<EvaluationDependencies, 'providers'>,
): Promise<boolean> {
  const ids = members.filter((each) => !each.protected).map(({ id }) => id);
  for (const { adapter } of ids.length > 0 ? providers.all() : []) {
    if (adapter.park) await adapter.terminate({ group, workers: ids, plan: null }, { evenBusy: true, drained: true });
  }
  return ids.length > 0 || membersAfter(pool, [], now).length > 0;
}
