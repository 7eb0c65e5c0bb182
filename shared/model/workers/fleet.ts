import { weightOf } from './weights.ts';
import type { Worker, WorkerCounts, WorkerState } from './worker.ts';

/** The workers of an observation, however they were given. */
export interface Fleet {
  /** Units of capacity by state: workers, unless some have a weight. */
  readonly counts: Readonly<Record<WorkerState, number>>;
  /** Workers by name; empty when the observation gave counts, `isListed` false then. */
  readonly workers: readonly Worker[];
  readonly isListed: boolean;
  /** See {@link liveOf}. */
  readonly live: number;
}

/** Units that are capacity or soon will be: all but the draining ones. */
export const liveOf = ({ pending, warming, ready, unhealthy }: Readonly<Record<WorkerState, number>>): number =>
  pending + warming + ready + unhealthy;

/** Workers launched that do no work yet: they count as capacity, so that old load does not order them twice. */
export const launching = ({ counts }: Pick<Fleet, 'counts'>): number => counts.pending + counts.warming;

/** What the workers of a fleet report about their work, in units. Draining ones do not count. */
export interface ReportedWork {
  readonly busy: number;
  readonly idle: number;
}

/** Null if no worker reports whether it is busy. */
export function reportedWork({ workers }: Pick<Fleet, 'workers'>): ReportedWork | null {
  let [busy, idle] = [0, 0];
  for (const worker of workers) {
    if (worker.state === 'draining' || worker.busy === undefined) continue;
    if (worker.busy) busy += weightOf(worker);
    else idle += weightOf(worker);
  }
  return busy + idle === 0 ? null : { busy, idle };
}

/** Whether a worker in service is younger than `warmup` (seconds): its metrics do not speak for it yet. */
export const isWarmingUp = (launchedAt: number, warmup: number, now: number): boolean =>
  launchedAt > now - warmup * 1000;

/** What an observation has of the workers. `now` in ms since the epoch. */
interface Observed {
  readonly now: number;
  readonly desired?: number | undefined;
  readonly workers?: readonly Worker[] | WorkerCounts | undefined;
}

/** The fleet that an observation shows; without workers, the desired capacity counts as ready. `warmup` in seconds. */
export function fleetOf({ warmup }: { readonly warmup: number }, { workers, desired, now }: Observed): Fleet {
  const counts = { pending: 0, warming: 0, ready: 0, draining: 0, unhealthy: 0 };
  const isListed = Array.isArray(workers);
  const listed: readonly Worker[] = isListed ? (warmup > 0 ? withWarming(workers, warmup, now) : workers) : [];
  if (isListed) for (const { state, weight = 1 } of listed) counts[state] += weight;
  else if (workers) Object.assign(counts, workers);
  else counts.ready = desired ?? 0;
  return { counts, workers: listed, isListed, live: liveOf(counts) };
}

/** A worker younger than the policy's `warmup` is warming up, even if the observation says that it is ready. */
function withWarming(workers: readonly Worker[], warmup: number, now: number): readonly Worker[] {
  const isYoung = ({ state, launchedAt }: Worker) =>
    state === 'ready' && launchedAt !== undefined && isWarmingUp(launchedAt, warmup, now);
  if (!workers.some(isYoung)) return workers;
  return workers.map((worker) => (isYoung(worker) ? { ...worker, state: 'warming' } : worker));
}
