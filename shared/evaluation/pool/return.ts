import type { Parked } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { Activity, RemovalIntent } from '../model.ts';
import type { ResizeDependencies } from '../resize/settle.ts';

/** Workers that are members now, and those of them that should have hibernated and are only stopped. */
export type Returned = Pick<Parked, 'parked' | 'stopped'>;

const NOBODY: Returned = { parked: [] };

/** Parks workers that may return to the warm pool, as many as it has room for. Returns those that are members now. */
export async function returned(
  { group }: Activity,
  { provider: kind, returns }: RemovalIntent,
  workers: readonly string[],
  { state, plan }: { readonly state: GroupState; readonly plan: unknown },
  { providers }: ResizeDependencies,
): Promise<Returned> {
  const provider = providers.of(kind);
  if (!returns || !provider.park) return NOBODY;
  const known = new Set(state.pool.members.map(({ id }) => id));
  const mayReturn = new Set(returns.workers);
  const room = Math.max(0, returns.most - known.size);
  const some = workers.filter((id) => mayReturn.has(id)).slice(0, room);
  if (some.length === 0) return NOBODY;
  return provider.park({ group, workers: some, state: returns.state, returns: true, plan });
}
