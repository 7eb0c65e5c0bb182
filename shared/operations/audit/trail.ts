import type { AuditEntry } from './entry.ts';

export interface AuditQuery {
  /** Absent: entries of all groups and of the stage. */
  readonly group?: string;
  /** Only entries since then; ms since the epoch. */
  readonly from: number;
  readonly now: number;
  readonly limit: number;
  /** Only entries older than this one. */
  readonly after?: Pick<AuditEntry, 'id' | 'at'>;
}

/** Who did what. Entries are kept for 400 days. */
export interface AuditTrail {
  /** Stores an entry, in place of an earlier one with the same id. */
  record(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(query: AuditQuery): Promise<AuditEntry[]>;
}
