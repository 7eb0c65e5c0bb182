import { readMessage } from '../../shared/aws/events/evaluation-message.ts';
import type { LaterTrigger } from '../../shared/evaluation/index.ts';

/** What the wait of a message is read from. Times are texts of ms since the epoch. */
export interface ReceivedRecord {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/**
 * Seconds that the schedule's messages of a batch have waited beyond the delay that they were sent with, the longest of
 * them; null without such a message. Those that come again don't count: the schedule has queued their groups anew meanwhile.
 */
export function longestWait(records: readonly ReceivedRecord[], now: number): number | null {
  const waits = records.flatMap(({ body, attributes = {} }) => {
    const sentAt = Number(attributes['SentTimestamp']);
    const isFirst = attributes['ApproximateReceiveCount'] === '1';
    const after = scheduledAfter(body);
    return isFirst && sentAt > 0 && after !== null ? [Math.max(0, (now - sentAt) / 1000 - after)] : [];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}

/**
 * When the schedule sent the oldest of its messages without a delay in a batch; ms since the epoch. A message that comes
 * again counts, too: what it asked for is over by then.
 */
export function tickOf(records: readonly ReceivedRecord[], now: number): number {
  const sent = records.flatMap(({ body, attributes = {} }) => {
    const sentAt = Number(attributes['SentTimestamp']);
    return sentAt > 0 && scheduledAfter(body) === 0 ? [sentAt] : [];
  });
  return Math.min(now, ...sent);
}

/** Triggers of messages that evaluations and pushes send, with delays of their own. */
const OF_OTHERS: ReadonlySet<string> = new Set<LaterTrigger>(['follow-up', 'push', 'interval']);

/** The delay of a message of the schedule, in seconds; null for others, and for one that can't be read. */
function scheduledAfter(body: string): number | null {
  try {
    const { trigger, after } = readMessage(body);
    return OF_OTHERS.has(trigger) ? null : after;
  } catch {
    return null;
  }
}
