import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../../shared/names/index.ts';

interface EventQueueProps {
  readonly function: lambda.IFunction;
  readonly name: FunctionName;
  readonly failures: sqs.IQueue;
}

/** The lowest limit of an event source. With the five batches of `evaluate`, all of a new account's ten are used. */
const EVENTS_AT_ONCE = 2;
/** A first attempt and two retries, as for events that Lambda receives without a queue. */
const RECEIVES = 3;
/** After ten minutes the schedule has evaluated the group many times. */
const OBSOLETE_AFTER = Duration.minutes(10);

/**
 * A queue in front of a function that reserves no concurrency. Without it, each event of a storm would start a function at
 * once, up to the account's limit. A limit on the event source reserves nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency
 */
export class EventQueue extends sqs.Queue {
  constructor(scope: Construct, id: string, { function: handler, name, failures }: EventQueueProps) {
    super(scope, id, {
      // Lambda polls only as many messages as it may handle, so no time is needed for messages that it sends back.
      visibilityTimeout: Duration.seconds(2 * FUNCTION_TIMEOUT_SECONDS[name]),
      retentionPeriod: OBSOLETE_AFTER,
      deadLetterQueue: { queue: failures, maxReceiveCount: RECEIVES },
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    handler.addEventSource(new SqsEventSource(this, { batchSize: 1, maxConcurrency: EVENTS_AT_ONCE }));
  }
}
