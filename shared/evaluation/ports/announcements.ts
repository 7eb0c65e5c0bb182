import type { Reason } from '../../model/index.ts';
import type { WatchedCondition } from '../../state/index.ts';

/** An event for other programs, published on the event bus. */
export interface WorkerAnnouncement {
  readonly kind: 'draining' | 'drain-canceled' | 'terminated' | 'launched';
  readonly group: string;
  readonly activity: string;
  readonly workers: readonly string[];
  /** When draining workers are terminated at the latest; in ms since the epoch. */
  readonly until?: number;
}

/** A condition of a group of which somebody is notified, when it has lasted and when it is over. */
export interface ConditionNotice {
  readonly group: string;
  readonly condition: WatchedCondition;
  /** When the condition began; ms since the epoch, as `at`. */
  readonly since: number;
  readonly at: number;
  readonly isOver: boolean;
  /** Null when it is over. */
  readonly reason: Reason | null;
}

export interface Announcements {
  /** Best effort: it never throws, and does not wait for consumers. */
  announce(announcement: WorkerAnnouncement): Promise<void>;
  /** Publishes a condition. Best effort as well. */
  notify(notice: ConditionNotice): Promise<void>;
}
