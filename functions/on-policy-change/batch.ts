import type { GroupChange } from './changes.ts';

export interface BatchUse {
  accept(group: string): Promise<void>;
  /** Tells of a group that failed. */
  fail(told: string, cause: unknown): void;
}

/**
 * Accepts every group of a batch, whatever becomes of the others, and returns the sequence numbers of those that failed:
 * the stream goes on from the first of them, so what comes after it is accepted again, which changes nothing.
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
