import type { Observation, Policy, Worker, WorkerState } from '../policy/index.ts';

/** The workers of an observation, however they were given. */
export interface Fleet {
  readonly counts: Readonly<Record<WorkerState, number>>;
  /** Workers by name; empty when the observation gave counts, `isListed` false then. */
  readonly workers: readonly Worker[];
  readonly isListed: boolean;
  /** Workers that are capacity or soon will be: all but the draining ones. */
  readonly live: number;
}

/** The fleet an observation shows. Without workers, the desired capacity is taken to be ready. */
export function fleetOf(
  { warmup }: Policy,
  { workers, desired, now }: Pick<Observation, 'workers' | 'desired' | 'now'>,
): Fleet {
  const counts = { pending: 0, warming: 0, ready: 0, draining: 0, unhealthy: 0 };
  const isListed = Array.isArray(workers);
  const listed = isListed ? (warmup > 0 ? withWarming(workers, now - warmup * 1000) : workers) : [];
  if (isListed) for (const worker of listed) counts[worker.state] += 1;
  else if (workers) Object.assign(counts, workers);
  else counts.ready = desired ?? 0;
  const live = counts.pending + counts.warming + counts.ready + counts.unhealthy;
  return { counts, workers: listed, isListed, live };
}

/** A worker younger than the policy's `warmup` is warming, whoever calls it ready. */
function withWarming(workers: readonly Worker[], since: number): readonly Worker[] {
  const isYoung = ({ state, launchedAt = since }: Worker) => state === 'ready' && launchedAt > since;
  if (!workers.some(isYoung)) return workers;
  return workers.map((worker) => (isYoung(worker) ? { ...worker, state: 'warming' } : worker));
}

/** Workers launched that do no work yet: they count as capacity, so that old load does not order them twice. */
export const launching = ({ counts }: Fleet): number => counts.pending + counts.warming;
