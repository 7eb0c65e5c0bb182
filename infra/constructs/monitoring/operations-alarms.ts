import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type FunctionName, OWN_METRIC } from '../../../shared/names/index.ts';
import type { Stage } from '../../stage.ts';

interface OperationsAlarmsProps {
  readonly stage: Stage;
  readonly failures: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  readonly functions: Readonly<
    Record<
      Exclude<FunctionName, 'put-policy' | 'on-push' | 'api' | 'refresh-prices' | 'on-overflow' | 'tune'>,
      lambda.IFunction
    >
  >;
  /** Topic that receives the alarms. Without it, the alarms have no action. */
  readonly notify?: sns.ITopic | undefined;
}

/** Sections of docs/how-to/runbook.md, which describe the remedies. */
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

/**
 * Alarms on Headcount itself: ten, the number that AWS does not charge for. An event that on-push cannot store is in the
 * failure queue, which has an alarm.
 */
export class OperationsAlarms extends Construct {
  readonly alarms: cloudwatch.IAlarm[] = [];
  private readonly props: OperationsAlarmsProps;

  constructor(scope: Construct, id: string, props: OperationsAlarmsProps) {
    super(scope, id);
    this.props = props;
    const { functions } = props;
    const visibleMessages = (queue: sqs.IQueue) =>
      queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: FIVE_MINUTES });

    this.alarm('failure-queue', 'The failure queue holds an event that failed in every retry.', {
      metric: visibleMessages(props.failures),
    });
    this.alarm('dead-letters', 'The dead-letter queue holds groups that could not be evaluated.', {
      metric: visibleMessages(props.deadLetters),
    });
    this.alarm('late-evaluations', 'Groups have waited more than five minutes for their evaluation.', {
      // SQS's own age of the oldest message also counts messages that are hidden until their next attempt.
      metric: new cloudwatch.Metric({
        namespace: OWN_METRIC.namespace,
        metricName: OWN_METRIC.wait,
        dimensionsMap: { [OWN_METRIC.dimension]: props.stage },
        statistic: 'Maximum',
        period: FIVE_MINUTES,
      }),
      threshold: FIVE_MINUTES.toSeconds(),
      evaluationPeriods: 2,
      // When groups are due and nothing evaluates them, nothing publishes data.
      treatMissingData: BREACHING,
    });
    this.alarm('silent-schedule', 'The schedule has not run for ten minutes. Groups are not evaluated.', {
      metric: functions['on-schedule'].metricInvocations({ statistic: 'Sum', period: FIVE_MINUTES }),
      comparisonOperator: LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 2,
      // A function that does not run publishes no data.
      treatMissingData: BREACHING,
    });
    this.alarm('late-policies', 'A changed policy has waited more than five minutes to take effect.', {
      metric: functions['on-policy-change'].metric('IteratorAge', { statistic: 'Maximum', period: FIVE_MINUTES }),
      threshold: FIVE_MINUTES.toMilliseconds(),
    });
    for (const [name, function_] of Object.entries(functions)) {
      this.alarm('function-errors', `${name} failed in three consecutive periods of five minutes.`, {
        id: `function-errors-${name}`,
        metric: function_.metricErrors({ statistic: 'Sum', period: FIVE_MINUTES }),
        // Lambda retries a single failure; if the retries fail too, a queue with its own alarm keeps the event.
        evaluationPeriods: 3,
      });
    }
  }

  private alarm(runbook: Runbook, problem: string, alarm: Partial<cloudwatch.AlarmProps> & Watched): void {
    const { id = runbook, ...props } = alarm;
    const { stage, notify } = this.props;
    const created = new cloudwatch.Alarm(this, id, {
      // Outside the prefix of the groups' alarms, because on-policy-change may delete alarms with that prefix.
      alarmName: `headcount-${stage}-${id}`,
      alarmDescription: `${problem} What to do: docs/how-to/runbook.md#${runbook}`,
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: GREATER_THAN_THRESHOLD,
      treatMissingData: NOT_BREACHING,
      ...props,
    });
    if (notify) created.addAlarmAction(new SnsAction(notify));
    this.alarms.push(created);
  }
}

interface Watched {
  readonly metric: cloudwatch.IMetric;
  readonly id?: string;
}
