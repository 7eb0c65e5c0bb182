import type { Context, SNSEvent } from 'aws-lambda';
import { groupOf } from '../../shared/aws/events/alarm-notification.ts';
import { evaluatingFunction } from '../../shared/runtime/evaluating.ts';

const { environment, evaluateNow } = evaluatingFunction();

/**
 * Evaluates the alarmed group at once. Throws when that fails, so that Lambda tries again and, when it keeps failing,
 * puts the event where `docs/how-to/runbook.md` says.
 */
export async function handler(event: SNSEvent, context: Context): Promise<void> {
  const groups = event.Records.map(({ Sns }) => groupOf(environment.stage, Sns.Message));
  await evaluateNow(groups, 'alarm', context);
}
