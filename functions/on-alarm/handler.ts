import type { Context, SNSEvent } from 'aws-lambda';
import { awsClients } from '../../shared/aws/clients.ts';
import { awsEvaluation } from '../../shared/aws/evaluation.ts';
import { groupOf } from '../../shared/aws/events/alarm-notification.ts';
import { ENVIRONMENT } from '../../shared/aws/names.ts';
import { sqsEvaluationQueue } from '../../shared/aws/sqs/evaluation-queue.ts';
import { type EvaluationReport, evaluateNow, PolicyCache } from '../../shared/evaluation/index.ts';
import { functionEnvironment, required } from '../../shared/runtime/environment.ts';
import { logEvaluation, newLogger, recording } from '../../shared/runtime/logger.ts';

const logger = newLogger();
const environment = functionEnvironment();
const clients = awsClients();
const world = {
  ...awsEvaluation(clients, environment, (told) => logger.warn(told)),
  ...recording(logger, environment),
};
const cache = new PolicyCache();
const telling = {
  queue: sqsEvaluationQueue(clients.sqs, required(process.env, ENVIRONMENT.queueUrl)),
  log: (report: EvaluationReport) => logEvaluation(logger, report),
  warn: (told: string, cause: unknown) => logger.warn(told, cause as Error),
};

/**
 * Evaluates the alarmed group at once. Throws when that fails, so that Lambda tries again and, when it keeps failing,
 * puts the event where `docs/how-to/runbook.md` says.
 */
export async function handler(event: SNSEvent, { awsRequestId: holder }: Context): Promise<void> {
  const groups = event.Records.map(({ Sns }) => groupOf(environment.stage, Sns.Message));
  await evaluateNow(groups, 'alarm', cache, { ...world, holder }, telling);
}
