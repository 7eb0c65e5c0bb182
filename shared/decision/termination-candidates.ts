import type { Worker } from '../model/index.ts';
import { groupedBy } from '../model/index.ts';
import type { ProviderSettings } from '../providers/index.ts';

type Order = ProviderSettings['terminationOrder'];

/**
 * Termination candidates in order: those a rule named, then unhealthy, pending, idle, then by the policy's `retire`.
 * Never protected, never busy ones, never one that drains already.
 */
export function terminationCandidates(
  workers: readonly Worker[],
  count: number,
  order: Order,
  named: readonly string[],
): string[] {
  const eligible = workers.filter((worker) => worker.state !== 'draining' && !worker.protected && worker.busy !== true);
  const isNamed = new Set(named);
  const rank = ({ id, state, busy }: Worker): number => {
    if (isNamed.has(id)) return 0;
    if (state === 'unhealthy') return 1;
    if (state === 'pending') return 2;
    return busy === false ? 3 : 4;
  };
  const chosen = new Set<string>();
  for (let tier = 0; tier <= 4 && chosen.size < count; tier++) {
    const candidates = eligible.filter((worker) => rank(worker) === tier);
    const remaining = eligible.filter((worker) => !chosen.has(worker.id));
    for (const id of ordered(candidates, remaining, order).slice(0, count - chosen.size)) chosen.add(id);
  }
  return [...chosen];
}

function ordered(candidates: readonly Worker[], remaining: readonly Worker[], order: Order): string[] {
  const byAge = candidates.toSorted((a, b) => (a.launchedAt ?? 0) - (b.launchedAt ?? 0) || (a.id < b.id ? -1 : 1));
  if (order === 'newest') return byAge.toReversed().map(({ id }) => id);
  if (order === 'costliest')
    return byAge.toSorted((a, b) => (b.hourlyUsd ?? 0) - (a.hourlyUsd ?? 0)).map(({ id }) => id);
  return order === 'oldest' ? byAge.map(({ id }) => id) : balanced(byAge, remaining);
}

/** Oldest first, each time from the zone with the most workers left, so that zones stay even. */
function balanced(byAge: readonly Worker[], remaining: readonly Worker[]): string[] {
  const left = new Map<string, number>();
  for (const { zone = '' } of remaining) left.set(zone, (left.get(zone) ?? 0) + 1);
  const queues = groupedBy(byAge, ({ zone = '' }) => zone);
  const chosen: string[] = [];
  while (chosen.length < byAge.length) {
    const fullest = [...queues]
      .filter(([, queue]) => queue.length > 0)
      .toSorted(([a], [b]) => (left.get(b) ?? 0) - (left.get(a) ?? 0))[0];
    const candidate = fullest?.[1].shift();
    if (!fullest || !candidate) break;
    left.set(fullest[0], (left.get(fullest[0]) ?? 0) - 1);
    chosen.push(candidate.id);
  }
  return chosen;
}
