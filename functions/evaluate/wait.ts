import { readMessage } from '../../shared/aws/events/evaluation-message.ts';
import type { LaterTrigger } from '../../shared/evaluation/index.ts';

/** What the wait of a message is read from. Times are texts of ms since the epoch. */
export interface ReceivedRecord {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/**
 * Seconds that the messages of a batch have waited, the longest of them; null without such a message. Those that are sent
 * with a delay don't count, nor those that come again: the schedule has queued their groups anew meanwhile.
 */
export function longestWait(records: readonly ReceivedRecord[], now: number): number | null {
  const waits = records.flatMap(({ body, attributes = {} }) => {
    const sentAt = Number(attributes['SentTimestamp']);
    const isFirst = attributes['ApproximateReceiveCount'] === '1';
    return isFirst && sentAt > 0 && isImmediate(body) ? [Math.max(0, (now - sentAt) / 1000)] : [];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}

/**
 * When the schedule sent the oldest of its messages in a batch; ms since the epoch. A message that comes again counts, too:
 * what it asked for is over by then.
 */
export function tickOf(records: readonly ReceivedRecord[], now: number): number {
  const sent = records.flatMap(({ body, attributes = {} }) => {
    const sentAt = Number(attributes['SentTimestamp']);
    return sentAt > 0 && isImmediate(body) ? [sentAt] : [];
  });
  return Math.min(now, ...sent);
}

/** What is sent with a delay. */
const DELAYED: ReadonlySet<string> = new Set<LaterTrigger>(['follow-up', 'push', 'interval']);

function isImmediate(body: string): boolean {
  try {
    return !DELAYED.has(readMessage(body).trigger);
  } catch {
    return false;
  }
}
