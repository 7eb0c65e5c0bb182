import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DUE_INDEX, ENVIRONMENT } from '../../shared/aws/names.ts';
import { BundledFunction, type House } from './bundled-function.ts';
import { allow } from './permissions.ts';

interface OnScheduleProps {
  readonly house: House;
  readonly table: dynamodb.TableV2;
  readonly queue: sqs.IQueue;
  readonly failures: sqs.IQueue;
}

/** The tick that guarantees convergence: every minute, the groups that are due are queued. */
export class OnSchedule extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { house, table, queue, failures }: OnScheduleProps) {
    super(scope, id);
    // A tick ends before the next one begins, so at most one runs, and a retry beside it. Older than a few ticks, it is moot.
    const patience = { retryAttempts: 2, maxEventAge: Duration.minutes(5) };
    this.function = new BundledFunction(this, 'Function', {
      house,
      name: 'on-schedule',
      description: 'Queues the groups that are due',
      memorySize: 256,
      environment: {
        [ENVIRONMENT.stage]: house.stage,
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.queueUrl]: queue.queueUrl,
      },
      ...patience,
      onFailure: new SqsDestination(failures),
    });
    new events.Rule(this, 'EveryMinute', {
      description: `Headcount ${house.stage}: queue the groups that are due`,
      schedule: events.Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.function, { ...patience, deadLetterQueue: failures })],
    });
    const role = this.function.ownRole;
    allow(role, {
      sid: 'FindGroupsThatAreDue',
      actions: ['dynamodb:Query'],
      resources: [`${table.tableArn}/index/${DUE_INDEX.name}`],
    });
    allow(role, { sid: 'QueueGroupsThatAreDue', actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
  }
}
