import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { functionName, queueName } from '../shared/names/index.ts';
import { registerExtensions } from '../shared/registration/index.ts';
import { extensionsModule } from './bundling/extensions.ts';
import { Api } from './constructs/api/api.ts';
import { Evaluate } from './constructs/handlers/evaluate.ts';
import { OnAlarm } from './constructs/handlers/on-alarm.ts';
import { OnOverflow } from './constructs/handlers/on-overflow.ts';
import { OnPolicyChange } from './constructs/handlers/on-policy-change.ts';
import { OnPush } from './constructs/handlers/on-push.ts';
import { OnSchedule } from './constructs/handlers/on-schedule.ts';
import { OnWorkerEvent } from './constructs/handlers/on-worker-event.ts';
import { PutPolicy } from './constructs/handlers/put-policy.ts';
import { RefreshPrices } from './constructs/handlers/refresh-prices.ts';
import { Tune } from './constructs/handlers/tune.ts';
import { AlarmTopic } from './constructs/messages/alarm-topic.ts';
import { EvaluationQueue } from './constructs/messages/evaluation-queue.ts';
import { AnnouncementBus } from './constructs/messages/event-bus.ts';
import { FailureQueue } from './constructs/messages/failure-queue.ts';
import { NotifyTopic } from './constructs/messages/notify-topic.ts';
import { OperationsAlarms } from './constructs/monitoring/operations-alarms.ts';
import { StageDashboard } from './constructs/monitoring/stage-dashboard.ts';
import { GroupsTable } from './constructs/table.ts';
import type { Stage } from './stage.ts';

export interface HeadcountProps {
  /** @default production */
  readonly stage?: Stage;
  /** Roles in the instance profiles of the workers' launch templates. Headcount can pass no other role to a worker. @default none */
  readonly passRoles?: readonly iam.IRole[];
  /** @default one month */
  readonly logRetention?: logs.RetentionDays;
  /**
   * Maximum number of alarms processed at the same time, and likewise of worker events and of pushes. All are reserved
   * from the account's concurrency. `null` reserves nothing, for accounts that still have the initial quota of 10: two of
   * each are processed at the same time, and the others wait in queues. @default 5
   */
  readonly alarmConcurrency?: number | null;
  /** Receives alarms that need an operator. @default the alarms have no action */
  readonly notify?: sns.ITopic;
  /** Log the input of every decision, so that you can replay it: docs/how-to/runbook.md. @default false */
  readonly recordCases?: boolean;
  /** Deploy the HTTP API: docs/how-to/http-api.md. @default false */
  readonly api?: boolean;
  /**
   * Regions with a stack of the same stage. Groups of this stack may ask theirs for workers, and theirs those of this
   * stack: docs/how-to/overflow.md. @default none
   */
  readonly overflowRegions?: readonly string[];
  /** Deploy the CloudWatch dashboard: docs/how-to/dashboards.md. @default true */
  readonly dashboard?: boolean;
  /**
   * Modules that add kinds of rules, metric sources and providers: names of packages, or paths that begin with `./` or `/`,
   * as seen from the working directory. esbuild must be installed: docs/how-to/extensions.md. @default none
   */
  readonly extensions?: readonly string[];
  /** Switch on the table's deletion protection. Do so after the first deployment: docs/how-to/deploy.md. @default false */
  readonly protectTable?: boolean;
}

/** The autoscaler, as a worker group refers to it. */
export interface Autoscaler {
  readonly stage: Stage;
  /** ARN of the function that writes policies for CloudFormation. */
  readonly putPolicyArn: string;
}

/** The autoscaler: the resources of one stage in one account and region. */
export class Headcount extends Construct implements Autoscaler {
  readonly stage: Stage;
  readonly putPolicyArn: string;
  readonly table: dynamodb.TableV2;
  readonly queue: sqs.Queue;
  readonly alarmTopic: sns.Topic;
  /** Publishes events to other programs. */
  readonly eventBus: events.EventBus;
  /** Receives conditions of groups that a person should know. */
  readonly notifyTopic: sns.Topic;
  readonly failures: sqs.Queue;
  readonly deadLetters: sqs.Queue;
  /** Null unless the HTTP API is deployed. */
  readonly api: Api | null;

  /** Refers to the autoscaler that another app deployed into this account and region. */
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
    const overflowRegions = otherRegions(this, props.overflowRegions ?? []);
    const registered = registerExtensions(props.extensions ?? [], process.cwd());
    const defaults = {
      stage,
      logRetention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      recordCases,
      extensions: registered.length === 0 ? null : extensionsModule(registered),
    };
    this.stage = stage;
    this.table = new GroupsTable(this, 'Table', { stage, isProtected: props.protectTable ?? false });
    this.failures = new FailureQueue(this, 'Failures', queueName(stage, 'failures'));
    this.alarmTopic = new AlarmTopic(this, 'AlarmTopic', stage);
    this.eventBus = new AnnouncementBus(this, 'EventBus', stage);
    this.notifyTopic = new NotifyTopic(this, 'Notify', {
      stage,
      eventBus: this.eventBus,
      failures: this.failures,
    }).topic;
    const { queue, deadLetters } = new EvaluationQueue(this, 'Evaluations', stage);
    this.queue = queue;
    this.deadLetters = deadLetters;

    const { table, failures, alarmTopic, eventBus } = this;
    const extensions = registered.map(({ extension }) => extension);
    const access = { stage, table, eventBus, passRoles, overflowRegions, extensions };
    const onPolicyChange = new OnPolicyChange(this, 'OnPolicyChange', {
      defaults,
      table,
      alarmTopic,
      eventBus,
      failures,
    });
    const onSchedule = new OnSchedule(this, 'OnSchedule', { defaults, table, queue, failures });
    const evaluate = new Evaluate(this, 'Evaluate', { defaults, queue, deadLetters, access });
    const concurrency = alarmConcurrency;
    new Tune(this, 'Tune', { defaults, table, access, deadLetters, concurrency, evaluate: evaluate.function });
    const onAlarm = new OnAlarm(this, 'OnAlarm', {
      defaults,
      alarmTopic,
      failures,
      access,
      queue,
      deadLetters,
      concurrency,
    });
    const onWorkerEvent = new OnWorkerEvent(this, 'OnWorkerEvent', {
      defaults,
      failures,
      access,
      queue,
      deadLetters,
      concurrency,
    });
    const onPush = new OnPush(this, 'OnPush', { defaults, table, eventBus, queue, failures, concurrency });
    const refreshPrices = new RefreshPrices(this, 'RefreshPrices', { defaults, table, failures });
    this.putPolicyArn = new PutPolicy(this, 'PutPolicy', { defaults, table }).function.functionArn;
    this.api = props.api ? new Api(this, 'Api', { defaults, access, queue }) : null;
    const onOverflow =
      overflowRegions.length > 0
        ? new OnOverflow(this, 'OnOverflow', { defaults, table, regions: overflowRegions })
        : null;
    const functions = {
      'on-policy-change': onPolicyChange.function,
      'on-schedule': onSchedule.function,
      evaluate: evaluate.function,
      'on-alarm': onAlarm.function,
      'on-worker-event': onWorkerEvent.function,
    };
    const { notify } = props;
    const { alarms } = new OperationsAlarms(this, 'Operations', { stage, failures, deadLetters, functions, notify });
    if (props.dashboard ?? true) {
      const { api } = this;
      new StageDashboard(this, 'Dashboard', {
        stage,
        queue,
        deadLetters,
        failures,
        alarms,
        functions: { ...functions, 'on-push': onPush.function, ...(api ? { api: api.function } : {}) },
        inBackground: {
          'refresh-prices': refreshPrices.function,
          ...(onOverflow && { 'on-overflow': onOverflow.function }),
        },
        api: api?.httpApi ?? null,
      });
    }
  }
}

/** Throws for the region of the stack itself. */
function otherRegions(scope: Construct, regions: readonly string[]): readonly string[] {
  const own = Stack.of(scope).region;
  if (!regions.includes(own)) return [...new Set(regions)];
  throw new Error(`overflowRegions: ${own} is the region of this stack. List other regions only.`);
}
