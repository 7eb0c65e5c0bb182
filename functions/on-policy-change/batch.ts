import type { GroupChange } from './changes.ts';

/**
 * How long Lambda repeats a change that fails. Most failures are over by then. Meanwhile, the changes after it in its shard
 * wait: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
const REPEATED_MS = 120_000;

export interface BatchUse {
  readonly clock: () => number;
  accept(group: string): Promise<void>;
  /** Leaves a policy that still fails to a later attempt. Throws if that could not be noted. */
  setAside(group: string, cause: unknown): Promise<void>;
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
 * so that the others do not wait for it; if not even this can be noted, Lambda goes on repeating it.
 */
export async function acceptChanges(changes: readonly GroupChange[], use: BatchUse): Promise<string[]> {
  const failed: string[] = [];
  for (const { group, sequenceNumber, since } of changes) {
    if (use.isOver()) {
      failed.push(sequenceNumber);
      continue;
    }
    try {
      await use.accept(group);
    } catch (cause) {
      use.fail(`policy of ${group}`, cause);
      const isRepeated = use.clock() - since < REPEATED_MS || use.isOfAll(cause);
      if (isRepeated || !(await isSetAside(group, cause, use))) failed.push(sequenceNumber);
    }
  }
  return failed;
}

async function isSetAside(group: string, cause: unknown, use: BatchUse): Promise<boolean> {
  try {
    await use.setAside(group, cause);
    return true;
  } catch (error) {
    use.fail(`policy of ${group} could not be set aside`, error);
    return false;
  }
}
