/** Who did what: every write of a person or a program, kept for 400 days. */
export { type AuditedAction, type AuditUse, audited, done, failed, refused } from './audited.ts';
export {
  AUDIT_ACTIONS,
  AUDIT_KEPT_DAYS,
  type AuditAction,
  type AuditEntry,
  type AuditOutcome,
  bounded,
} from './entry.ts';
export { type AuditPage, type AuditRequest, auditPage, MOST_AUDIT_ENTRIES } from './page.ts';
export { auditReasons } from './reasons.ts';
export type { AuditQuery, AuditTrail } from './trail.ts';
