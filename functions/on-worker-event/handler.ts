import type { Context } from 'aws-lambda';
import { awsClients } from '../../shared/aws/clients.ts';
import { dynamoStore } from '../../shared/aws/dynamodb/store.ts';
import { findWorker } from '../../shared/aws/ec2/find-worker.ts';
import { lightDescribe } from '../../shared/aws/ec2/light/describe.ts';
import { lightMarkDrained } from '../../shared/aws/ec2/light/mark-drained.ts';
import { awsEvaluation } from '../../shared/aws/evaluation.ts';
import { workerEventOf } from '../../shared/aws/events/worker-event.ts';
import { ENVIRONMENT } from '../../shared/aws/names.ts';
import { sqsEvaluationQueue } from '../../shared/aws/sqs/evaluation-queue.ts';
import { type EvaluationReport, evaluateNow, onWorkerEvent, PolicyCache } from '../../shared/evaluation/index.ts';
import { functionEnvironment, required } from '../../shared/runtime/environment.ts';
import { logEvaluation, newLogger, recording } from '../../shared/runtime/logger.ts';

const logger = newLogger();
const environment = functionEnvironment();
const clients = awsClients();
const world = {
  ...awsEvaluation(clients, environment, (told) => logger.warn(told)),
  ...recording(logger, environment),
};
const { states } = dynamoStore(clients.dynamodb, environment.table);
const find = findWorker(lightDescribe(clients.cloudwatch.config), environment.stage);
const markDrained = lightMarkDrained(clients.cloudwatch.config);
const cache = new PolicyCache();
const telling = {
  queue: sqsEvaluationQueue(clients.sqs, required(process.env, ENVIRONMENT.queueUrl)),
  log: (report: EvaluationReport) => logEvaluation(logger, report),
  warn: (told: string, cause: unknown) => logger.warn(told, cause as Error),
};

/** Evaluates the group whose worker the event is about. Every instance of the account has events: most are not ours. */
export async function handler(event: unknown, { awsRequestId: holder }: Context): Promise<void> {
  const evaluate = (group: string) => evaluateNow([group], 'worker-event', cache, { ...world, holder }, telling);
  const handled = await onWorkerEvent(workerEventOf(event), { find, states, markDrained, evaluate });
  if (handled.result === 'foreign') logger.debug('worker event', { handled });
  else logger.info('worker event', { handled });
}
