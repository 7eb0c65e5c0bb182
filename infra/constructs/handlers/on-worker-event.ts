import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DRAINED_EVENT, REPORT_TAGS, REPORTED_EVENT, TAG } from '../../../shared/names/index.ts';
import type { Stage } from '../../stage.ts';
import { EventQueue } from '../messages/event-queue.ts';
import type { EvaluationAccess } from '../permissions/evaluation-permissions.ts';
import { allow } from '../permissions/permissions.ts';
import type { FunctionDefaults } from './bundled-function.ts';
import { EvaluatingFunction } from './evaluating-function.ts';

interface OnWorkerEventProps {
  readonly defaults: FunctionDefaults;
  readonly failures: sqs.IQueue;
  readonly access: EvaluationAccess;
  readonly queue: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  /** Reserved concurrency, which is also the maximum. null: nothing is reserved, and a queue limits the events. */
  readonly concurrency: number | null;
}

/** Evaluates a group as soon as one of its workers is interrupted, terminates, stops, or changes its own tags. */
export class OnWorkerEvent extends Construct {
  readonly function: EvaluatingFunction;

  constructor(
    scope: Construct,
    id: string,
    { defaults, failures, access, queue, deadLetters, concurrency }: OnWorkerEventProps,
  ) {
    super(scope, id);
    const name = 'on-worker-event';
    // After ten minutes the schedule has evaluated the group many times.
    const retries = { retryAttempts: 2, maxEventAge: Duration.minutes(10) };
    this.function = new EvaluatingFunction(this, 'Function', {
      defaults,
      name,
      description: 'Evaluates a group when a worker is interrupted, terminates, or finishes its work',
      access,
      queue,
      deadLetters,
      sendSid: 'EvaluateAResizedGroupAgain',
      // When a zone fails, excess events wait in Lambda's internal queue instead of using up concurrency and EC2 calls.
      ...(concurrency === null ? {} : { reservedConcurrentExecutions: concurrency }),
      ...retries,
      onFailure: new SqsDestination(failures),
    });
    const delivery = { ...retries, deadLetterQueue: failures };
    const target =
      concurrency === null
        ? new SqsQueue(new EventQueue(this, 'Queue', { function: this.function, name, failures }), delivery)
        : new LambdaFunction(this.function, delivery);
    for (const [name, { event, pattern, isOwnBus = false }] of Object.entries(patternsOf(defaults.stage))) {
      new events.Rule(this, name, {
        description: `Headcount ${defaults.stage}: ${event}`,
        eventPattern: pattern,
        targets: [target],
        ...(isOwnBus && { eventBus: access.eventBus }),
      });
    }
    const workers = [Stack.of(this).formatArn({ service: 'ec2', resource: 'instance', resourceName: '*' })];
    allow(this.function.ownRole, {
      sid: 'TagOnlyOwnDrainingWorkersAsDrained',
      actions: ['ec2:CreateTags'],
      resources: workers,
      conditions: {
        StringEquals: { [`aws:ResourceTag/${TAG.stage}`]: defaults.stage },
        Null: {
          [`aws:ResourceTag/${TAG.group}`]: 'false',
          [`aws:ResourceTag/${TAG.drainingUntil}`]: 'false',
          'aws:TagKeys': 'false',
        },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.drained] },
      },
      patternBecause:
        "Workers are launched and terminated; the conditions allow only this stage's workers and one tag.",
    });
    allow(this.function.ownRole, {
      sid: 'TagOnlyOwnWorkersWithTheirReports',
      actions: ['ec2:CreateTags'],
      resources: workers,
      conditions: {
        StringEquals: { [`aws:ResourceTag/${TAG.stage}`]: defaults.stage },
        Null: { [`aws:ResourceTag/${TAG.group}`]: 'false', 'aws:TagKeys': 'false' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [...REPORT_TAGS] },
      },
      patternBecause:
        "Workers are launched and terminated; the conditions allow only this stage's workers and their reports.",
    });
  }
}

interface Source {
  readonly event: string;
  readonly pattern: events.EventPattern;
  /** On Headcount's own bus; otherwise on the account's default bus. */
  readonly isOwnBus?: boolean;
}

/** As narrow as the events allow: only tag changes contain the tags that identify a worker. */
const patternsOf = (stage: Stage): Record<string, Source> => ({
  Warnings: {
    event: 'EC2 will interrupt an instance, or is likely to',
    pattern: {
      source: ['aws.ec2'],
      detailType: ['EC2 Spot Instance Interruption Warning', 'EC2 Instance Rebalance Recommendation'],
    },
  },
  Leaving: {
    event: 'an instance terminates or stops',
    pattern: {
      source: ['aws.ec2'],
      detailType: ['EC2 Instance State-change Notification'],
      detail: { state: ['shutting-down', 'terminated', 'stopping', 'stopped'] },
    },
  },
  Tags: {
    event: 'a draining worker changed its own tags',
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
  Asks: {
    event: 'a worker asks for work, or for its end, with its own tags',
    pattern: {
      source: ['aws.tag'],
      detailType: ['Tag Change on Resource'],
      detail: {
        service: ['ec2'],
        'resource-type': ['instance'],
        'changed-tag-keys': [TAG.ready, TAG.retire],
        tags: { [TAG.stage]: [stage], [TAG.group]: [{ exists: true }] },
      },
    },
  },
  Reported: {
    event: 'a worker reports on its own',
    pattern: { detailType: [REPORTED_EVENT] },
    isOwnBus: true,
  },
  Drained: {
    event: 'a draining worker reports that it has finished',
    pattern: { detailType: [DRAINED_EVENT] },
  },
});
