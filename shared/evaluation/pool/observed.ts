import type { Policy } from '../../policy/index.ts';
import { type PoolWorker, warmPoolOf } from '../../providers/index.ts';
import { USUAL_START } from '../../rightsize/index.ts';
import { type GroupState, launchToReady } from '../../state/index.ts';

/** The size of the warm pool in force: 0 without one, and until `size: auto` has come to one. */
export function sizeInForce({ provider }: Pick<Policy, 'provider'>, { pool }: Pick<GroupState, 'pool'>): number {
  const { size = 0 } = warmPoolOf(provider) ?? {};
  return size === 'auto' ? (pool.auto?.size ?? 0) : size;
}

/** The warm pool as decisions need it; undefined without one. `members`: the existing members, if they are known. */
export function observedPool(
  policy: Policy,
  state: Pick<GroupState, 'pool' | 'counters'>,
  members?: readonly PoolWorker[],
) {
  const size = sizeInForce(policy, state);
  if (size === 0) return undefined;
  const { readyTimes } = state.counters;
  const measured = readyTimes && launchToReady(readyTimes, { start: 'warm' });
  const { reuse = false, state: rest } = warmPoolOf(policy.provider) ?? {};
  const isReady = ({ rest: now, serving }: PoolWorker): boolean => (rest === 'running' ? serving : now === 'parked');
  return {
    ...{ size, start: Math.round(measured?.p50 ?? USUAL_START), reuse },
    ...(members && { ready: members.filter(isReady).length }),
  };
}
