/**
 * The event, without the message of a queue in which it may have waited. The queue delivers one message at a time: see
 * infra/constructs/messages/event-queue.ts. Throws if the message is not JSON.
 */
export function delivered(event: unknown): unknown {
  const [record] = recordsIn(event);
  return record?.eventSource === 'aws:sqs' ? JSON.parse(String(record.body)) : event;
}

/** The messages of alarms that a topic sent, by itself or through a queue. */
export function alarmMessagesIn(event: unknown): string[] {
  const received = delivered(event);
  if (received === event) return recordsIn(event).map(({ Sns }) => String(Sns?.Message));
  return [String((received as { readonly Message?: unknown }).Message)];
}

interface DeliveredRecord {
  readonly eventSource?: unknown;
  readonly body?: unknown;
  readonly Sns?: { readonly Message?: unknown };
}

const recordsIn = (event: unknown): readonly DeliveredRecord[] =>
  (event as { readonly Records?: readonly DeliveredRecord[] } | null)?.Records ?? [];
