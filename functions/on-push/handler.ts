import { acceptedPolicies } from '../../shared/aws/dynamodb/policies/accepted-policies.ts';
import { pushedValues } from '../../shared/aws/dynamodb/pushed/pushed-values.ts';
import { wakes } from '../../shared/aws/dynamodb/pushed/wakes.ts';
import { groupStates } from '../../shared/aws/dynamodb/states/group-states.ts';
import { delivered } from '../../shared/aws/events/delivered.ts';
import { pushIn } from '../../shared/aws/events/push-event.ts';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { sqsEvaluationQueue } from '../../shared/aws/sqs/evaluation-queue.ts';
import { PushMemory, push } from '../../shared/evaluation/index.ts';
import { ENVIRONMENT } from '../../shared/names/index.ts';
import { functionEnvironment, required } from '../../shared/runtime/environment.ts';
import { newLogger } from '../../shared/runtime/logger.ts';

const MOST_FAULTS_LOGGED = 20;

const logger = newLogger();
const { documents: call, queues } = functionConnections();
const table = { call, name: functionEnvironment().table };
const queue = sqsEvaluationQueue(queues, required(process.env, ENVIRONMENT.queueUrl));
const use = {
  policies: acceptedPolicies(table),
  states: groupStates(table),
  wakes: wakes(table),
  values: pushedValues(table),
  queue,
  memory: new PushMemory(),
  clock: Date.now,
};

/**
 * Stores the values that an event pushes, and evaluates their groups if they could change a decision. Values that cannot
 * be accepted are logged: trying again would not help. Throws if nothing could be stored, so that Lambda tries again.
 */
export async function handler(event: unknown): Promise<void> {
  const { written, at } = pushIn(delivered(event));
  const { stored, groups, woken, faults } = await push({ written, at, isWhole: false }, use);
  logger.debug('values stored', { stored, groups: groups.length, evaluated: woken.length });
  if (faults.length === 0) return;
  logger.warn('values not stored', { count: faults.length, faults: faults.slice(0, MOST_FAULTS_LOGGED) });
}
