import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { FAILURES_UNTIL_DEAD_LETTER, FUNCTION_TIMEOUT_SECONDS, queueName } from '../../../shared/names/index.ts';
import type { Stage } from '../../stage.ts';
import { FailureQueue } from './failure-queue.ts';

/**
 * Visibility timeout in function timeouts. AWS: "set the visibility timeout to at least six times the function timeout",
 * which leaves time for retries when Lambda is throttled.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const VISIBILITY_TIMEOUTS = 6;

/** The queue between the schedule and the evaluation. A message names many groups that are due. */
export class EvaluationQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly deadLetters: sqs.Queue;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.deadLetters = new FailureQueue(this, 'DeadLetters', queueName(stage, 'dead-letters'));
    const visibilityTimeout = Duration.seconds(VISIBILITY_TIMEOUTS * FUNCTION_TIMEOUT_SECONDS.evaluate);
    this.queue = new sqs.Queue(this, 'Queue', {
      queueName: queueName(stage, 'evaluations'),
      visibilityTimeout,
      // Every tick queues the due groups again, so a message needs to last only as long as its own retries.
      retentionPeriod: Duration.seconds((FAILURES_UNTIL_DEAD_LETTER + 1) * visibilityTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: FAILURES_UNTIL_DEAD_LETTER },
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
  }
}
