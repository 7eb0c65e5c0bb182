/** An event for other programs, published on the event bus. */
export interface WorkerAnnouncement {
  readonly kind: 'draining' | 'drain-canceled' | 'terminated' | 'launched';
  readonly group: string;
  readonly activity: string;
  readonly workers: readonly string[];
  /** When draining workers are terminated at the latest; in ms since the epoch. */
  readonly until?: number;
}

export interface Announcements {
  /** Best effort: it never throws, and does not wait for consumers. */
  announce(announcement: WorkerAnnouncement): Promise<void>;
}
