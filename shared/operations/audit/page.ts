import { cursorOf, positionOf } from '../cursor.ts';
import { AUDIT_KEPT_DAYS, type AuditEntry } from './entry.ts';
import type { AuditTrail } from './trail.ts';

export interface AuditRequest {
  readonly group?: string;
  /** Since when; ms since the epoch. All that is kept by default. */
  readonly from?: number;
  readonly now: number;
  readonly limit: number;
  /** Of the previous page. */
  readonly cursor?: string;
  /** A cursor is for the stage that it comes from. */
  readonly stage?: string;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Of the next page; null at the end. */
  readonly cursor: string | null;
}

export const MOST_AUDIT_ENTRIES = 1000;
const MS_PER_DAY = 86_400_000;
/** The time of an entry, and its id. */
const POSITION = /^\d{1,15} [\w-]+$/;

/** A page of the audit trail, newest first. Throws for a cursor that does not belong to this list. */
export async function auditPage(audit: AuditTrail, request: AuditRequest): Promise<AuditPage> {
  const { group, now, limit, cursor, stage = null } = request;
  const list = ['audit', stage, group ?? null];
  const oldest = now - AUDIT_KEPT_DAYS * MS_PER_DAY;
  const entries = await audit.list({
    ...(group === undefined ? {} : { group }),
    ...(cursor === undefined ? {} : { after: entryAt(positionOf(list, cursor, POSITION)) }),
    from: Math.max(oldest, request.from ?? oldest),
    now,
    // One more than asked for says whether there is a next page.
    limit: limit + 1,
  });
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return { entries: shown, cursor: last && entries.length > limit ? cursorOf(list, `${last.at} ${last.id}`) : null };
}

function entryAt(position: string): Pick<AuditEntry, 'id' | 'at'> {
  const [at, id = ''] = position.split(' ');
  return { at: Number(at), id };
}
