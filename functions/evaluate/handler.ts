import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { awsClients } from '../../shared/aws/clients.ts';
import { awsEvaluation } from '../../shared/aws/evaluation.ts';
import { ENVIRONMENT } from '../../shared/aws/names.ts';
import { sqsEvaluationQueue } from '../../shared/aws/sqs/evaluation-queue.ts';
import { evaluate, PolicyCache, queueFollowUps } from '../../shared/evaluation/index.ts';
import { functionEnvironment, required } from '../../shared/runtime/environment.ts';
import { logEvaluation, newLogger, recording } from '../../shared/runtime/logger.ts';
import { evaluateBatch } from './batch.ts';

const logger = newLogger();
const environment = functionEnvironment();
const clients = awsClients();
const world = {
  ...awsEvaluation(clients, environment, (told) => logger.warn(told)),
  ...recording(logger, environment),
};
const queue = sqsEvaluationQueue(clients.sqs, required(process.env, ENVIRONMENT.queueUrl));
const cache = new PolicyCache();
const warn = (told: string, cause: unknown) => logger.warn(told, cause as Error);

/** The queue's messages, each with many groups; answers which of them must come again. */
export async function handler(event: SQSEvent, { awsRequestId: holder }: Context): Promise<SQSBatchResponse> {
  const again = await evaluateBatch(event.Records, {
    async evaluate(groups, trigger) {
      const reports = await evaluate(groups, trigger, cache, { ...world, holder });
      for (const report of reports) logEvaluation(logger, report);
      await queueFollowUps(reports, queue, warn);
      return reports;
    },
    requeue: (group) => queue.send([group]),
    warn,
  });
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}
