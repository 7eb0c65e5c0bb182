import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DRAINED_EVENT, TAG } from '../../shared/aws/names.ts';
import type { Stage } from '../stage.ts';
import type { House } from './bundled-function.ts';
import { EvaluatingFunction } from './evaluating-function.ts';
import type { EvaluationAccess } from './evaluation-permissions.ts';
import { allow } from './permissions.ts';

interface OnWorkerEventProps {
  readonly house: House;
  readonly failures: sqs.IQueue;
  readonly access: EvaluationAccess;
  readonly queue: sqs.IQueue;
  /** Executions reserved, and so the most there can be; null reserves and bounds nothing. */
  readonly concurrency: number | null;
}

/** A worker is taken by AWS, ends, stops, or says something of itself: its group is evaluated at once. */
export class OnWorkerEvent extends Construct {
  readonly function: EvaluatingFunction;

  constructor(scope: Construct, id: string, { house, failures, access, queue, concurrency }: OnWorkerEventProps) {
    super(scope, id);
    // By then the schedule has looked at the group many times.
    const patience = { retryAttempts: 2, maxEventAge: Duration.minutes(10) };
    this.function = new EvaluatingFunction(this, 'Function', {
      house,
      name: 'on-worker-event',
      description: 'Evaluates the group whose worker is taken, ends or says that it is done',
      ...{ access, queue, queues: 'LookAgainAtAResizedGroup' },
      // When a zone fails, its events wait in Lambda's own queue instead of taking everybody's concurrency and EC2 calls.
      ...(concurrency === null ? {} : { reservedConcurrentExecutions: concurrency }),
      ...patience,
      onFailure: new SqsDestination(failures),
    });
    const target = new LambdaFunction(this.function, { ...patience, deadLetterQueue: failures });
    for (const [name, { told, pattern }] of Object.entries(patternsOf(house.stage))) {
      new events.Rule(this, name, {
        description: `Headcount ${house.stage}: ${told}`,
        eventPattern: pattern,
        targets: [target],
      });
    }
    allow(this.function.ownRole, {
      sid: 'NoteOnlyOnOwnDrainingWorkersThatTheyAreDone',
      actions: ['ec2:CreateTags'],
      resources: [Stack.of(this).formatArn({ service: 'ec2', resource: 'instance', resourceName: '*' })],
      conditions: {
        StringEquals: { [`aws:ResourceTag/${TAG.stage}`]: house.stage },
        Null: {
          [`aws:ResourceTag/${TAG.group}`]: 'false',
          [`aws:ResourceTag/${TAG.drainingUntil}`]: 'false',
          'aws:TagKeys': 'false',
        },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drained] },
      },
      patternBecause: "Workers come and go; the conditions name this stage's workers and the one tag that may be set.",
    });
  }
}

/** As narrow as the events allow: only those of tags tell whose instance it is. */
const patternsOf = (stage: Stage): Record<string, { told: string; pattern: events.EventPattern }> => ({
  Warnings: {
    told: 'EC2 will take an instance, or is likely to',
    pattern: {
      source: ['aws.ec2'],
      detailType: ['EC2 Spot Instance Interruption Warning', 'EC2 Instance Rebalance Recommendation'],
    },
  },
  Leaving: {
    told: 'an instance ends or stops',
    pattern: {
      source: ['aws.ec2'],
      detailType: ['EC2 Instance State-change Notification'],
      detail: { state: ['shutting-down', 'terminated', 'stopping', 'stopped'] },
    },
  },
  Tags: {
    told: 'a draining worker has changed what it says of itself',
    pattern: {
      source: ['aws.tag'],
      detailType: ['Tag Change on Resource'],
      detail: {
        service: ['ec2'],
        'resource-type': ['instance'],
        'changed-tag-keys': [TAG.drained, TAG.busy],
        tags: { [TAG.stage]: [stage], [TAG.group]: [{ exists: true }], [TAG.drainingUntil]: [{ exists: true }] },
      },
    },
  },
  Drained: {
    told: 'a draining worker says that it is done',
    pattern: { detailType: [DRAINED_EVENT] },
  },
});
