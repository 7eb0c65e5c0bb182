import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { House } from './bundled-function.ts';
import { EvaluatingFunction } from './evaluating-function.ts';
import type { EvaluationAccess } from './evaluation-permissions.ts';

interface OnAlarmProps {
  readonly house: House;
  readonly alarmTopic: sns.Topic;
  readonly failures: sqs.IQueue;
  readonly access: EvaluationAccess;
  readonly queue: sqs.IQueue;
  /** Executions reserved, and so the most there can be; null reserves and bounds nothing. */
  readonly concurrency: number | null;
}

/** A group's alarm changed its state: that group is evaluated at once. */
export class OnAlarm extends Construct {
  readonly function: EvaluatingFunction;

  constructor(scope: Construct, id: string, { house, alarmTopic, failures, access, queue, concurrency }: OnAlarmProps) {
    super(scope, id);
    this.function = new EvaluatingFunction(this, 'Function', {
      house,
      name: 'on-alarm',
      description: 'Evaluates the group whose alarm changed its state',
      ...{ access, queue, queues: 'LookAgainAtAResizedGroup' },
      // A storm of alarms waits in Lambda's own queue instead of taking the account's concurrency from everybody else.
      ...(concurrency === null ? {} : { reservedConcurrentExecutions: concurrency }),
      retryAttempts: 2,
      // By then the schedule has looked at the group many times.
      maxEventAge: Duration.minutes(10),
      onFailure: new SqsDestination(failures),
    });
    alarmTopic.addSubscription(new LambdaSubscription(this.function, { deadLetterQueue: failures }));
  }
}
