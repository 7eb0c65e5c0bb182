import type { Reason } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Seen } from '../model.ts';
import { because } from '../reasons.ts';
import { type Illness, isTaken } from './health.ts';

export interface IllWorker {
  readonly id: string;
  readonly illness: Illness;
  readonly launchedAt: number;
  readonly protected: boolean;
}

/**
 * Ill workers to be replaced now, oldest first: all that AWS takes anyway, and of the others so many that no more than
 * `maxUnhealthyReplaced` are under way. One under way is an ill one that drains or a worker that has yet to prove
 * itself; so a bad health check, which no new worker passes either, cannot eat its way through a fleet.
 */
export function replacementsOf(
  ill: readonly IllWorker[],
  { provider, paused }: Policy,
  { workers }: Seen,
  illDraining: number,
): readonly IllWorker[] {
  if (paused !== false || !provider) return [];
  const byAge = ill.toSorted((one, other) => one.launchedAt - other.launchedAt || (one.id < other.id ? -1 : 1));
  const underWay = illDraining + workers.pending + workers.warming;
  const slots = Math.max(0, provider.maxUnhealthyReplaced - underWay);
  // A protected one that stays would only have company.
  const broken = byAge.filter((worker) => !isTaken(worker.illness) && !worker.protected);
  return [...byAge.filter(({ illness }) => isTaken(illness)), ...broken.slice(0, slots)];
}

const NAMED = 3;
export function replacedReason(replaced: readonly IllWorker[]): Reason {
  const named = replaced.slice(0, NAMED);
  return because['unhealthy-replaced']({
    workers: named.map(({ id }) => id),
    why: named.map(({ illness }) => illness),
    more: replaced.length - named.length,
  });
}
