import { errorText } from '../../model/index.ts';
import type { PolicyRecords, PriceRecords } from '../ports.ts';
import { evaluationError } from '../reasons.ts';

interface Use {
  readonly records: Pick<PolicyRecords, 'refuse'>;
  readonly prices: Pick<PriceRecords, 'wait'>;
}

/**
 * Leaves a policy that cannot be accepted to a later attempt, so that the others of its shard do not wait for it. The status
 * of the group shows the error. Throws if the later attempt could not be noted.
 */
export async function setAsidePolicy(group: string, cause: unknown, { records, prices }: Use): Promise<void> {
  // First, so that a later attempt that succeeds takes the error away. What keeps the policy from being accepted may keep
  // its status from being written, too.
  await records.refuse(group, [evaluationError('', 'not-accepted', { why: errorText(cause) })]).catch(() => {});
  await prices.wait(group);
}
