import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { describedVersion } from '../../../shared/names/index.ts';
import { version } from '../../../shared/runtime/version.ts';
import type { EvaluationAccess } from '../permissions/evaluation-permissions.ts';
import type { FunctionDefaults } from './bundled-function.ts';
import { EvaluatingFunction } from './evaluating-function.ts';

interface EvaluateProps {
  readonly defaults: FunctionDefaults;
  readonly queue: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  readonly access: EvaluationAccess;
}

/** With 100 groups per message, 1,000 groups share their AWS calls. Larger batches would need a batching window. */
const MESSAGES_PER_BATCH = 10;
/** At most 5,000 groups at the same time. A limit on the event source reserves no concurrency of the account. */
const CONCURRENT_BATCHES = 5;

/** Evaluates the groups in the queue's messages. A group that fails does not affect the others. */
export class Evaluate extends Construct {
  readonly function: EvaluatingFunction;

  constructor(scope: Construct, id: string, { defaults, queue, deadLetters, access }: EvaluateProps) {
    super(scope, id);
    this.function = new EvaluatingFunction(this, 'Function', {
      defaults,
      name: 'evaluate',
      // Preflight compares the version with its own.
      description: describedVersion('Evaluates and resizes the groups in a message', version),
      access,
      queue,
      deadLetters,
      sendSid: 'QueueFailedAndResizedGroupsAgain',
      // The function queues one follow-up for a group that it has resized, so a long ramp is a chain of messages to itself.
      // By default, Lambda stops a chain after about 16 invocations and drops the message. A chain ends when the group
      // needs no further resize, and it cannot multiply: a message evaluates a group once, and a resize sends one message.
      // An evaluation for a push that a cooldown holds sends one message for its end, which the cooldown no longer holds.
      // https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
      recursiveLoop: RecursiveLoop.ALLOW,
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
