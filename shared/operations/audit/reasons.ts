import { define, makers, type Reason, reasonedErrors } from '../../model/index.ts';

/** What came of an audited action, and what is wrong with a request for the audit trail. */
export const auditReasons = {
  'audit-begun': define<Record<never, never>>(
    'The action has begun. Either it has not ended, or its end could not be recorded.',
    () => 'begun; its end is not recorded',
  ),
  'audit-done': define<Record<never, never>>('The action was carried out.', () => 'done'),
  'audit-failed': define<{ error: string }>('The action failed; `error` is the message.', ({ error }) =>
    error.replace(/\.$/, ''),
  ),
  'audit-unreadable': define<Record<never, never>>(
    'The stored outcome of an action cannot be read.',
    () => 'the stored outcome cannot be read',
  ),
  'audit-end-not-recorded': define<{ action: string; error: Reason }>(
    'An action was carried out, and the audit trail could not record its end. Its entry says that it has begun.',
    ({ action, error }, sentence) => `The audit trail does not record the end of ${action}: ${sentence(error)}`,
  ),
  'cursor-invalid': define<Record<never, never>>(
    'A cursor does not come from an earlier page of the same list, or it was changed.',
    () => 'The cursor does not belong to this list: use the cursor of its previous page, or start without one',
  ),
};
export const because = makers(auditReasons);
export const auditError = reasonedErrors(auditReasons);
