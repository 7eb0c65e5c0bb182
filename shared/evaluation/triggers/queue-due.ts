import { GROUPS_PER_MESSAGE, pushedPage } from '../../names/index.ts';
import type { ClusterRecords, EvaluationQueue, GroupStates } from '../ports.ts';

interface Use {
  readonly states: Pick<GroupStates, 'dueWithClusters'>;
  readonly queue: Pick<EvaluationQueue, 'send'>;
  readonly clusters: Pick<ClusterRecords, 'read'>;
  /** The tick before; ms since the epoch. */
  readonly since: number;
  readonly now: number;
}

/**
 * Queues every group that is due. Returns their number. The groups of a cluster are in one message; an evaluation completes
 * a cluster by itself, so with one message there is nothing to look up.
 */
export async function queueDue({ states, queue, clusters, since, now }: Use): Promise<number> {
  const { groups, clusters: all } = await states.dueWithClusters(now, since);
  if (groups.length === 0) return 0;
  // Neighbors share items, which a message of many groups then reads once.
  const inOrder = groups.toSorted((one, other) => pushedPage(one) - pushedPage(other));
  const apart = all.length > 0 && groups.length > GROUPS_PER_MESSAGE;
  await queue.send(inOrder, apart ? await bundlesOf(inOrder, clusters.read(all)) : []);
  return groups.length;
}

/** The due groups of each cluster that has more than one of them. Without them, groups are queued all the same. */
async function bundlesOf(due: readonly string[], reading: ReturnType<ClusterRecords['read']>): Promise<string[][]> {
  const clusters = await reading.catch(() => null);
  const isDue = new Set(due);
  return [...(clusters?.values() ?? [])]
    .map(({ members }) => [...members.keys()].filter((group) => isDue.delete(group)))
    .filter((members) => members.length > 1);
}
