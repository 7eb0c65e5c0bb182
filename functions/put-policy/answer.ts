import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

export interface Result {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly PhysicalResourceId: string;
  readonly Reason?: string;
}

/** In characters. CloudFormation accepts 4,096 bytes including the ids, and an error may quote non-ASCII text. */
const LONGEST_REASON = 1000;

/**
 * Sends the result to the pre-signed URL from CloudFormation; its signature covers an empty content type.
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
  if (!response.ok) throw new Error(`CloudFormation rejected the response: HTTP ${response.status}`);
}
