import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT, PUSHED_EVENT } from '../../../shared/names/index.ts';
import { EventQueue } from '../messages/event-queue.ts';
import { allow } from '../permissions/permissions.ts';
import { BundledFunction, type FunctionDefaults } from './bundled-function.ts';

interface OnPushProps {
  readonly defaults: FunctionDefaults;
  readonly table: dynamodb.TableV2;
  readonly eventBus: events.EventBus;
  readonly queue: sqs.IQueue;
  readonly failures: sqs.IQueue;
  /** Reserved concurrency, which is also the maximum. null: nothing is reserved, and a queue limits the events. */
  readonly concurrency: number | null;
}

/** Stores the metrics that events push. It cannot resize anything. */
export class OnPush extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { defaults, table, eventBus, queue, failures, concurrency }: OnPushProps) {
    super(scope, id);
    // Older values matter little: later ones have followed.
    const retries = { retryAttempts: 2, maxEventAge: Duration.minutes(5) };
    const name = 'on-push';
    this.function = new BundledFunction(this, 'Function', {
      defaults,
      name,
      description: 'Stores the metrics that events push',
      memorySize: 512,
      environment: {
        [ENVIRONMENT.stage]: defaults.stage,
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.queueUrl]: queue.queueUrl,
      },
      // Who pushes too much waits in Lambda's internal queue, and takes no concurrency from the functions that evaluate.
      ...(concurrency === null ? {} : { reservedConcurrentExecutions: concurrency }),
      ...retries,
      onFailure: new SqsDestination(failures),
    });
    const delivery = { ...retries, deadLetterQueue: failures };
    new events.Rule(this, 'Pushed', {
      description: `Headcount ${defaults.stage}: an application or a worker pushes metrics`,
      eventBus,
      eventPattern: { detailType: [PUSHED_EVENT] },
      targets: [
        concurrency === null
          ? new SqsQueue(new EventQueue(this, 'Queue', { function: this.function, name, failures }), delivery)
          : new LambdaFunction(this.function, delivery),
      ],
    });
    const role = this.function.ownRole;
    allow(role, {
      sid: 'ReadPoliciesStorePushedValues',
      actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:UpdateItem'],
      resources: [table.tableArn],
    });
    allow(role, { sid: 'EvaluateGroupsAtOnce', actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
  }
}
