import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { House } from './bundled-function.ts';
import { EvaluatingFunction } from './evaluating-function.ts';
import type { EvaluationAccess } from './evaluation-permissions.ts';

interface EvaluateProps {
  readonly house: House;
  readonly queue: sqs.IQueue;
  readonly access: EvaluationAccess;
}

/** With 100 groups a message, 1,000 groups share their calls; Lambda takes no more messages at once without a wait. */
const MESSAGES_PER_BATCH = 10;
/** Five batches of 1,000 groups at once; a bound on the source needs none of the account's concurrency reserved. */
const CONCURRENT_BATCHES = 5;

/** The queue: many groups a message, each evaluated, and each failing alone. */
export class Evaluate extends Construct {
  readonly function: EvaluatingFunction;

  constructor(scope: Construct, id: string, { house, queue, access }: EvaluateProps) {
    super(scope, id);
    this.function = new EvaluatingFunction(this, 'Function', {
      house,
      name: 'evaluate',
      description: 'Observes, decides, claims and resizes the groups of a message',
      ...{ access, queue, queues: 'QueueFailedAndResizedGroupsAgain' },
    });
    this.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize: MESSAGES_PER_BATCH,
        maxConcurrency: CONCURRENT_BATCHES,
        reportBatchItemFailures: true,
      }),
    );
  }
}
