import type { Reason } from '../../model/index.ts';
import type { LaunchBackoff } from '../../state/index.ts';

const FIRST_WAIT_SECONDS = 60;
/** cluster-autoscaler's longest back-off; https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md */
const LONGEST_WAIT_SECONDS = 1800;
/** A request that cannot succeed backs off from the first failure on, and longer. */
const FAULT_HEAD_START = 2;

/**
 * Why a launch failed. `capacity`: the provider has none. `fault`: the provider rejects the request itself. `lost`: workers
 * ended soon after their launch.
 */
export type FailureKind = 'capacity' | 'fault' | 'lost';

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
  const isInARow = before !== null && now - before.until < LONGEST_WAIT_SECONDS * 1000;
  const failures = isInARow ? before.failures + 1 : 1;
  const turn = failures + (failure.kind === 'fault' ? FAULT_HEAD_START : 0);
  const wait = turn < 2 ? 0 : Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (turn - 2));
  return { failures, until: now + wait * 1000, because: failure.because };
}

export const isWaiting = (backoff: LaunchBackoff | null, now: number): backoff is LaunchBackoff =>
  backoff !== null && backoff.until > now;
