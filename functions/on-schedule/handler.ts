import { lazyClusters } from '../../shared/aws/dynamodb/evaluation-lazy.ts';
import { groupStates } from '../../shared/aws/dynamodb/states/group-states.ts';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { sqsEvaluationQueue } from '../../shared/aws/sqs/evaluation-queue.ts';
import { queueDue } from '../../shared/evaluation/index.ts';
import { ENVIRONMENT, LONGEST_GAP_MS } from '../../shared/names/index.ts';
import { functionEnvironment, required } from '../../shared/runtime/environment.ts';
import { newLogger } from '../../shared/runtime/logger.ts';
import { logWait } from '../../shared/runtime/own-metrics.ts';

const logger = newLogger();
const { stage, table } = functionEnvironment();
const connections = functionConnections();
const documents = { call: connections.documents, name: table };
const states = groupStates(documents);
const clusters = lazyClusters(documents);
const queue = sqsEvaluationQueue(connections.queues, required(process.env, ENVIRONMENT.queueUrl));

/** The last tick of this process whose groups were queued. So no steady group is left out after a tick that failed or was late. */
let queuedUntil: number | null = null;

/** Runs on every tick of the schedule and queues the groups that are due. */
export async function handler(): Promise<void> {
  const now = Date.now();
  const groups = await queueDue({ states, queue, clusters, since: queuedUntil ?? now - LONGEST_GAP_MS, now });
  queuedUntil = now;
  logger.info('queued', { groups });
  // Without a due group, `evaluate` has nothing to do and logs no wait. The alarm takes a missing value for a fault.
  if (groups === 0) logWait(logger, stage, 0, Date.now());
}
