import { readMessage } from '../../shared/aws/events/evaluation-message.ts';
import type { EvaluationMessage, EvaluationReport } from '../../shared/evaluation/index.ts';
import { groupedBy } from '../../shared/model/index.ts';

export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
}
type QueueTrigger = NonNullable<EvaluationMessage['trigger']>;

export interface BatchUse {
  /** Evaluates many groups and returns one report per group. Throws when it could observe none of them. */
  evaluate(groups: readonly string[], trigger: QueueTrigger): Promise<readonly EvaluationReport[]>;
  /** Puts one group back on the queue in a separate message. */
  requeue(group: string): Promise<void>;
  /** Logs a message or group that failed. */
  warn(message: string, cause: unknown): void;
}

interface Message extends Required<EvaluationMessage> {
  readonly id: string;
}

/**
 * Evaluates the groups of all messages with the same trigger together, so that they share reads, and returns the ids of the
 * messages that SQS must deliver again: those that could not be read, and those whose groups could not be observed. Throws if
 * no group at all could be observed. A group whose evaluation failed is repeated by the schedule. If that could not be noted,
 * the group is requeued alone, so that its retries do not repeat the others; or, if it is alone, its message fails, and SQS
 * moves the message to the dead-letter queue after enough attempts.
 */
export async function evaluateBatch(records: readonly QueueRecord[], use: BatchUse): Promise<string[]> {
  const messages = records.flatMap((record) => readRecord(record, use) ?? []);
  const readable = new Set(messages.map(({ id }) => id));
  const malformed = records.map(({ messageId }) => messageId).filter((id) => !readable.has(id));

  const failed = new Set<string>();
  const unobserved: { readonly messages: readonly Message[]; readonly cause: unknown }[] = [];
  const byTrigger = groupedBy(messages, (message) => message.trigger);
  for (const [trigger, some] of byTrigger) {
    const groups = [...new Set(some.flatMap((message) => message.groups))];
    const reports = await use.evaluate(groups, trigger).catch((cause: unknown) => {
      unobserved.push({ messages: some, cause });
      return [];
    });
    // The schedule repeats a failure that is counted. Only one that is not must be repeated by its message.
    for (const { group, result, failures } of reports) {
      if (result === 'failed' && failures === undefined) failed.add(group);
    }
  }
  // Every evaluation failed: so does the function, which its metric of errors counts.
  if (unobserved.length > 0 && unobserved.length === byTrigger.size) throw unobserved[0]?.cause;
  for (const { messages: some, cause } of unobserved) {
    use.warn(`could not observe the groups of ${some.map(({ id }) => id).join(', ')}`, cause);
  }
  const again = await Promise.all(
    messages.map(async ({ id, groups }) => {
      const failing = groups.filter((group) => failed.has(group));
      if (failing.length === 0) return [];
      return groups.length > 1 && (await requeued(failing, use)) ? [] : [id];
    }),
  );
  return [...malformed, ...unobserved.flatMap(({ messages: some }) => some.map(({ id }) => id)), ...again.flat()];
}

function readRecord({ body, messageId }: QueueRecord, use: BatchUse): Message | undefined {
  try {
    return { id: messageId, ...readMessage(body) };
  } catch (cause) {
    use.warn(`message ${messageId} is not { "groups": [names] }`, cause);
    return undefined;
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
