import { isPausedIn } from '../../../decision/index.ts';
import { isWarmingUp, type Reason, unitsOf, type WorkerState } from '../../../model/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { ManagedWorker } from '../../../providers/index.ts';
import type { GroupState } from '../../../state/index.ts';
import { because } from '../../because.ts';

/** How long a notice is kept for a worker that is not listed. It may arrive before the provider lists the worker. */
const NOTICED_WITHIN_SECONDS = 900;

export interface UnhealthyWorker {
  readonly id: string;
  readonly reason: Reason;
  /** Whether the provider will take the worker within minutes. */
  readonly isTaken: boolean;
  readonly launchedAt: number;
  readonly protected: boolean;
  /** It is likely to be interrupted and works until then, so it may finish its work. */
  readonly isAtRisk: boolean;
  readonly isBusy: boolean;
  /** A rollout launched it or leaves it, and limits itself how many are replaced. */
  readonly isBad?: boolean;
  readonly weight?: number | undefined;
}

/**
 * Workers that ask for their end and do not drain yet. Their owner's protection is stronger, and a paused group keeps them.
 */
export function retiringIn(
  described: readonly ManagedWorker[],
  { drains, provider: { terminationSkipped } }: GroupState,
  { paused }: Pick<Policy, 'paused'>,
  now: number,
): readonly string[] {
  if (isPausedIn(paused, 'in')) return [];
  const asking = described.filter(({ reported, protected: isKept }) => reported?.retire === true && !isKept);
  if (asking.length === 0) return [];
  const isDraining = new Set(drains.flatMap(({ workers }) => workers));
  const isSkipped = new Set(terminationSkipped.filter(({ until }) => until > now).map(({ id }) => id));
  return asking.map(({ id }) => id).filter((id) => !isDraining.has(id) && !isSkipped.has(id));
}

/**
 * The desired capacity without the workers that ask for their end, and with those that no longer ask: the rules decide
 * whether others take their place.
 */
export function desiredWithout(
  retiring: readonly string[],
  described: readonly ManagedWorker[],
  { decision: { desired }, drains, provider }: GroupState,
  now: number,
): number | null {
  const known = new Set(provider.retiring);
  if (desired === null || (known.size === 0 && retiring.length === 0)) return desired;
  const asking = new Set(retiring);
  const isDraining = new Set(drains.flatMap(({ workers }) => workers));
  // What could not be terminated is counted again already.
  const isSkipped = new Set(provider.terminationSkipped.filter(({ until }) => until > now).map(({ id }) => id));
  const back = described.filter(
    ({ id }) => known.has(id) && !asking.has(id) && !isDraining.has(id) && !isSkipped.has(id),
  );
  const isAdded = new Set(retiring.filter((id) => !known.has(id)));
  return Math.max(0, desired - unitsOf(described.filter(({ id }) => isAdded.has(id))) + unitsOf(back));
}

/**
 * Applies the group's state to the described workers. The state decides which workers drain. The mark at the provider only
 * informs the worker: it may be delayed, and an evaluation that ran longer than its lease may set it after the drain was
 * canceled.
 * `retiring`: workers that ask for their end.
 */
export function asDecided(
  described: readonly ManagedWorker[],
  { drains, provider: { terminationSkipped }, notices }: GroupState,
  retiring: ReadonlySet<string>,
  now: number,
  replacesAtRisk: boolean,
): ManagedWorker[] {
  const until = new Map(drains.flatMap(({ workers, until: end }) => workers.map((id) => [id, end] as const)));
  const isSkipped = new Set(terminationSkipped.filter((each) => each.until > now).map(({ id }) => id));
  const noted = replacesAtRisk ? notices : notices.filter(({ kind }) => kind === 'interruption');
  return described.map((worker) => {
    const isProtected = worker.protected || isSkipped.has(worker.id);
    const drainingUntil = until.get(worker.id) ?? (retiring.has(worker.id) ? now : null);
    const unhealthy = unhealthyReason(worker, noted);
    // Most workers are as they are described.
    const isSame =
      isProtected === worker.protected && drainingUntil === worker.drainingUntil && unhealthy === worker.unhealthy;
    return isSame ? worker : { ...worker, protected: isProtected, drainingUntil, unhealthy };
  });
}

/** The most serious of the provider's checks and notices. */
function unhealthyReason({ id, unhealthy }: ManagedWorker, notices: GroupState['notices']): Reason | null {
  if (notices.length === 0) return unhealthy;
  const kinds = new Set(notices.filter((notice) => notice.id === id).map(({ kind }) => kind));
  if (kinds.has('interruption')) return because['interruption-announced']({});
  return unhealthy ?? (kinds.has('rebalance') ? because['rebalance-recommended']({}) : null);
}

/** The provider terminates the worker within minutes. */
const TAKEN: ReadonlySet<string> = new Set(['interruption-announced']);

export const unhealthyIn = (workers: readonly ManagedWorker[]): UnhealthyWorker[] =>
  workers.flatMap(({ id, unhealthy, launchedAt, protected: isProtected, busy, weight }) => {
    if (unhealthy === null) return [];
    const isAtRisk = unhealthy.code === 'rebalance-recommended';
    const mayWork = { isAtRisk, isBusy: busy === true, weight };
    return [
      { id, reason: unhealthy, isTaken: TAKEN.has(unhealthy.code), launchedAt, protected: isProtected, ...mayWork },
    ];
  });

export function stateOf(worker: ManagedWorker, warmup: number, now: number): WorkerState {
  if (worker.drainingUntil !== null) return 'draining';
  if (worker.unhealthy !== null) return 'unhealthy';
  if (!worker.serving) return 'pending';
  return isWarmingUp(worker.launchedAt, warmup, now) ? 'warming' : 'ready';
}

/** The notices of workers that are listed or may be listed soon. */
export function stillNoticed(
  notices: GroupState['notices'],
  described: readonly ManagedWorker[],
  now: number,
): GroupState['notices'] {
  const there = new Set(described.map(({ id }) => id));
  return notices.filter(({ id, at }) => there.has(id) || now - at < NOTICED_WITHIN_SECONDS * 1000);
}
