import type { AuditEntry } from '../../operations/index.ts';
import { isoText } from '../layout/times.ts';
import { commandDocument } from '../sentences/command-document.ts';

/** An entry of the audit trail as JSON for people. */
export const auditDocument = ({ at, outcome: { result, reason }, ...entry }: AuditEntry) => ({
  ...entry,
  at: isoText(at),
  outcome: { result, ...commandDocument(reason) },
});
