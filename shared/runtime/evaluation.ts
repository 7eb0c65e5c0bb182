import type { Connections } from '../aws/connections.ts';
import { activities } from '../aws/dynamodb/activities/activities.ts';
import { dynamoBudget } from '../aws/dynamodb/call-budget.ts';
import {
  lazyClusters,
  lazyCosts,
  lazyEvaluationRecords,
  lazyPrices,
  lazySizings,
  lazyStageCounters,
} from '../aws/dynamodb/evaluation-lazy.ts';
import { acceptedPolicies } from '../aws/dynamodb/policies/accepted-policies.ts';
import { lazyPushedValues } from '../aws/dynamodb/pushed/pushed-lazy.ts';
import { claims } from '../aws/dynamodb/states/claims.ts';
import { groupStates } from '../aws/dynamodb/states/group-states.ts';
import { unavailableOfferings } from '../aws/dynamodb/unavailable-offerings.ts';
import type { Warn } from '../aws/eventbridge/announcements.ts';
import { lazyAnnouncements } from '../aws/eventbridge/lazy.ts';
import { lazyOverflow } from '../aws/overflow/lazy.ts';
import type { EvaluationDependencies } from '../evaluation/index.ts';
import { errorText } from '../model/index.ts';
import { eventBusName, LEASE_SECONDS } from '../names/index.ts';
import { providerAdapters } from '../providers/adapters.ts';
import { sourceReaders } from '../sources/readers.ts';
import { newActivityId } from './activity-id.ts';

interface Stage {
  readonly stage: string;
  readonly table: string;
  /** The stage's own by default. */
  readonly eventBus?: string;
}

/** An evaluation's dependencies on AWS, except the claim holder, which the caller adds. `warn` receives problems that do not fail the evaluation. */
export function awsEvaluation(
  connections: Connections,
  { stage, table, eventBus = eventBusName(stage) }: Stage,
  warn: Warn = () => {},
): Omit<EvaluationDependencies, 'holder'> {
  const documents = { call: connections.documents, name: table };
  const budget = dynamoBudget(documents);
  return {
    policies: acceptedPolicies(documents),
    states: groupStates(documents),
    claims: claims(documents),
    activities: activities(documents),
    sources: sourceReaders({ connections, pushedValues: lazyPushedValues(documents), warn }),
    providers: providerAdapters({ connections, budget, stage, clock: Date.now, warn }),
    offerings: unavailableOfferings(documents),
    prices: lazyPrices(documents, Date.now),
    costs: lazyCosts(documents),
    sizings: lazySizings(documents, Date.now),
    clusters: lazyClusters(documents),
    announcements: lazyAnnouncements(connections.borrowed, { stage, eventBus }, warn),
    alarmStates: {
      read: async (names) =>
        (await import('../aws/cloudwatch/alarm-states.ts')).cloudWatchAlarmStates(connections.metrics).read(names),
    },
    overflow: lazyOverflow(connections.borrowed, documents, stage),
    evaluations: lazyEvaluationRecords(documents),
    counts: lazyStageCounters(documents),
    warn: (message, cause) => warn(`${message}: ${errorText(cause)}`),
    clock: Date.now,
    newActivityId,
    leaseSeconds: LEASE_SECONDS,
  };
}
