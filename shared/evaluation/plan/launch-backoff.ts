import type { Reason } from '../../model/index.ts';
import type { LaunchBackoff, Rollout } from '../../state/index.ts';
import { because } from '../because.ts';
import { reasonsOf } from '../observe/workers/ending-notes.ts';
import type { Launches } from '../observe/workers/launched.ts';

const FIRST_WAIT_SECONDS = 60;
/** So long after the last wait, a failure is the first one again. */
const FORGOTTEN_AFTER_SECONDS = 1800;

/**
 * Why a launch failed. `capacity`: the provider has none. `fault`: the provider rejects the request itself. `lost`: workers
 * ended before they were ready. `dropped`: members of a warm pool were never ready.
 */
export type FailureKind = 'capacity' | 'fault' | 'lost' | 'dropped';

/**
 * The longest waits. Attempts that launch nothing are free: with five minutes, a group has its workers within ten minutes
 * after the cause has gone, however long that lasted. Workers that end at once are billed, so they are launched less often.
 */
const LONGEST_WAIT_SECONDS: Readonly<Record<FailureKind, number>> = {
  capacity: 300,
  fault: 300,
  lost: 1800,
  dropped: 1800,
};

/** What cannot succeed, and what can wait, backs off from the first failure on, and longer. */
const HEAD_START: Readonly<Record<FailureKind, number>> = { capacity: 0, fault: 2, lost: 0, dropped: 2 };

/**
 * The back-off after one more failure. The first failure does not delay the next launch: excluded capacity pools are not
 * used anyway, and lost workers must be replaced. Each further failure doubles the delay. A long time without failures
 * resets the count.
 */
export function backoffAfter(
  before: LaunchBackoff | null,
  failure: { readonly kind: FailureKind; readonly because: Reason },
  now: number,
): LaunchBackoff {
  const isInARow = before !== null && now - before.until < FORGOTTEN_AFTER_SECONDS * 1000;
  const failures = isInARow ? before.failures + 1 : 1;
  const turn = failures + HEAD_START[failure.kind];
  const wait = turn < 2 ? 0 : Math.min(LONGEST_WAIT_SECONDS[failure.kind], FIRST_WAIT_SECONDS * 2 ** (turn - 2));
  const at = failure.kind === 'lost' ? { at: now } : {};
  return { failures, until: now + wait * 1000, because: failure.because, ...at };
}

/**
 * The back-off after what became of launched workers. The workers of one launch that end one after the other are one
 * failure. A launch that brought workers proves nothing: only a worker that is ready ends the back-off.
 */
export function backoffIn(
  before: LaunchBackoff | null,
  { failed, firstReady }: Pick<Launches, 'failed' | 'firstReady'>,
  now: number,
): LaunchBackoff | null {
  const fresh = failed.filter(({ launchedAt }) => launchedAt >= (before?.at ?? 0));
  if (fresh.length > 0) {
    const cause = because['ended-early']({ workers: fresh.length, why: reasonsOf(fresh) });
    return backoffAfter(before, { kind: 'lost', because: cause }, now);
  }
  return firstReady.length > 0 && failed.length === 0 && isOfEnds(before) ? null : before;
}

/**
 * Null if the wait is over and nothing is missing: the demand has fallen, or workers have recovered. Where workers end again
 * and again, others take their place, so their back-off lasts longer. The rollout clears a back-off that concerns its version.
 */
export function backoffStill(backoff: LaunchBackoff | null, isShort: boolean, now: number): LaunchBackoff | null {
  if (backoff === null || isShort || backoff.spec !== undefined) return backoff;
  const waits = isOfEnds(backoff) ? FORGOTTEN_AFTER_SECONDS * 1000 : 0;
  return now < backoff.until + waits ? backoff : null;
}

/**
 * Null if the back-off is about a version that no launch uses any more: the provider rejected another one than `spec`, or
 * workers ended before the group was back at what ran before.
 */
export function backoffFor(
  spec: string | undefined,
  rollout: Rollout | null,
  backoff: LaunchBackoff | null,
): LaunchBackoff | null {
  if (backoff?.spec !== undefined) return backoff.spec === spec ? backoff : null;
  const { status, endedAt = 0 } = rollout ?? {};
  return status === 'rolled-back' && (backoff?.at ?? endedAt) < endedAt ? null : backoff;
}

/** Whether the last failure was the end of launched workers. */
export const isOfEnds = (backoff: LaunchBackoff | null): boolean =>
  typeof backoff?.because !== 'string' && backoff?.because.code === 'ended-early';

export const isWaiting = (backoff: LaunchBackoff | null, now: number): backoff is LaunchBackoff =>
  backoff !== null && backoff.until > now;
