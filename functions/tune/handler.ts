import type { SQSEvent } from 'aws-lambda';
import { acceptedPolicies } from '../../shared/aws/dynamodb/policies/accepted-policies.ts';
import { lazyPushedValues } from '../../shared/aws/dynamodb/pushed/pushed-lazy.ts';
import { groupStates } from '../../shared/aws/dynamodb/states/group-states.ts';
import { readMessage } from '../../shared/aws/events/evaluation-message.ts';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { PolicyCache, tuneGroups } from '../../shared/evaluation/index.ts';
import { functionEnvironment } from '../../shared/runtime/environment.ts';
import { newLogger } from '../../shared/runtime/logger.ts';
import { type TimedContext, timeLeft } from '../../shared/runtime/time-left.ts';
import { sourceReaders } from '../../shared/sources/readers.ts';

/** For the rule that is begun last, and for storing the results. */
const RESERVED_MS = 20_000;

const logger = newLogger();
const connections = functionConnections();
const documents = { call: connections.documents, name: functionEnvironment().table };
const cache = new PolicyCache();
const dependencies = {
  states: groupStates(documents),
  policies: acceptedPolicies(documents),
  sources: sourceReaders({ connections, pushedValues: lazyPushedValues(documents), warn: logger.warn }),
  clock: Date.now,
};

/** Tunes the rules of groups on their history. `evaluate` asks again for groups that are left, so no message is repeated. */
export async function handler(event: SQSEvent, context: TimedContext): Promise<void> {
  const groups = event.Records.flatMap(({ body }) => readMessage(body).groups);
  const { tuned, left } = await tuneGroups(groups, cache, dependencies, timeLeft(context, 'tune') - RESERVED_MS);
  logger.info('tuned', { groups: tuned, left });
}
