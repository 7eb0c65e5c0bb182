import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EventQueue } from '../messages/event-queue.ts';
import type { EvaluationAccess } from '../permissions/evaluation-permissions.ts';
import type { FunctionDefaults } from './bundled-function.ts';
import { EvaluatingFunction } from './evaluating-function.ts';

interface OnAlarmProps {
  readonly defaults: FunctionDefaults;
  readonly alarmTopic: sns.Topic;
  readonly failures: sqs.IQueue;
  readonly access: EvaluationAccess;
  readonly queue: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  /** Reserved concurrency, which is also the maximum. null: nothing is reserved, and a queue limits the events. */
  readonly concurrency: number | null;
}

/** Evaluates a group as soon as one of its alarms changes state. */
export class OnAlarm extends Construct {
  readonly function: EvaluatingFunction;

  constructor(
    scope: Construct,
    id: string,
    { defaults, alarmTopic, failures, access, queue, deadLetters, concurrency }: OnAlarmProps,
  ) {
    super(scope, id);
    const name = 'on-alarm';
    this.function = new EvaluatingFunction(this, 'Function', {
      defaults,
      name,
      description: 'Evaluates a group when its alarm changes state',
      access,
      queue,
      deadLetters,
      sendSid: 'EvaluateAResizedGroupAgain',
      // Excess alarms wait in Lambda's internal queue instead of using up the account's concurrency.
      ...(concurrency === null ? {} : { reservedConcurrentExecutions: concurrency }),
      retryAttempts: 2,
      // After ten minutes the schedule has evaluated the group many times.
      maxEventAge: Duration.minutes(10),
      onFailure: new SqsDestination(failures),
    });
    const delivery = { deadLetterQueue: failures };
    alarmTopic.addSubscription(
      concurrency === null
        ? new SqsSubscription(new EventQueue(this, 'Queue', { function: this.function, name, failures }), delivery)
        : new LambdaSubscription(this.function, delivery),
    );
  }
}
