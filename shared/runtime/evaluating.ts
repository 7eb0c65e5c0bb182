import type { Context } from 'aws-lambda';
import { wakes } from '../aws/dynamodb/pushed/wakes.ts';
import { functionConnections } from '../aws/function-connections.ts';
import { sqsEvaluationQueue } from '../aws/sqs/evaluation-queue.ts';
import { type EvaluationReport, evaluateNow, NO_REQUESTS, PolicyCache, type Trigger } from '../evaluation/index.ts';
import { lazyModule } from '../model/index.ts';
import { ENVIRONMENT } from '../names/index.ts';
import { functionEnvironment, required } from './environment.ts';
import { awsEvaluation } from './evaluation.ts';
import { newLogger } from './logger.ts';

/** The texts of all reasons: loaded while the first calls of an evaluation wait for their answers. */
const logs = lazyModule(() => import('./evaluation-log.ts'));

/** The shared parts of every function that evaluates, created once per process: environment, connections, cache, queue and log. */
export function evaluatingFunction() {
  const logger = newLogger();
  const environment = functionEnvironment();
  const connections = functionConnections();
  const queueAt = (name: string) => sqsEvaluationQueue(connections.queues, required(process.env, name));
  const [queue, deadLetters] = [queueAt(ENVIRONMENT.queueUrl), queueAt(ENVIRONMENT.deadLettersUrl)];
  const pushes = wakes({ call: connections.documents, name: environment.table });
  const cache = new PolicyCache();
  const log = async (report: EvaluationReport) => {
    // Recorded cases are read together with the log lines of their evaluations.
    const isRecorded = !environment.recordCases && (cache.known(report.group)?.history.keep ?? 'none') !== 'none';
    (await logs()).logEvaluation(logger, report, { isRecorded });
  };
  const warn = (message: string, cause: unknown) => logger.warn(message, cause as Error);
  const aws = awsEvaluation(connections, environment, logger.warn);
  const dependencies = async ({ awsRequestId: holder }: Context) => {
    const loading = logs();
    return {
      ...aws,
      holder,
      tunings: NO_REQUESTS,
      ...(environment.recordCases && { record: (await loading).recordCase(logger) }),
    };
  };
  return {
    logger,
    environment,
    aws,
    queue,
    queueAt,
    deadLetters,
    wakes: pushes,
    cache,
    log,
    warn,
    dependencies,
    /** Evaluates the groups of an event. Throws if a failure could not be noted, so that Lambda retries the event. */
    evaluateNow: async (groups: readonly string[], trigger: Trigger, context: Context) =>
      evaluateNow(groups, trigger, cache, await dependencies(context), { queue, deadLetters, log, warn }),
  };
}
