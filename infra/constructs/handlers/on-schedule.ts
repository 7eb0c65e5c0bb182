import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DUE_INDEX, ENVIRONMENT } from '../../../shared/names/index.ts';
import { allow } from '../permissions/permissions.ts';
import { BundledFunction, type FunctionDefaults } from './bundled-function.ts';

interface OnScheduleProps {
  readonly defaults: FunctionDefaults;
  readonly table: dynamodb.TableV2;
  readonly queue: sqs.IQueue;
  readonly failures: sqs.IQueue;
}

/** Queues the groups that are due, every minute. This tick guarantees convergence even if every other event is lost. */
export class OnSchedule extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { defaults, table, queue, failures }: OnScheduleProps) {
    super(scope, id);
    // A tick ends before the next one begins, so at most one tick and one retry run at the same time. Later ticks
    // make an event that is older than a few minutes obsolete.
    const retries = { retryAttempts: 2, maxEventAge: Duration.minutes(5) };
    this.function = new BundledFunction(this, 'Function', {
      defaults,
      name: 'on-schedule',
      description: 'Queues the groups that are due',
      memorySize: 256,
      environment: {
        [ENVIRONMENT.stage]: defaults.stage,
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.queueUrl]: queue.queueUrl,
      },
      ...retries,
      onFailure: new SqsDestination(failures),
    });
    new events.Rule(this, 'EveryMinute', {
      description: `Headcount ${defaults.stage}: queue the groups that are due`,
      schedule: events.Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.function, { ...retries, deadLetterQueue: failures })],
    });
    const role = this.function.ownRole;
    allow(role, {
      sid: 'FindGroupsThatAreDue',
      actions: ['dynamodb:Query'],
      resources: [`${table.tableArn}/index/${DUE_INDEX.name}`],
    });
    allow(role, {
      sid: 'ReadTheGroupsOfClusters',
      actions: ['dynamodb:BatchGetItem'],
      resources: [table.tableArn],
    });
    allow(role, { sid: 'QueueGroupsThatAreDue', actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
  }
}
