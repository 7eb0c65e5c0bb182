import type { EvaluationReport } from '../../shared/evaluation/index.ts';
import { groupsOf } from './message.ts';

export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
}
export interface BatchUse {
  /** Evaluates many groups; a report for each. Throws when none could be observed. */
  evaluate(groups: readonly string[]): Promise<readonly EvaluationReport[]>;
  /** Puts one group back on the queue, in a message of its own. */
  requeue(group: string): Promise<void>;
  /** Tells of a message or group that failed. */
  warn(told: string, cause: unknown): void;
}

/**
 * Evaluates the groups of all messages together, so that reads are shared, and returns the ids of the messages that
 * must come again. A group that fails in company goes back alone, so that its retries do not repeat the others; a group
 * that fails alone makes its message fail, and after enough tries the message ends in the dead-letter queue.
 */
export async function evaluateBatch(records: readonly QueueRecord[], use: BatchUse): Promise<string[]> {
  const messages = records.map((record) => ({ id: record.messageId, groups: readGroups(record, use) }));
  const malformed = messages.filter(({ groups }) => groups.length === 0).map(({ id }) => id);
  const groups = messages.flatMap((each) => each.groups);
  if (groups.length === 0) return malformed;

  const reports = await use.evaluate(groups);
  const failed = new Set(reports.filter(({ result }) => result === 'failed').map(({ group }) => group));
  const again = await Promise.all(
    messages.map(async (each) => {
      const failing = each.groups.filter((group) => failed.has(group));
      if (failing.length === 0) return [];
      return each.groups.length > 1 && (await requeued(failing, use)) ? [] : [each.id];
    }),
  );
  return [...malformed, ...again.flat()];
}

function readGroups({ body, messageId }: QueueRecord, use: BatchUse): string[] {
  try {
    return groupsOf(body);
  } catch (cause) {
    use.warn(`message ${messageId} is not { "groups": [names] }`, cause);
    return [];
  }
}

async function requeued(groups: readonly string[], use: BatchUse): Promise<boolean> {
  try {
    for (const group of groups) await use.requeue(group);
    return true;
  } catch (cause) {
    use.warn(`could not put ${groups.join(', ')} back on the queue`, cause);
    return false;
  }
}
