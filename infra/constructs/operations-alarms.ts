import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionName } from '../../shared/runtime/limits.ts';
import type { Stage } from '../stage.ts';

interface OperationsAlarmsProps {
  readonly stage: Stage;
  readonly failures: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  readonly queue: sqs.IQueue;
  readonly functions: Readonly<Record<Exclude<FunctionName, 'put-policy'>, lambda.IFunction>>;
  /** Where a person is told; nobody is when it is left out. */
  readonly notify?: sns.ITopic | undefined;
}

/** Sections of docs/how-to/runbook.md that say what to do. */
export type Runbook =
  | 'failure-queue'
  | 'dead-letters'
  | 'late-evaluations'
  | 'silent-schedule'
  | 'late-policies'
  | 'function-errors';

const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
const { NOT_BREACHING, BREACHING } = cloudwatch.TreatMissingData;
const FIVE_MINUTES = Duration.minutes(5);

/** Headcount watching itself: ten alarms are free of charge, and these are ten. */
export class OperationsAlarms extends Construct {
  private readonly props: OperationsAlarmsProps;

  constructor(scope: Construct, id: string, props: OperationsAlarmsProps) {
    super(scope, id);
    this.props = props;
    const { functions } = props;
    const waiting = (queue: sqs.IQueue) =>
      queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: FIVE_MINUTES });

    this.tell('failure-queue', 'An event that no retry could handle waits in the failure queue.', {
      metric: waiting(props.failures),
    });
    this.tell('dead-letters', 'Groups that could not be evaluated wait among the dead letters.', {
      metric: waiting(props.deadLetters),
    });
    this.tell('late-evaluations', 'Groups have waited for their evaluation for more than five minutes.', {
      metric: props.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: FIVE_MINUTES }),
      threshold: FIVE_MINUTES.toSeconds(),
    });
    this.tell('silent-schedule', 'The schedule has not run for ten minutes: nothing converges.', {
      metric: functions['on-schedule'].metricInvocations({ statistic: 'Sum', period: FIVE_MINUTES }),
      comparisonOperator: LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 2,
      // A function that does not run reports nothing.
      treatMissingData: BREACHING,
    });
    this.tell('late-policies', 'A changed policy has waited for more than five minutes to take effect.', {
      metric: functions['on-policy-change'].metric('IteratorAge', { statistic: 'Maximum', period: FIVE_MINUTES }),
      threshold: FIVE_MINUTES.toMilliseconds(),
    });
    for (const [name, one] of Object.entries(functions)) {
      this.tell('function-errors', `${name} failed in three periods of five minutes on end.`, {
        id: `function-errors-${name}`,
        metric: one.metricErrors({ statistic: 'Sum', period: FIVE_MINUTES }),
        // One failure is retried, and then kept in a queue that has an alarm of its own.
        evaluationPeriods: 3,
      });
    }
  }

  private tell(runbook: Runbook, what: string, alarm: Partial<cloudwatch.AlarmProps> & Watched): void {
    const { id = runbook, ...props } = alarm;
    const { stage, notify } = this.props;
    const made = new cloudwatch.Alarm(this, id, {
      // Not under the prefix of the groups' alarms, which on-policy-change may delete.
      alarmName: `headcount-${stage}-${id}`,
      alarmDescription: `${what} What to do: docs/how-to/runbook.md#${runbook}`,
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: GREATER_THAN_THRESHOLD,
      treatMissingData: NOT_BREACHING,
      ...props,
    });
    if (notify) made.addAlarmAction(new SnsAction(notify));
  }
}

interface Watched {
  readonly metric: cloudwatch.IMetric;
  readonly id?: string;
}
