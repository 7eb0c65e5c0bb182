import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

export interface Result {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly PhysicalResourceId: string;
  readonly Reason?: string;
}

/** CloudFormation takes 4,096 bytes in all, and the ids have their share; a fault may quote other than ASCII text. */
const LONGEST_REASON = 1000;

/**
 * Answers CloudFormation at the URL it gave, a signed one whose signature covers an empty content type.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export async function answer(event: CloudFormationCustomResourceEvent, result: Result): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const { Reason, ...rest } = result;
  const body = JSON.stringify({
    StackId,
    RequestId,
    LogicalResourceId,
    ...rest,
    ...(Reason === undefined ? {} : { Reason: Reason.slice(0, LONGEST_REASON) }),
  });
  const response = await fetch(event.ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } });
  if (!response.ok) throw new Error(`CloudFormation refused the answer: HTTP ${response.status}`);
}
