import { isWarmingUp, type Reason, type WorkerState } from '../../model/index.ts';
import type { ManagedWorker } from '../../providers/index.ts';
import type { GroupState, LaunchedWorker } from '../../state/index.ts';
import { because } from '../reasons.ts';

/** How long a launched worker counts although the provider does not list it yet; later it is gone. */
export const LAUNCH_VISIBLE_WITHIN_SECONDS = 300;
/** A worker that ends sooner than this has hardly been of use. */
const YOUNG_SECONDS = 600;
/** A notice may come before the worker is listed; one of long ago is of a worker that is gone. */
const NOTICED_WITHIN_SECONDS = 900;

/** A worker that has something wrong with it. */
export interface UnhealthyWorker {
  readonly id: string;
  readonly reason: Reason;
  /** It will be gone within minutes, whatever anybody does. */
  readonly isTaken: boolean;
  readonly launchedAt: number;
  readonly protected: boolean;
}

/**
 * Which workers drain is what the group's state says. The mark on the worker is for the worker; the provider shows it
 * late, and an evaluation that outlived its lease may have set it once more after the drain was canceled.
 * `leaving`: workers listed as alive that were terminated since.
 */
export function asDecided(
  described: readonly ManagedWorker[],
  { drains, provider: { terminationSkipped }, notices }: GroupState,
  leaving: ReadonlySet<string>,
  now: number,
): ManagedWorker[] {
  const until = new Map(drains.flatMap(({ workers, until: end }) => workers.map((id) => [id, end] as const)));
  const isSkipped = new Set(terminationSkipped.filter((each) => each.until > now).map(({ id }) => id));
  return described.map((worker) => ({
    ...worker,
    protected: worker.protected || isSkipped.has(worker.id),
    drainingUntil: until.get(worker.id) ?? (leaving.has(worker.id) ? now : null),
    unhealthy: unhealthyReason(worker, notices),
  }));
}

/** The worst of what the provider found and what it has announced. */
function unhealthyReason({ id, unhealthy }: ManagedWorker, notices: GroupState['notices']): Reason | null {
  const kinds = new Set(notices.filter((notice) => notice.id === id).map(({ kind }) => kind));
  if (kinds.has('interruption')) return because['interruption-announced']({});
  return unhealthy ?? (kinds.has('rebalance') ? because['rebalance-recommended']({}) : null);
}

const TAKEN: ReadonlySet<string> = new Set(['interruption-announced', 'rebalance-recommended']);

export const unhealthyIn = (workers: readonly ManagedWorker[]): UnhealthyWorker[] =>
  workers.flatMap(({ id, unhealthy, launchedAt, protected: isProtected }) =>
    unhealthy
      ? [{ id, reason: unhealthy, isTaken: TAKEN.has(unhealthy.code), launchedAt, protected: isProtected }]
      : [],
  );

export function stateOf(worker: ManagedWorker, warmup: number, now: number): WorkerState {
  if (worker.drainingUntil !== null) return 'draining';
  if (worker.unhealthy !== null) return 'unhealthy';
  if (!worker.serving) return 'pending';
  return isWarmingUp(worker.launchedAt, warmup, now) ? 'warming' : 'ready';
}

/** Launched workers still to be waited for: neither listed yet, nor overdue. Once listed, a worker may vanish at once. */
export function stillInvisible(
  launched: readonly LaunchedWorker[],
  described: readonly ManagedWorker[],
  now: number,
): readonly LaunchedWorker[] {
  const known = new Set(described.map(({ id }) => id));
  return launched.filter(
    ({ id, at, seen }) => !seen && !known.has(id) && at > now - LAUNCH_VISIBLE_WITHIN_SECONDS * 1000,
  );
}

/** Those to be waited for, and those that have been listed and are young. */
export function stillYoung(
  launched: readonly LaunchedWorker[],
  described: readonly ManagedWorker[],
  now: number,
): readonly LaunchedWorker[] {
  const known = new Set(described.map(({ id }) => id));
  const waitedFor = new Set(stillInvisible(launched, described, now));
  return launched.flatMap((worker) => {
    if (waitedFor.has(worker)) return [worker];
    const isYoung = worker.at > now - YOUNG_SECONDS * 1000 && (worker.seen || known.has(worker.id));
    return isYoung ? [{ ...worker, seen: true as const }] : [];
  });
}

/** Listed once, and gone while still young: by a launch that cannot work, rather than by having done their work. */
export function diedYoung(
  launched: readonly LaunchedWorker[],
  described: readonly { readonly id: string }[],
): LaunchedWorker[] {
  const known = new Set(described.map(({ id }) => id));
  return launched.filter(({ id, seen }) => seen && !known.has(id));
}

/** The notices of workers that are there, or may be soon. */
export function stillNoticed(
  notices: GroupState['notices'],
  described: readonly ManagedWorker[],
  now: number,
): GroupState['notices'] {
  const there = new Set(described.map(({ id }) => id));
  return notices.filter(({ id, at }) => there.has(id) || now - at < NOTICED_WITHIN_SECONDS * 1000);
}
