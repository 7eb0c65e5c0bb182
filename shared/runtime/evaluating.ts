import type { Context } from 'aws-lambda';
import { cloudwatchClient } from '../aws/cloudwatch/client.ts';
import { dynamodbClient } from '../aws/dynamodb/client.ts';
import { lazyEvaluationQueue } from '../aws/sqs/lazy.ts';
import { type EvaluationReport, evaluateNow, PolicyCache, type Trigger } from '../evaluation/index.ts';
import { ENVIRONMENT } from '../names/index.ts';
import { functionEnvironment, required } from './environment.ts';
import { awsEvaluation } from './evaluation.ts';
import { logEvaluation, newLogger, recording } from './logger.ts';

/** The shared parts of every function that evaluates, created once per process: environment, clients, cache, queue and log. */
export function evaluatingFunction() {
  const logger = newLogger();
  const environment = functionEnvironment();
  const clients = { dynamodb: dynamodbClient(), cloudwatch: cloudwatchClient() };
  const queue = lazyEvaluationQueue(required(process.env, ENVIRONMENT.queueUrl));
  const deadLetters = lazyEvaluationQueue(required(process.env, ENVIRONMENT.deadLettersUrl));
  const cache = new PolicyCache();
  const log = (report: EvaluationReport) => logEvaluation(logger, report);
  const warn = (message: string, cause: unknown) => logger.warn(message, cause as Error);
  const outside = {
    ...awsEvaluation(clients, environment, (message) => logger.warn(message)),
    ...recording(logger, environment),
  };
  const dependencies = ({ awsRequestId: holder }: Context) => ({ ...outside, holder });
  return {
    ...{ logger, environment, queue, deadLetters, cache, log, warn, dependencies },
    /** Evaluates the groups of an event. Throws if a failure could not be noted, so that Lambda retries the event. */
    evaluateNow: (groups: readonly string[], trigger: Trigger, context: Context) =>
      evaluateNow(groups, trigger, cache, dependencies(context), { queue, deadLetters, log, warn }),
  };
}
