import type { GroupChange } from './changes.ts';

export interface BatchUse {
  accept(group: string): Promise<void>;
  /** Logs a group that failed. */
  fail(message: string, cause: unknown): void;
}

/**
 * Accepts every group of a batch, even when others fail, and returns the sequence numbers of the failed ones. The stream
 * continues from the first of them, so later groups are accepted a second time, which changes nothing.
 */
export async function acceptChanges(changes: readonly GroupChange[], use: BatchUse): Promise<string[]> {
  const failed: string[] = [];
  for (const { group, sequenceNumber } of changes) {
    try {
      await use.accept(group);
    } catch (cause) {
      use.fail(`policy of ${group}`, cause);
      failed.push(sequenceNumber);
    }
  }
  return failed;
}
