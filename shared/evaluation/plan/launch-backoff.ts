import type { Reason } from '../../model/index.ts';
import type { LaunchBackoff } from '../../state/index.ts';

const FIRST_WAIT_SECONDS = 60;
/** cluster-autoscaler's longest back-off; https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md */
const LONGEST_WAIT_SECONDS = 1800;
/** What can never succeed as it is asked waits from the first time on, and longer. */
const FAULT_HEAD_START = 2;

/** What a launch failed of: `fault` is a request that the provider rejects as it is, whatever its capacity; `lost`: workers that ended soon after they had come. */
export type FailureKind = 'capacity' | 'fault' | 'lost';

/**
 * The back-off after one more failure. The first one waits for nothing (capacity that is short is left out anyway, and lost
 * workers are needed back), each further one twice as long as the one before; a failure after a long peace is a first one.
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
