import { moduleFor, type PoolWorker, warmPoolOf } from '../../providers/index.ts';
import type { GroupContext } from '../observe/context.ts';

/**
 * Members that can be started now: they rest, or are prepared in a pool that runs. One that is outdated, that works, or that
 * its owner protects is never started.
 */
export function startable({ policy, members, workers, now }: GroupContext): readonly PoolWorker[] {
  const { provider, warmup } = policy;
  if (!provider) return [];
  const outdated = moduleFor(provider).outdatedMembers?.(provider, members, workers) ?? new Set();
  const runs = warmPoolOf(provider)?.state === 'running';
  const isReady = ({ rest, serving, launchedAt }: PoolWorker): boolean =>
    rest === 'parked' || (runs && rest === 'up' && serving && now - launchedAt >= warmup * 1000);
  return members.filter(
    (each) =>
      isReady(each) && each.unhealthy === null && each.busy !== true && !each.protected && !outdated.has(each.id),
  );
}
