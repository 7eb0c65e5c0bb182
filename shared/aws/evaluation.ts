import type { EvaluationDependencies } from '../evaluation/index.ts';
import { newActivityId } from '../runtime/activity-id.ts';
import { LEASE_SECONDS } from '../runtime/limits.ts';
import type { Clients } from './clients.ts';
import { cloudWatchMetrics } from './cloudwatch/metrics.ts';
import { dynamoStore } from './dynamodb/store.ts';
import { lazyResizer } from './ec2/lazy.ts';
import { lightDescribe } from './ec2/light/describe.ts';
import { ec2Workers } from './ec2/workers.ts';
import { sqsQueues } from './sqs/queues.ts';

/** Everything an evaluation needs, on AWS; the holder is whoever evaluates. `warn` is told what is missing but no fault. */
export function awsEvaluation(
  clients: Clients,
  { stage, table }: { readonly stage: string; readonly table: string },
  warn: (told: string) => void = () => {},
): Omit<EvaluationDependencies, 'holder'> {
  const describe = lightDescribe(clients.cloudwatch.config);
  const { policies, states, claims, activities } = dynamoStore(clients.dynamodb, table);
  return {
    policies,
    states,
    claims,
    activities,
    metrics: cloudWatchMetrics(clients.cloudwatch, ({ key, status }) =>
      warn(`CloudWatch answered ${key} with ${status}`),
    ),
    queues: sqsQueues(clients.sqs, ({ queue, status }) => warn(`SQS answered queue ${queue} with ${status}`)),
    workers: ec2Workers(describe, stage),
    resizer: lazyResizer(describe, stage),
    clock: Date.now,
    newActivityId,
    leaseSeconds: LEASE_SECONDS,
  };
}
