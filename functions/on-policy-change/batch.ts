import type { GroupChange } from './changes.ts';

export interface BatchUse {
  accept(group: string): Promise<void>;
  /** Whether no time is left to accept another group. */
  isOver(): boolean;
  /** Logs a group that failed. */
  fail(message: string, cause: unknown): void;
}

/**
 * Accepts every group of a batch, even when others fail, and returns the sequence numbers of the failed ones. The stream
 * continues from the first of them, so later groups are accepted a second time, which changes nothing. Groups for which no
 * time is left count as failed: many alarms take longer than one batch may.
 */
export async function acceptChanges(changes: readonly GroupChange[], use: BatchUse): Promise<string[]> {
  const failed: string[] = [];
  for (const { group, sequenceNumber } of changes) {
    if (use.isOver()) {
      failed.push(sequenceNumber);
      continue;
    }
    try {
      await use.accept(group);
    } catch (cause) {
      use.fail(`policy of ${group}`, cause);
      failed.push(sequenceNumber);
    }
  }
  return failed;
}
