import type { AuditEntry } from '../operations/index.ts';
import { commandDocument } from './command-document.ts';
import { isoText } from './times.ts';

/** An entry of the audit trail as JSON for people. */
export const auditDocument = ({ at, outcome: { result, reason }, ...entry }: AuditEntry) => ({
  ...entry,
  at: isoText(at),
  outcome: { result, ...commandDocument(reason) },
});
