import type { Context, SNSEvent } from 'aws-lambda';
import { awsClients } from '../../shared/aws/clients.ts';
import { awsEvaluation } from '../../shared/aws/evaluation.ts';
import { ENVIRONMENT } from '../../shared/aws/names.ts';
import { sqsEvaluationQueue } from '../../shared/aws/sqs/evaluation-queue.ts';
import { evaluate, PolicyCache, queueFollowUps } from '../../shared/evaluation/index.ts';
import { functionEnvironment, required } from '../../shared/runtime/environment.ts';
import { logEvaluation, newLogger } from '../../shared/runtime/logger.ts';
import { groupOf } from './notification.ts';

const logger = newLogger();
const environment = functionEnvironment();
const clients = awsClients();
const world = awsEvaluation(clients, environment, (told) => logger.warn(told));
const queue = sqsEvaluationQueue(clients.sqs, required(process.env, ENVIRONMENT.queueUrl));
const cache = new PolicyCache();

/**
 * Evaluates the alarmed group at once. Throws when that fails, so that Lambda tries again and, when it keeps failing,
 * puts the event where `docs/operations.md` says.
 */
export async function handler(event: SNSEvent, { awsRequestId: holder }: Context): Promise<void> {
  const groups = event.Records.map(({ Sns }) => groupOf(environment.stage, Sns.Message));
  const reports = await evaluate(groups, 'alarm', cache, { ...world, holder });
  for (const report of reports) logEvaluation(logger, report);
  await queueFollowUps(reports, queue, (told, cause) => logger.warn(told, cause as Error));
  const failed = reports.filter(({ result }) => result === 'failed');
  if (failed.length > 0) throw new Error(failed.map(({ group, error }) => `${group}: ${error}`).join('; '));
}
