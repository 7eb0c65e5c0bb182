import {
  type Actor,
  type Reason,
  ReasonedError,
  type ReasonParams,
  reasonOfError,
  UserError,
} from '../../model/index.ts';
import { type AuditAction, type AuditEntry, type AuditOutcome, bounded } from './entry.ts';
import { because } from './reasons.ts';
import type { AuditTrail } from './trail.ts';

export interface AuditUse {
  readonly audit: AuditTrail;
  readonly clock: () => number;
  /** An id that sorts by time. */
  readonly newId: (at: number) => string;
  /** Receives what did not fail the action. */
  readonly warn: (reason: Reason) => void;
}

export interface AuditedAction<T> {
  readonly action: AuditAction;
  readonly actor: Actor;
  /** Null for what concerns the stage. */
  readonly group: string | null;
  readonly params?: ReasonParams;
  /** What came of it, where more is known than that it did not throw. */
  readonly outcome?: (result: T) => AuditOutcome | undefined;
}

export const done = (reason: Reason = because['audit-done']({})): AuditOutcome => ({ result: 'done', reason });
export const failed = (reason: Reason): AuditOutcome => ({ result: 'failed', reason });

/**
 * Carries out an action with an entry in the audit trail. The entry is stored before the action begins, so that nothing
 * happens without one: if it can't be stored, this throws and nothing is done. What came of the action is stored after it.
 * If that fails, the action counts all the same, its entry still says that it has begun, and `warn` receives why.
 */
export async function audited<T>(use: AuditUse, action: AuditedAction<T>, work: () => Promise<T>): Promise<T> {
  const at = use.clock();
  const entry = entryOf(action, { id: use.newId(at), at });
  await use.audit.record(entry);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await end(use, entry, failed(causeOf(error)));
    throw error;
  }
  await end(use, entry, action.outcome?.(result) ?? done());
  return result;
}

/** Records an action that was refused before it began. If that fails, `warn` receives why: nothing was changed. */
export async function refused(use: AuditUse, action: AuditedAction<never>, error: unknown): Promise<void> {
  const at = use.clock();
  await end(use, entryOf(action, { id: use.newId(at), at }), failed(causeOf(error)));
}

function entryOf<T>({ action, actor, group, params }: AuditedAction<T>, key: Pick<AuditEntry, 'id' | 'at'>) {
  const { by, through, from = null, because: why = null } = actor;
  const outcome: AuditOutcome = { result: 'begun', reason: because['audit-begun']({}) };
  return { ...key, by, through, from, action, group, because: why, params: bounded(params ?? {}), outcome };
}

async function end({ audit, warn }: AuditUse, entry: AuditEntry, { result, reason }: AuditOutcome): Promise<void> {
  const { code, params } = reason;
  try {
    await audit.record({ ...entry, outcome: { result, reason: { code, params: bounded(params) } } });
  } catch (error) {
    warn(because['audit-end-not-recorded']({ action: entry.action, error: causeOf(error) }));
  }
}

/** The reason of an error that is about wrong input is its cause. */
function causeOf(error: unknown): Reason {
  const { cause } = Object(error) as { cause?: unknown };
  const reasoned = cause instanceof ReasonedError ? cause : error;
  if (reasoned instanceof UserError && reasoned.isCoded) return reasoned.reason;
  return reasonOfError(reasoned, (text) => because['audit-failed']({ error: text }));
}
