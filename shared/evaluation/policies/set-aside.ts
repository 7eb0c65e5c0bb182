import { errorText } from '../../model/index.ts';
import type { PolicyRecords, PriceRecords } from '../ports.ts';
import { evaluationError } from '../reasons.ts';

/** Where an operator learns of policies that cannot be accepted. */
export interface PolicyFailures {
  send(group: string): Promise<void>;
}

interface Use {
  readonly records: Pick<PolicyRecords, 'refuse'>;
  readonly prices: Pick<PriceRecords, 'wait'>;
  readonly failures: PolicyFailures;
}

interface Failing {
  readonly group: string;
  /** It was set aside before, so an operator already has a message. */
  readonly isRetry: boolean;
}

/**
 * Leaves a policy that cannot be accepted to a later attempt, so that the others of its shard do not wait for it. The status
 * of the group shows the error, and an operator gets one message. Throws if the later attempt cannot be noted, or the message
 * cannot be sent.
 */
export async function setAsidePolicy(
  { group, isRetry }: Failing,
  cause: unknown,
  { records, prices, failures }: Use,
): Promise<void> {
  // First, so that a later attempt that succeeds takes the error away. What keeps the policy from being accepted may keep
  // its status from being written, too.
  await records.refuse(group, [evaluationError('', 'not-accepted', { why: errorText(cause) })]).catch(() => {});
  await prices.wait(group);
  if (!isRetry) await failures.send(group);
}
