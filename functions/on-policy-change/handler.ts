import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { cloudWatchAlarms } from '../../shared/aws/cloudwatch/alarms.ts';
import { CallPace } from '../../shared/aws/cloudwatch/call-pace.ts';
import { activities } from '../../shared/aws/dynamodb/activities/activities.ts';
import { priceItems } from '../../shared/aws/dynamodb/costs/price-items.ts';
import { lazyClusters } from '../../shared/aws/dynamodb/evaluation-lazy.ts';
import { policyRecords } from '../../shared/aws/dynamodb/policies/policy-records.ts';
import { groupStates } from '../../shared/aws/dynamodb/states/group-states.ts';
import { lazyAnnouncements } from '../../shared/aws/eventbridge/lazy.ts';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { priceList } from '../../shared/aws/prices/price-list.ts';
import { policyFailures } from '../../shared/aws/sqs/policy-failures.ts';
import { acceptPolicy, setAsidePolicy } from '../../shared/evaluation/index.ts';
import { passing } from '../../shared/model/index.ts';
import { ENVIRONMENT } from '../../shared/names/index.ts';
import { matchingTypes } from '../../shared/providers/types/selections.ts';
import { functionEnvironment, required } from '../../shared/runtime/environment.ts';
import { newLogger } from '../../shared/runtime/logger.ts';
import { type TimedContext, timeLeft } from '../../shared/runtime/time-left.ts';
import { Attempts } from './attempts.ts';
import { acceptChanges } from './batch.ts';
import { changedGroups } from './changes.ts';

/** For what follows the last alarm of a policy: some reads and writes, and a throttled call that is repeated by its client. */
const RESERVED_MS = 20_000;

const logger = newLogger();
const pace = new CallPace();
const { stage, table, eventBus } = functionEnvironment();
const connections = functionConnections();
const documents = { call: connections.documents, name: table };
const dependencies = {
  records: policyRecords(documents),
  alarms: cloudWatchAlarms(connections.metrics, stage, required(process.env, ENVIRONMENT.alarmTopicArn), pace),
  clock: Date.now,
  region: required(process.env, 'AWS_REGION'),
  clusters: lazyClusters(documents),
  prices: {
    records: priceItems(documents),
    lists: { onDemand: priceList(connections.borrowed), matching: matchingTypes(connections.borrowed) },
  },
  publishing: {
    states: groupStates(documents),
    activities: activities(documents),
    announcements: lazyAnnouncements(connections.borrowed, { stage, eventBus }, logger.warn),
  },
};

const attemptsFile = join(tmpdir(), 'headcount-attempts.json');
const attempts = new Attempts({
  read: () => readFileSync(attemptsFile, 'utf8'),
  write: (text) => writeFileSync(attemptsFile, text),
});
const failures = policyFailures(connections.queues, required(process.env, ENVIRONMENT.failuresUrl));

/**
 * Accepts every changed policy. Lambda retries the batch from a failed group on and bisects it, so that others are not held
 * up. Alarms are put at the rate that CloudWatch allows: when many policies change at once, they wait in the stream.
 */
export async function handler(event: DynamoDBStreamEvent, context: TimedContext): Promise<DynamoDBBatchResponse> {
  pace.endsAt(Date.now() + timeLeft(context, 'on-policy-change') - RESERVED_MS);
  const failed = await acceptChanges(changedGroups(event), {
    async accept(group) {
      logger.info('policy', { acceptance: await acceptPolicy(group, dependencies) });
    },
    clock: Date.now,
    attempts,
    setAside: (change, cause) =>
      setAsidePolicy(change, cause, { records: dependencies.records, prices: dependencies.prices.records, failures }),
    isOfAll: (cause) => passing(cause) === 'throttling',
    isOver: () => pace.isOver(),
    fail(message, cause) {
      if (passing(cause) === 'throttling') logger.info('policies wait for CloudWatch', { waiting: message });
      else logger.error(message, cause as Error);
    },
  });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
