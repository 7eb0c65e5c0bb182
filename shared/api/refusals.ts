import { GROUP_NAME } from '../model/index.ts';
import { type AuditAction, type AuditTrail, type AuditUse, refused } from '../operations/index.ts';
import { actorOf } from './calls/actor.ts';
import type { ApiRequest } from './http.ts';

/**
 * Carries out a call that changes something. One that is refused before its action begins, such as for an invalid body or
 * a policy that has changed, has an entry in the audit trail, too.
 */
export async function withRefusals<T>(
  action: AuditAction | undefined,
  { path: { group = '' }, caller }: ApiRequest,
  use: AuditUse,
  work: (use: AuditUse) => Promise<T>,
): Promise<T> {
  if (action === undefined) return work(use);
  let isRecorded = false;
  const audit: AuditTrail = {
    list: (query) => use.audit.list(query),
    async record(entry) {
      isRecorded = true;
      await use.audit.record(entry);
    },
  };
  try {
    return await work({ ...use, audit });
  } catch (error) {
    const named = GROUP_NAME.test(group) ? group : null;
    if (!isRecorded) await refused(use, { action, actor: actorOf(caller), group: named }, error);
    throw error;
  }
}
