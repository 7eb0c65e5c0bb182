import * as z from 'zod';
import { pushedGroups } from '../../evaluation/index.ts';
import { GROUP_NAME, type Reason, reasonOfError } from '../../model/index.ts';
import { functionName, PUSHED_EVENT } from '../../names/index.ts';
import { becauseRedriven as because, type FailedWork } from '../../operations/index.ts';
import { groupOf } from './alarm-notification.ts';
import { readMessage } from './evaluation-message.ts';
import { pushIn } from './push-event.ts';
import { UnreadableEvent } from './unreadable.ts';
import { workerEventOf } from './worker-event.ts';

/**
 * The record that Lambda sends to a failure destination, for an invocation or for a batch of a stream.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
const invocation = z.object({
  requestContext: z.object({ functionArn: z.string().max(400) }),
  requestPayload: z.unknown().optional(),
});
/** A policy that was set aside. */
const policies = z.object({ policies: z.array(z.string().regex(GROUP_NAME)).min(1) });
const batch = z.object({ DDBStreamBatchInfo: z.object({}) });
const topicEvent = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })).max(100) });
/** A dead letter of SNS: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
const notification = z.object({ Type: z.literal('Notification'), Message: z.string() });
/** A dead letter of EventBridge is the event itself. */
const scheduled = z.object({ 'detail-type': z.literal('Scheduled Event'), source: z.literal('aws.events') });

const isPush = (body: unknown): boolean => Object(body)['detail-type'] === PUSHED_EVENT;

/** The work that a message in the failures or dead-letters queue of a stage asked for. */
export function readFailed(stage: string, body: string): FailedWork {
  try {
    return workOf(stage, JSON.parse(body));
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof UnreadableEvent)
      return unreadable(because['message-format-unknown']({}));
    return unreadable(reasonOfError(error, (text) => because['call-failed']({ error: text })));
  }
}

function workOf(stage: string, body: unknown): FailedWork {
  const has = (field: string) => typeof body === 'object' && body !== null && field in body;
  if (has('requestContext')) return workOfInvocation(stage, body);
  if (has('policies')) return policies.parse(body) && { kind: 'policies' };
  if (has('groups')) return { kind: 'evaluation', groups: readMessage(JSON.stringify(body)).groups };
  if (has('Type')) return alarmsOf(stage, [notification.parse(body).Message]);
  if (isPush(body)) return pushOf(body);
  if (has('detail-type')) return scheduled.safeParse(body).success ? { kind: 'tick' } : eventOf(body);
  return unreadable(because['message-not-of-stage']({}));
}

function workOfInvocation(stage: string, body: unknown): FailedWork {
  const { requestContext, requestPayload } = invocation.parse(body);
  const name = requestContext.functionArn.split(':')[6];
  switch (name) {
    case functionName(stage, 'on-schedule'):
    case functionName(stage, 'refresh-prices'):
      return { kind: 'tick' };
    case functionName(stage, 'on-policy-change'):
      batch.parse(body);
      return { kind: 'policies' };
    case functionName(stage, 'on-alarm'):
      return alarmsOf(
        stage,
        topicEvent.parse(requestPayload).Records.map(({ Sns }) => Sns.Message),
      );
    case functionName(stage, 'on-push'):
      return pushOf(requestPayload);
    case functionName(stage, 'on-worker-event'):
      return eventOf(requestPayload);
    default:
      return unreadable(because['message-of-other-function']({ function: name ?? '' }));
  }
}

const alarmsOf = (stage: string, messages: readonly string[]): FailedWork => ({
  kind: 'evaluation',
  groups: [...new Set(messages.map((message) => groupOf(stage, message)))],
});

const eventOf = (event: unknown): FailedWork => ({ kind: 'worker-event', instance: workerEventOf(event).worker });

/** What was pushed is too old by now. An evaluation of its groups decides without it. */
function pushOf(event: unknown): FailedWork {
  const groups = pushedGroups(pushIn(event).written).filter((group) => GROUP_NAME.test(group));
  return groups.length > 0 ? { kind: 'evaluation', groups } : unreadable(because['message-format-unknown']({}));
}

const unreadable = (why: Reason): FailedWork => ({ kind: 'unreadable', why });
