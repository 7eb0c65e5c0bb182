import type { Activities } from '../../evaluation/index.ts';

/** A worker of the past or of now, as far as its measurements depend on it. */
export interface PastWorker {
  readonly id: string;
  readonly type: string;
  /** ms since the epoch; null if it is not known. */
  readonly launchedAt: number | null;
}

/** How far back activities are read, at most. */
const MOST_ACTIVITIES = 1000;
/** CloudWatch charges for each metric, and four are read of each worker. */
const MOST_WORKERS = 500;

/**
 * The workers that ran at some time since `from`: those that are there, and those that activities have launched. The newest
 * come first, and at most 500; `known` counts all.
 */
export async function workersSince(
  group: string,
  from: number,
  { activities, running }: { readonly activities: Pick<Activities, 'list'>; readonly running: readonly PastWorker[] },
): Promise<{ readonly workers: readonly PastWorker[]; readonly known: number }> {
  const found = new Map(running.map((worker) => [worker.id, worker]));
  const past = await activities.list(group, MOST_ACTIVITIES);
  const gone = new Set(
    past.flatMap(({ outcome, settledAt }) =>
      outcome?.kind === 'remove' && settledAt !== null && settledAt < from ? outcome.terminated : [],
    ),
  );
  for (const { startedAt, outcome } of past) {
    for (const { id, details } of outcome?.kind === 'launch' ? outcome.launched : []) {
      const type = details['instanceType'];
      if (type && !gone.has(id) && !found.has(id)) found.set(id, { id, type, launchedAt: startedAt });
    }
  }
  const newest = [...found.values()].sort((one, other) => (other.launchedAt ?? 0) - (one.launchedAt ?? 0));
  return { workers: newest.slice(0, MOST_WORKERS), known: newest.length };
}
