import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { functionName, queueName } from '../shared/aws/names.ts';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { Evaluate } from './constructs/evaluate.ts';
import { EvaluationQueue } from './constructs/evaluation-queue.ts';
import { AnnouncementBus } from './constructs/event-bus.ts';
import { FailureQueue } from './constructs/failure-queue.ts';
import { OnAlarm } from './constructs/on-alarm.ts';
import { OnPolicyChange } from './constructs/on-policy-change.ts';
import { OnSchedule } from './constructs/on-schedule.ts';
import { OnWorkerEvent } from './constructs/on-worker-event.ts';
import { OperationsAlarms } from './constructs/operations-alarms.ts';
import { PutPolicy } from './constructs/put-policy.ts';
import { GroupsTable } from './constructs/table.ts';
import type { Stage } from './stage.ts';

export interface HeadcountProps {
  /** @default production */
  readonly stage?: Stage;
  /** Roles in the instance profiles of the workers' launch templates. No other role can be given to a worker. @default none */
  readonly passRoles?: readonly iam.IRole[];
  /** @default one month */
  readonly logRetention?: logs.RetentionDays;
  /**
   * The most alarms handled at once, and the most events of workers, each reserved from the account's concurrency. `null`
   * reserves none: an account whose quota is still at its first 10 can spare none. @default 5
   */
  readonly alarmConcurrency?: number | null;
  /** Told when Headcount itself needs a person. @default nobody is told */
  readonly notify?: sns.ITopic;
  /** Every evaluation logs what it decided on, so that it can be decided again: docs/how-to/runbook.md. @default false */
  readonly recordCases?: boolean;
}

/** What a worker group needs to know of the autoscaler that runs it. */
export interface Autoscaler {
  readonly stage: Stage;
  /** The function that writes policies for CloudFormation. */
  readonly putPolicyArn: string;
}

/** The autoscaler: everything that one account and region needs for one stage. */
export class Headcount extends Construct implements Autoscaler {
  readonly stage: Stage;
  readonly putPolicyArn: string;
  readonly table: dynamodb.TableV2;
  readonly queue: sqs.Queue;
  readonly alarmTopic: sns.Topic;
  /** Where other programs hear what becomes of workers. */
  readonly eventBus: events.EventBus;
  readonly failures: sqs.Queue;
  readonly deadLetters: sqs.Queue;

  /** The autoscaler that another app has deployed into this account and region. */
  static deployed(scope: Construct, stage: Stage): Autoscaler {
    const resourceName = functionName(stage, 'put-policy');
    const function_ = {
      service: 'lambda',
      resource: 'function',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    };
    return { stage, putPolicyArn: Stack.of(scope).formatArn(function_) };
  }

  constructor(scope: Construct, id: string, props: HeadcountProps = {}) {
    super(scope, id);
    const { stage = 'production', passRoles = [], alarmConcurrency = 5, recordCases = false } = props;
    const house = { stage, logRetention: props.logRetention ?? logs.RetentionDays.ONE_MONTH, recordCases };
    this.stage = stage;
    this.table = new GroupsTable(this, 'Table', stage);
    this.failures = new FailureQueue(this, 'Failures', queueName(stage, 'failures'));
    this.alarmTopic = new AlarmTopic(this, 'AlarmTopic', stage);
    this.eventBus = new AnnouncementBus(this, 'EventBus', stage);
    const { queue, deadLetters } = new EvaluationQueue(this, 'Evaluations', stage);
    this.queue = queue;
    this.deadLetters = deadLetters;

    const { table, failures, alarmTopic, eventBus } = this;
    const access = { stage, table, eventBus, passRoles };
    const onPolicyChange = new OnPolicyChange(this, 'OnPolicyChange', { house, table, alarmTopic, failures });
    const onSchedule = new OnSchedule(this, 'OnSchedule', { house, table, queue, failures });
    const evaluate = new Evaluate(this, 'Evaluate', { house, queue, access });
    const concurrency = alarmConcurrency;
    const onAlarm = new OnAlarm(this, 'OnAlarm', { house, alarmTopic, failures, access, queue, concurrency });
    const onWorkerEvent = new OnWorkerEvent(this, 'OnWorkerEvent', { house, failures, access, queue, concurrency });
    this.putPolicyArn = new PutPolicy(this, 'PutPolicy', { house, table }).function.functionArn;
    new OperationsAlarms(this, 'Operations', {
      stage,
      failures,
      deadLetters,
      queue,
      functions: {
        'on-policy-change': onPolicyChange.function,
        'on-schedule': onSchedule.function,
        evaluate: evaluate.function,
        'on-alarm': onAlarm.function,
        'on-worker-event': onWorkerEvent.function,
      },
      notify: props.notify,
    });
  }
}
