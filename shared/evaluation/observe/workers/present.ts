import type { Description, EndedWorker, ManagedWorker } from '../../../providers/index.ts';
import type { GroupState, StoppedWorker } from '../../../state/index.ts';
import { because } from '../../because.ts';

/** How long a listing may still show workers that Headcount has terminated, or whose end an event has reported. */
const TERMINATED_KNOWN_SECONDS = 600;
/** How long a stopped worker is remembered that the provider no longer shows. */
const STOPPED_KNOWN_SECONDS = 900;

/** The described workers, sorted by whether they can be capacity. */
export interface Present {
  readonly workers: readonly ManagedWorker[];
  /** Workers that are gone or stopped, except those that Headcount terminated. */
  readonly ended: readonly EndedWorker[];
  /** The stopped workers to remember. */
  readonly stopped: readonly StoppedWorker[];
}

/**
 * A listing may be some minutes old, and a stopped worker may be started by hand. So the state and the notices decide, too:
 * a worker is gone if Headcount terminated it, if an event reported its end, or if it was stopped before.
 */
export function presentIn(
  { workers: described, ended: shown }: Pick<Description, 'workers' | 'ended'>,
  { provider: { terminated, stopped }, notices }: Pick<GroupState, 'provider' | 'notices'>,
  now: number,
): Present {
  const isTerminated = terminatedIds(terminated, now);
  const hasStopped = new Set(stopped.map(({ id }) => id));
  const endReportedAt = new Map(notices.filter(({ kind }) => kind === 'ended').map(({ id, at }) => [id, at]));
  const others = described.filter(({ id }) => !isTerminated.has(id));
  const isGone = ({ id }: ManagedWorker) => hasStopped.has(id) || endReportedAt.has(id);
  /** A listing is not as old as that, so a worker that runs so long after its reported end had only stopped. */
  const isStartedAgain = ({ id }: ManagedWorker) => hasStopped.has(id) || !isKnown(endReportedAt.get(id) ?? now, now);
  const ended = [
    ...shown.filter(({ id }) => !isTerminated.has(id)),
    ...others.filter(isGone).map((worker) => endedFrom(worker, isStartedAgain(worker))),
  ];
  const isShown = new Set([...described, ...shown].map(({ id }) => id));
  const kept = stopped.filter(({ id, at }) => isShown.has(id) || at > now - STOPPED_KNOWN_SECONDS * 1000);
  const added = ended
    .filter(({ id, isStopped }) => isStopped && !hasStopped.has(id))
    .map(({ id }) => ({ id, at: now }));
  return {
    workers: others.filter((worker) => !isGone(worker)),
    ended,
    stopped: kept.length === stopped.length && added.length === 0 ? stopped : [...kept, ...added],
  };
}

const endedFrom = (worker: ManagedWorker, isStopped: boolean): EndedWorker => ({
  id: worker.id,
  group: worker.group,
  protected: worker.protected,
  isStopped,
  isFailure: false,
  reason: isStopped ? because['started-again']({}) : null,
  hasServed: hasReported(worker),
  ...(worker.details.instanceType && { instanceType: worker.details.instanceType }),
});

/** Whether the worker has reported something of its work, so that it was ready. */
export const hasReported = ({ busy, drained, reported }: ManagedWorker): boolean =>
  busy !== null || drained || reported?.ready === true;

export const terminatedIds = (terminated: GroupState['provider']['terminated'], now: number): ReadonlySet<string> =>
  new Set(terminated.filter(({ at }) => isKnown(at, now)).flatMap(({ workers }) => workers));

const isKnown = (at: number, now: number): boolean => at > now - TERMINATED_KNOWN_SECONDS * 1000;

/** The item of a group has room for this many. */
const MOST_TERMINATED = 4000;

/** The terminated workers to remember after another termination. */
export function withTerminated(
  terminated: GroupState['provider']['terminated'],
  workers: readonly string[],
  now: number,
): GroupState['provider']['terminated'] {
  const all = [
    ...terminated.filter(({ at }) => isKnown(at, now)),
    ...(workers.length > 0 ? [{ at: now, workers }] : []),
  ];
  let room = MOST_TERMINATED;
  const newest = all.toReversed().map(({ at, workers: ids }) => {
    const kept = ids.slice(0, room);
    room -= kept.length;
    return { at, workers: kept };
  });
  return newest.filter(({ workers: ids }) => ids.length > 0).toReversed();
}
