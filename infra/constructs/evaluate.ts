import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../shared/aws/names.ts';
import { BundledFunction, type House } from './bundled-function.ts';
import { allowEvaluation, type EvaluationAccess } from './evaluation-permissions.ts';
import { allow } from './permissions.ts';

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
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { house, queue, access }: EvaluateProps) {
    super(scope, id);
    this.function = new BundledFunction(this, 'Function', {
      house,
      name: 'evaluate',
      description: 'Observes, decides, claims and resizes the groups of a message',
      memorySize: 1024,
      environment: {
        [ENVIRONMENT.stage]: house.stage,
        [ENVIRONMENT.table]: access.table.tableName,
        [ENVIRONMENT.queueUrl]: queue.queueUrl,
        [ENVIRONMENT.eventBus]: access.eventBus.eventBusName,
      },
    });
    this.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize: MESSAGES_PER_BATCH,
        maxConcurrency: CONCURRENT_BATCHES,
        reportBatchItemFailures: true,
      }),
    );
    allowEvaluation(this.function.ownRole, access);
    allow(this.function.ownRole, {
      sid: 'QueueFailedAndResizedGroupsAgain',
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
    });
  }
}
