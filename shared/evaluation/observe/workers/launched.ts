import { isWarmingUp, type Reason } from '../../../model/index.ts';
import type { EndedWorker, ManagedWorker } from '../../../providers/index.ts';
import type { LaunchedWorker } from '../../../state/index.ts';
import { hasReported, type Present } from './present.ts';

/** How long a launched worker counts as capacity before the provider lists it. After that, it counts as gone. */
export const LAUNCH_VISIBLE_WITHIN_SECONDS = 300;
/** How long a launched worker is remembered: one that was ready, and one that has not been ready yet. */
const SERVED_KNOWN_SECONDS = 600;
const LAUNCHED_KNOWN_SECONDS = 3600;
/** The item of a group has room for this many; those that the provider does not list yet come first, then the newest. */
const MOST_KNOWN = 1000;

/** A worker that ended before it was ever ready. */
export interface FailedLaunch {
  readonly id: string;
  readonly launchedAt: number;
  readonly weight?: number | undefined;
  /** Null if the provider does not say. */
  readonly reason: Reason | null;
  /** As `LaunchedWorker.spec`. */
  readonly spec?: string | undefined;
  /** As of an ended worker; also true if the provider does not show it any more. */
  readonly isTaken?: boolean | undefined;
}

/** What became of the workers that were launched lately. */
export interface Launches {
  /** Workers that are still to be remembered. */
  readonly launched: readonly LaunchedWorker[];
  readonly failed: readonly FailedLaunch[];
  /** Workers that ended after they were ready, with the provider's reasons. */
  readonly done: readonly EndedWorker[];
  /** Workers that are ready for the first time, so launches can work. */
  readonly firstReady: readonly FirstReady[];
}

export interface FirstReady extends LaunchedWorker {
  readonly type?: string | undefined;
}

interface Occasion {
  /** Seconds until a running worker is ready. */
  readonly warmup: number;
  /** An end is a success unless the provider reports a failure. */
  readonly isEphemeral: boolean;
  readonly monitored?: Monitored | null;
  readonly now: number;
}

/** The workers that a rollout monitors once they are ready, and for how many seconds. */
export interface Monitored {
  /** As `LaunchedWorker.spec`. */
  readonly spec: string;
  readonly seconds: number;
}

export function launchesIn(
  launched: readonly LaunchedWorker[],
  { workers, ended }: Present,
  { warmup, isEphemeral, monitored = null, now }: Occasion,
): Launches {
  const there = new Map(workers.map((worker) => [worker.id, worker]));
  const gone = new Map(ended.map((worker) => [worker.id, worker]));
  const [kept, failed, done]: [LaunchedWorker[], FailedLaunch[], EndedWorker[]] = [[], [], []];
  const firstReady: FirstReady[] = [];
  for (const worker of launched) {
    const { id, at, seen, served } = worker;
    const end = gone.get(id);
    const listed = there.get(id);
    if (listed && !end) {
      const isReady = served === true || hasServed(listed, warmup, now);
      if (isReady && !served) firstReady.push({ ...worker, type: listed.details.instanceType });
      const known = isReady ? SERVED_KNOWN_SECONDS : LAUNCHED_KNOWN_SECONDS;
      const monitor = worker.spec !== undefined && worker.spec === monitored?.spec ? monitored.seconds : 0;
      const readyAt = worker.readyAt ?? (isReady && !served && monitor > 0 ? now : undefined);
      const isMonitored = readyAt !== undefined && readyAt > now - monitor * 1000;
      if (isMonitored || at > now - known * 1000)
        kept.push({ ...worker, seen: true, ...(isReady && { served: true }), ...(readyAt && { readyAt }) });
    } else if (!end && isAwaited({ at, seen }, now)) kept.push(worker);
    else if (served || end?.hasServed) done.push(...(end ? [end] : []));
    // The end of an ephemeral worker that the provider does not explain is the usual one.
    else if (!isEphemeral || end?.isFailure)
      failed.push({
        id,
        launchedAt: at,
        weight: worker.weight,
        reason: end?.reason ?? null,
        ...(worker.spec && { spec: worker.spec, isTaken: end?.isTaken ?? end === undefined }),
      });
    else if (end) done.push(end);
  }
  return { launched: bounded(kept), failed, done, firstReady };
}

/** To forget a listed worker does little harm. A worker that is not listed counts as capacity only here. */
function bounded(launched: readonly LaunchedWorker[]): readonly LaunchedWorker[] {
  if (launched.length <= MOST_KNOWN) return launched;
  const seen = launched.filter((worker) => worker.seen);
  const forgotten = new Set(seen.slice(0, launched.length - MOST_KNOWN));
  return launched.filter((worker) => !forgotten.has(worker));
}

const isAwaited = ({ at, seen }: Pick<LaunchedWorker, 'at' | 'seen'>, now: number): boolean =>
  !seen && at > now - LAUNCH_VISIBLE_WITHIN_SECONDS * 1000;

const hasServed = (worker: ManagedWorker, warmup: number, now: number): boolean =>
  hasReported(worker) || (worker.serving && !isWarmingUp(worker.launchedAt, warmup, now));

/** Launched workers that count as capacity although the provider does not list them yet. */
export function stillInvisible(
  launched: readonly LaunchedWorker[],
  { workers, ended }: Pick<Present, 'workers' | 'ended'>,
  now: number,
): readonly LaunchedWorker[] {
  const known = new Set([...workers, ...ended].map(({ id }) => id));
  return launched.filter((worker) => !known.has(worker.id) && isAwaited(worker, now));
}
