import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../shared/aws/names.ts';
import { BundledFunction, type House } from './bundled-function.ts';
import { allowEvaluation, type EvaluationAccess } from './evaluation-permissions.ts';
import { allow } from './permissions.ts';

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
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { house, alarmTopic, failures, access, queue, concurrency }: OnAlarmProps) {
    super(scope, id);
    this.function = new BundledFunction(this, 'Function', {
      house,
      name: 'on-alarm',
      description: 'Evaluates the group whose alarm changed its state',
      memorySize: 1024,
      environment: {
        [ENVIRONMENT.stage]: house.stage,
        [ENVIRONMENT.table]: access.table.tableName,
        [ENVIRONMENT.queueUrl]: queue.queueUrl,
        [ENVIRONMENT.eventBus]: access.eventBus.eventBusName,
      },
      // A storm of alarms waits in Lambda's own queue instead of taking the account's concurrency from everybody else.
      ...(concurrency === null ? {} : { reservedConcurrentExecutions: concurrency }),
      retryAttempts: 2,
      // By then the schedule has looked at the group many times.
      maxEventAge: Duration.minutes(10),
      onFailure: new SqsDestination(failures),
    });
    alarmTopic.addSubscription(new LambdaSubscription(this.function, { deadLetterQueue: failures }));
    allowEvaluation(this.function.ownRole, access);
    allow(this.function.ownRole, {
      sid: 'LookAgainAtAResizedGroup',
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
    });
  }
}
