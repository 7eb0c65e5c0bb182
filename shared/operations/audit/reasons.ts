import { continuing, define, makers, type Reason } from '../../model/index.ts';

/** What came of an audited action. */
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
    'The audit trail could not record the end of an action. The action may have been carried out, but its entry keeps the outcome `begun`.',
    ({ action, error }, sentence) =>
      `The audit trail does not record the end of ${action}: ${continuing(sentence(error))}`,
  ),
};
export const because = makers(auditReasons);
