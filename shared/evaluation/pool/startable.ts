import type { Policy } from '../../policy/index.ts';
import { type ManagedWorker, moduleFor, type PoolWorker, type WarmPool, warmPoolOf } from '../../providers/index.ts';

/** A warm pool beside the workers of its group. `now`: ms since the epoch. */
export interface SeenPool {
  readonly policy: Policy;
  readonly members: readonly PoolWorker[];
  readonly workers: readonly ManagedWorker[];
  readonly now: number;
}

/**
 * Members that can be started now: they rest, or are prepared in a pool that runs. One that is outdated, that works, or that
 * its owner protects is never started.
 */
export function startable({ policy, members, workers, now }: SeenPool): readonly PoolWorker[] {
  const { provider, warmup } = policy;
  if (!provider) return [];
  const outdated = moduleFor(provider).outdatedMembers?.(provider, members, workers) ?? new Set();
  const pool = warmPoolOf(provider);
  return members.filter(
    (each) =>
      isReadyIn(pool, each, warmup, now) &&
      each.unhealthy === null &&
      each.busy !== true &&
      !each.protected &&
      !outdated.has(each.id),
  );
}

/** Whether a member rests, or is prepared to rest or to work: it serves, and has for `warmup` seconds. */
export const isPrepared = ({ rest, serving, launchedAt }: PoolWorker, warmup: number, now: number): boolean =>
  rest === 'up' ? serving && now - launchedAt >= warmup * 1000 : rest === 'parked';

/** Whether a member is what the pool keeps: prepared in a pool that runs, and at rest in any other. */
export const isReadyIn = (pool: WarmPool | null, member: PoolWorker, warmup: number, now: number): boolean =>
  pool?.state === 'running' ? isPrepared(member, warmup, now) : member.rest === 'parked';
