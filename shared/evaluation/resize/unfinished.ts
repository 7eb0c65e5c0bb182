import type { ManagedWorker } from '../../providers/index.ts';
import type { Drain, GroupState } from '../../state/index.ts';

/**
 * The ids of activities to complete now: one whose lease has expired, and those with workers that have drained. A worker
 * has drained when its time is over or when it reports it.
 */
export function unfinished(state: GroupState, workers: readonly ManagedWorker[], now: number): string[] {
  const abandoned = state.claim && state.claim.leaseUntil <= now ? [state.claim.activity] : [];
  const drained = state.drains.filter(
    (drain) =>
      !abandoned.includes(drain.activity) && (drain.workers.length === 0 || endable(drain, workers, now).length > 0),
  );
  return [...abandoned, ...drained.map(({ activity }) => activity)];
}

/**
 * Workers of a drain that may be terminated now. After the deadline these are all, or, if the drain waits for busy workers,
 * all that do not report that they are busy.
 */
export function endable(drain: Drain, described: readonly ManagedWorker[], now: number): readonly string[] {
  if (drain.until > now) return doneDraining(drain, described);
  if (drain.waitForBusy !== true) return drain.workers;
  const isBusy = new Set(described.filter(({ busy }) => busy === true).map(({ id }) => id));
  return drain.workers.filter((id) => !isBusy.has(id));
}

/** Workers that have reported that they have drained or are idle. The deadline handles workers that ended before. */
function doneDraining({ workers }: Drain, described: readonly ManagedWorker[]): readonly string[] {
  const done = new Set(described.filter(({ drained, busy }) => drained || busy === false).map(({ id }) => id));
  return workers.filter((id) => done.has(id));
}
