import { readMessage } from '../../shared/aws/events/evaluation-message.ts';

/** What the wait of a message is read from. Times are texts of ms since the epoch. */
export interface ReceivedRecord {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/**
 * Seconds that the messages of a batch have waited, the longest of them; null without such a message. Follow-ups, which are
 * sent with a delay, don't count, nor those that come again: the schedule has queued their groups anew meanwhile.
 */
export function longestWait(records: readonly ReceivedRecord[], now: number): number | null {
  const waits = records.flatMap(({ body, attributes = {} }) => {
    const sentAt = Number(attributes['SentTimestamp']);
    const isFirst = attributes['ApproximateReceiveCount'] === '1';
    return isFirst && sentAt > 0 && isImmediate(body) ? [Math.max(0, (now - sentAt) / 1000)] : [];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}

function isImmediate(body: string): boolean {
  try {
    return readMessage(body).trigger !== 'follow-up';
  } catch {
    return false;
  }
}
