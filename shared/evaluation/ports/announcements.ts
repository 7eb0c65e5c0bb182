import type { Reason } from '../../model/index.ts';
import type { EventType } from '../../names/index.ts';

/** An event for other programs. Its text is made when it is published. */
export interface GroupEvent {
  readonly type: EventType;
  /** The same whenever the event is published again. */
  readonly id: string;
  readonly group: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly reason: Reason;
  /** What only events of this type have, as JSON. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Announcements {
  /** Publishes events in their order. Returns the ids of those that were published. It never throws, and does not wait for consumers. */
  publish(events: readonly GroupEvent[]): Promise<ReadonlySet<string>>;
}
