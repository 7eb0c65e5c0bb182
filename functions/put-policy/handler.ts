import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { policyItems } from '../../shared/aws/dynamodb/policies/policy-items.ts';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { functionEnvironment } from '../../shared/runtime/environment.ts';
import { newLogger } from '../../shared/runtime/logger.ts';
import { answer, type Result } from './answer.ts';
import { policyResource } from './policy-resource.ts';

const logger = newLogger();
const table = { call: functionConnections().documents, name: functionEnvironment().table };
const resource = policyResource(policyItems(table));

/**
 * The custom resource that manages the policy of one worker group. CloudFormation always waits for a response, so the
 * handler responds to errors instead of throwing them. It throws only when it cannot deliver the response.
 */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  await answer(event, await applied(event));
}

async function applied(event: CloudFormationCustomResourceEvent): Promise<Result> {
  try {
    return { Status: 'SUCCESS', PhysicalResourceId: await resource.apply(event) };
  } catch (cause) {
    logger.error('policy not written', cause as Error);
    const Reason = cause instanceof Error ? cause.message : String(cause);
    return { Status: 'FAILED', PhysicalResourceId: resource.unchanged(event), Reason };
  }
}
