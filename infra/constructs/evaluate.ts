import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionDefaults } from './bundled-function.ts';
import { EvaluatingFunction } from './evaluating-function.ts';
import type { EvaluationAccess } from './evaluation-permissions.ts';

interface EvaluateProps {
  readonly defaults: FunctionDefaults;
  readonly queue: sqs.IQueue;
  readonly access: EvaluationAccess;
}

/** With 100 groups per message, 1,000 groups share their AWS calls. Larger batches would need a batching window. */
const MESSAGES_PER_BATCH = 10;
/** At most 5,000 groups at the same time. A limit on the event source reserves no concurrency of the account. */
const CONCURRENT_BATCHES = 5;

/** Evaluates the groups in the queue's messages. A group that fails does not affect the others. */
export class Evaluate extends Construct {
  readonly function: EvaluatingFunction;

  constructor(scope: Construct, id: string, { defaults, queue, access }: EvaluateProps) {
    super(scope, id);
    this.function = new EvaluatingFunction(this, 'Function', {
      defaults,
      name: 'evaluate',
      description: 'Evaluates and resizes the groups in a message',
      ...{ access, queue, sendSid: 'QueueFailedAndResizedGroupsAgain' },
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
