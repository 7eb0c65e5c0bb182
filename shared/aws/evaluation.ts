import type { EvaluationDependencies } from '../evaluation/index.ts';
import { newActivityId } from '../runtime/activity-id.ts';
import { LEASE_SECONDS } from '../runtime/limits.ts';
import { sourceReaders } from '../sources/readers.ts';
import type { Clients } from './clients.ts';
import { vcpusLeft } from './cloudwatch/vcpu-quotas.ts';
import { dynamoStore } from './dynamodb/store.ts';
import { lazyResizer } from './ec2/lazy.ts';
import { describeBy } from './ec2/light/describe.ts';
import { lightListing } from './ec2/light/listing.ts';
import { ec2LaunchRooms } from './ec2/rooms.ts';
import { ec2StatusChecks } from './ec2/status-checks.ts';
import { ec2Workers } from './ec2/workers.ts';
import { lazyTargets } from './elb/lazy.ts';
import { lazyAnnouncements } from './eventbridge/lazy.ts';
import { eventBusName } from './names.ts';

interface Stage {
  readonly stage: string;
  readonly table: string;
  /** The stage's own unless given. */
  readonly eventBus?: string;
}

/** Everything an evaluation needs, on AWS; the holder is whoever evaluates. `warn` is told what is missing but no fault. */
export function awsEvaluation(
  clients: Clients,
  { stage, table, eventBus = eventBusName(stage) }: Stage,
  warn: (told: string) => void = () => {},
): Omit<EvaluationDependencies, 'holder'> {
  const list = lightListing(clients.cloudwatch.config);
  const describe = describeBy(list);
  const { policies, states, claims, activities, budget, offerings } = dynamoStore(clients.dynamodb, table);
  return {
    policies,
    states,
    claims,
    activities,
    sources: sourceReaders({ clients, warn }),
    workers: ec2Workers(describe, stage),
    statusChecks: ec2StatusChecks(list, (why) => warn(`no status checks are known: ${why}`)),
    targets: lazyTargets(warn),
    rooms: ec2LaunchRooms(
      { list, vcpusLeft: (now) => vcpusLeft(clients.cloudwatch, now), clock: Date.now },
      (unknown) => warn(`launches go without knowing ${unknown}`),
    ),
    budget,
    offerings,
    resizer: lazyResizer(describe, stage),
    announcements: lazyAnnouncements({ stage, eventBus }, warn),
    clock: Date.now,
    newActivityId,
    leaseSeconds: LEASE_SECONDS,
  };
}
