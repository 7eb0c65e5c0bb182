import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Keeps events that a function could not process for 14 days, the longest retention that SQS offers. */
export class FailureQueue extends sqs.Queue {
  constructor(scope: Construct, id: string, queueName: string) {
    super(scope, id, {
      // A fixed name, because `headcount redrive` returns these messages to their source.
      queueName,
      retentionPeriod: Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This queue is itself a dead-letter queue: it keeps failed events, and an alarm reports them.',
    });
  }
}
