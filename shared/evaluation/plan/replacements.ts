import type { Reason } from '../../model/index.ts';
import { because } from '../because.ts';
import type { Seen } from '../model.ts';
import type { UnhealthyWorker } from '../observe/workers/workers.ts';

/**
 * The unhealthy workers to replace now, oldest first. Workers that the provider takes are always replaced. Of the others,
 * at most `atOnce` replacements are in progress. An unhealthy worker that drains counts as one in progress, and so does a
 * worker that is not ready yet. A wrong health check, which new workers fail as well, therefore cannot replace a whole
 * group. `launched`: how many replacements were launched already. They stay replacements while the group grows.
 */
export function replacementsOf(
  unhealthy: readonly UnhealthyWorker[],
  atOnce: number,
  { workers }: Pick<Seen, 'workers'>,
  { draining, launched }: { readonly draining: number; readonly launched: number },
): readonly UnhealthyWorker[] {
  const byAge = unhealthy.toSorted((one, other) => one.launchedAt - other.launchedAt || (one.id < other.id ? -1 : 1));
  const underWay = draining + workers.pending + workers.warming;
  const slots = Math.max(launched, atOnce - underWay, 0);
  // Replacing a protected worker would only add capacity.
  const broken = byAge.filter((worker) => !worker.isTaken && !worker.protected);
  return [...byAge.filter(({ isTaken }) => isTaken), ...broken.slice(0, slots)];
}

const NAMED = 3;
export function replacedReason(
  replaced: readonly UnhealthyWorker[],
  code: 'unhealthy-replaced' | 'drained-before-replaced' = 'unhealthy-replaced',
): Reason {
  const named = replaced.slice(0, NAMED);
  return because[code]({
    workers: named.map(({ id }) => id),
    why: named.map(({ reason }) => reason),
    more: replaced.length - named.length,
  });
}
