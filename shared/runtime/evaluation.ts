import type { Connections } from '../aws/connections.ts';
import { storeIn } from '../aws/dynamodb/store.ts';
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
  connections: Connections,
  { stage, table, eventBus = eventBusName(stage) }: Stage,
  warn: (message: string) => void = () => {},
): Omit<EvaluationDependencies, 'holder'> {
  const { policies, states, claims, activities, budget, offerings, pushedValues } = storeIn({
    call: connections.documents,
    name: table,
  });
  return {
    policies,
    states,
    claims,
    activities,
    sources: sourceReaders({ connections, pushedValues, warn }),
    providers: providerAdapters({ connections, budget, stage, clock: Date.now, warn }),
    offerings,
    announcements: lazyAnnouncements({ stage, eventBus }, warn),
    clock: Date.now,
    newActivityId,
    leaseSeconds: LEASE_SECONDS,
  };
}
