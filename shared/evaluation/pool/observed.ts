import type { Policy } from '../../policy/index.ts';
import { lightestFor, warmPoolOf } from '../../providers/index.ts';
import { USUAL_START } from '../../rightsize/index.ts';
import { type GroupState, launchToReady } from '../../state/index.ts';
import { weigher } from '../observe/workers/weighed.ts';
import { type SeenPool, startable } from './startable.ts';

/** How long a member whose start was refused does not count as ready. By then, its capacity pool may be used again. */
const REFUSED_MS = 180_000;

/** The size of the warm pool in force: 0 without one, and until `size: auto` has come to one. */
export function sizeInForce({ provider }: Pick<Policy, 'provider'>, { pool }: Pick<GroupState, 'pool'>): number {
  const { size = 0 } = warmPoolOf(provider) ?? {};
  return size === 'auto' ? (pool.auto?.size ?? 0) : size;
}

/** The warm pool as decisions need it, in units of capacity; undefined without one. `seen`: the existing members, if they are known. */
export function observedPool(
  policy: Policy,
  state: Pick<GroupState, 'pool' | 'counters'>,
  seen?: Omit<SeenPool, 'policy'>,
) {
  const size = sizeInForce(policy, state);
  if (size === 0) return undefined;
  const { readyTimes } = state.counters;
  const measured = readyTimes && launchToReady(readyTimes, { start: 'warm' });
  const { reuse = false } = warmPoolOf(policy.provider) ?? {};
  return {
    size: size * lightestFor(policy.provider),
    start: Math.round(measured?.p50 ?? USUAL_START),
    reuse,
    ...(seen && { ready: readyIn(policy, state, seen) }),
  };
}

/** The capacity of the members that can be started now. */
function readyIn(policy: Policy, { pool }: Pick<GroupState, 'pool'>, seen: Omit<SeenPool, 'policy'>): number {
  const refused = pool.members.filter(({ refusedAt = 0 }) => seen.now - refusedAt < REFUSED_MS);
  const isRefused = new Set(refused.map(({ id }) => id));
  const weightOfType = weigher(policy.provider) ?? (() => 1);
  return startable({ policy, ...seen })
    .filter(({ id }) => !isRefused.has(id))
    .reduce((sum, { details }) => sum + weightOfType(details.instanceType), 0);
}
