import type { Context } from 'aws-lambda';
import { groupOf } from '../../shared/aws/events/alarm-notification.ts';
import { alarmMessagesIn } from '../../shared/aws/events/delivered.ts';
import { evaluatingFunction } from '../../shared/runtime/evaluating.ts';

const { environment, evaluateNow } = evaluatingFunction();

/**
 * Evaluates the group of the alarm at once. Throws when that fails, so that Lambda retries. If every retry fails, Lambda
 * sends the event to the failure destination; see `docs/how-to/runbook.md`.
 */
export async function handler(event: unknown, context: Context): Promise<void> {
  const groups = alarmMessagesIn(event).map((message) => groupOf(environment.stage, message));
  await evaluateNow(groups, 'alarm', context);
}
