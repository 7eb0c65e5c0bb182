import { GROUPS_PER_MESSAGE, PACE_STEP, type Pace, paceAfter, paceOf, pushedPage } from '../../names/index.ts';
import type { ClusterRecords, EvaluationQueue, GroupStates } from '../ports.ts';

interface Use {
  readonly states: Pick<GroupStates, 'dueWithClusters'>;
  readonly queue: Pick<EvaluationQueue, 'send'>;
  readonly clusters: Pick<ClusterRecords, 'read'>;
  /** The tick before; ms since the epoch. */
  readonly since: number;
  readonly now: number;
}

const MINUTE_MS = 60_000;

/**
 * Queues every group that is due, and those with a pace for their moment before the next tick. Returns their number. The
 * groups of a cluster are in one message; an evaluation completes a cluster by itself, so with one message there is nothing
 * to look up.
 */
export async function queueDue({ states, queue, clusters, since, now }: Use): Promise<number> {
  const { groups, clusters: all } = await states.dueWithClusters(now, since);
  // Neighbors share items, which a message of many groups then reads once.
  const inOrder = [...groups.keys()].toSorted((one, other) => pushedPage(one) - pushedPage(other));
  const atOnce: string[] = [];
  const later = new Map<number, string[]>();
  for (const group of inOrder) {
    const pace = paceOf(groups.get(group) ?? null);
    for (const at of pace ? momentsOf(pace, since, now) : [now]) {
      const seconds = Math.ceil((at - now) / 1000);
      const others = seconds <= 0 ? atOnce : later.get(seconds);
      if (others) others.push(group);
      else later.set(seconds, [group]);
    }
  }
  if (atOnce.length === 0 && later.size === 0) return 0;
  const apart = all.length > 0 && atOnce.length > GROUPS_PER_MESSAGE;
  await queue.send(atOnce, { bundles: apart ? await bundlesOf(atOnce, clusters.read(all)) : [], later });
  return groups.size;
}

/**
 * The moments at which this tick has to queue a group: from a minute after the last tick until a minute after this one. So
 * each moment is queued once, however far ticks are apart. If several have passed, one evaluation is enough for all of them.
 */
function momentsOf(pace: Pace, since: number, now: number): number[] {
  const next = paceAfter(pace, now - 1);
  // The last tick knew only the longer pace before. So it has passed over a moment that lies just before this tick.
  const shorterBy = pace.state === 'trying' ? PACE_STEP * 1000 : 0;
  return [next - MINUTE_MS, next].filter((at) => at >= since + MINUTE_MS - shorterBy);
}

/** The due groups of each cluster that has more than one of them. Without them, groups are queued all the same. */
async function bundlesOf(due: readonly string[], reading: ReturnType<ClusterRecords['read']>): Promise<string[][]> {
  const clusters = await reading.catch(() => null);
  const isDue = new Set(due);
  return [...(clusters?.values() ?? [])]
    .map(({ members }) => [...members.keys()].filter((group) => isDue.delete(group)))
    .filter((members) => members.length > 1);
}
