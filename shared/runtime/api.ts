import { type ApiUse, calls, openApi } from '../api/index.ts';
import { storeIn } from '../aws/dynamodb/store.ts';
import { functionConnections } from '../aws/function-connections.ts';
import { sqsEvaluationQueue } from '../aws/sqs/evaluation-queue.ts';
import { queueLengths } from '../aws/sqs/queue-lengths.ts';
import { PushMemory } from '../evaluation/index.ts';
import { ENVIRONMENT } from '../names/index.ts';
import { sentence } from '../presentation/index.ts';
import { newActivityId } from './activity-id.ts';
import { functionEnvironment, required } from './environment.ts';
import { awsEvaluation } from './evaluation.ts';
import { newLogger } from './logger.ts';

/** The shared parts of the function behind the HTTP API, created once per process. */
export function apiFunction() {
  const logger = newLogger();
  const environment = functionEnvironment();
  const connections = functionConnections();
  const store = storeIn({ call: connections.documents, name: environment.table });
  const queue = sqsEvaluationQueue(connections.queues, required(process.env, ENVIRONMENT.queueUrl));
  const clock = Date.now;
  const onAws = awsEvaluation(connections, environment, logger.warn);
  const use: ApiUse = {
    stage: environment.stage,
    queue,
    clock,
    records: store.records,
    versions: store.versions,
    activities: store.activities,
    states: store.states,
    requests: store.requests,
    evaluations: store.evaluations,
    counts: store.counts,
    queues: queueLengths(connections.queues, environment.stage),
    // It previews: nothing is claimed, so the holder names nobody who could hold a claim.
    evaluation: { ...onAws, holder: 'api' },
    push: { ...store, values: store.pushedValues, queue, memory: new PushMemory(), clock },
    audit: {
      audit: store.audit,
      clock,
      newId: newActivityId,
      warn: (reason) => logger.warn(sentence(reason), { reason }),
    },
    openApi: () => openApi(calls),
  };
  return { logger, use };
}
