import type { Clients } from '../aws/clients.ts';
import { dynamoStore } from '../aws/dynamodb/store.ts';
import { lazyAnnouncements } from '../aws/eventbridge/lazy.ts';
import type { EvaluationDependencies } from '../evaluation/index.ts';
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
  clients: Pick<Clients, 'dynamodb' | 'cloudwatch'>,
  { stage, table, eventBus = eventBusName(stage) }: Stage,
  warn: (message: string) => void = () => {},
): Omit<EvaluationDependencies, 'holder'> {
  const { policies, states, claims, activities, budget, offerings } = dynamoStore(clients.dynamodb, table);
  return {
    policies,
    states,
    claims,
    activities,
    sources: sourceReaders({ clients, warn }),
    providers: providerAdapters({ clients, budget, stage, clock: Date.now, warn }),
    offerings,
    announcements: lazyAnnouncements({ stage, eventBus }, warn),
    clock: Date.now,
    newActivityId,
    leaseSeconds: LEASE_SECONDS,
  };
}
