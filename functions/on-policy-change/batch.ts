import type { Attempts } from './attempts.ts';
import type { GroupChange } from './changes.ts';

/**
 * How long Lambda repeats a change that fails. Most failures are over by then. Meanwhile, the changes after it in its shard
 * wait: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
const REPEATED_MS = 120_000;

export interface BatchUse {
  readonly clock: () => number;
  accept(group: string): Promise<void>;
  readonly attempts: Attempts;
  /** Leaves a policy that still fails to a later attempt. Throws if that could not be noted. */
  setAside(change: GroupChange, cause: unknown): Promise<void>;
  /** Whether the failure is no fault of the policy, and others would fail, too. */
  isOfAll(cause: unknown): boolean;
  /** Whether no time is left to accept another group. */
  isOver(): boolean;
  /** Logs a group that failed. */
  fail(message: string, cause: unknown): void;
}

/**
 * Accepts every group of a batch, even when others fail, and returns the sequence numbers of the failed ones. The stream
 * continues from the first of them, so later groups are accepted a second time, which changes nothing. Groups for which no
 * time is left count as failed: many alarms take longer than one batch may. A policy that fails for two minutes is set aside,
 * so that the others do not wait for it. So is a policy that ends the function's process repeatedly. If setting it aside
 * fails, too, Lambda goes on repeating it.
 */
export async function acceptChanges(changes: readonly GroupChange[], use: BatchUse): Promise<string[]> {
  const failed: string[] = [];
  for (const change of changes) {
    if (use.isOver() || !(await isDone(change, use))) failed.push(change.sequenceNumber);
  }
  return failed;
}

/** Whether the stream may go on. */
async function isDone(change: GroupChange, use: BatchUse): Promise<boolean> {
  const { attempts, clock } = use;
  const endedSince = attempts.begin(change, clock());
  if (endedSince !== null && clock() - endedSince >= REPEATED_MS) {
    const cause = new Error('the function crashed or timed out before it accepted the policy');
    use.fail(`policy of ${change.group}`, cause);
    return isSetAside(change, cause, use);
  }
  try {
    await use.accept(change.group);
    attempts.done(change);
    return true;
  } catch (cause) {
    use.fail(`policy of ${change.group}`, cause);
    if (use.isOfAll(cause)) {
      attempts.done(change);
      return false;
    }
    const since = attempts.failed(change, clock());
    return (change.isRetry || clock() - since >= REPEATED_MS) && isSetAside(change, cause, use);
  }
}

async function isSetAside(change: GroupChange, cause: unknown, use: BatchUse): Promise<boolean> {
  try {
    await use.setAside(change, cause);
    use.attempts.done(change);
    return true;
  } catch (error) {
    use.fail(`policy of ${change.group} could not be set aside`, error);
    return false;
  }
}
