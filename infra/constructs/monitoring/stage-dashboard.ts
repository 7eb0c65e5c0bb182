import type * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import {
  dashboardName,
  type FunctionName,
  GROUP_METRIC,
  OWN_METRIC,
  STAGE_METRIC,
} from '../../../shared/names/index.ts';
import type { Stage } from '../../stage.ts';

/**
 * put-policy is missing: it runs only during deployments, and CloudFormation reports its errors. So is tune, whose metrics
 * would be the 51st: `status` shows when the rules of a group were tuned.
 */
type ShownFunction = Exclude<FunctionName, 'put-policy' | 'tune'>;
type Functions = Readonly<Partial<Record<ShownFunction, lambda.IFunction>>>;

interface StageDashboardProps {
  readonly stage: Stage;
  readonly functions: Functions;
  /** Nothing here waits for them, so that only their errors are shown. */
  readonly inBackground: Functions;
  readonly queue: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  readonly failures: sqs.IQueue;
  readonly alarms: readonly cloudwatch.IAlarm[];
  readonly api: apigateway.HttpApi | null;
}

const FULL_WIDTH = 24;
const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);

/**
 * The stage on one CloudWatch dashboard, and any group whose policy has `telemetry: metrics`. AWS doesn't charge for the
 * first three dashboards of an account with at most 50 metrics each: https://aws.amazon.com/cloudwatch/pricing/
 */
export class StageDashboard extends Construct {
  constructor(scope: Construct, id: string, props: StageDashboardProps) {
    super(scope, id);
    const { stage } = props;
    new cloudwatch.Dashboard(this, 'Dashboard', {
      // Dashboards belong to the account, not to a region: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
      dashboardName: dashboardName(stage, Stack.of(this).region),
      defaultInterval: Duration.hours(12),
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_dashboard_variables.html
      variables: [groupVariable(stage)],
      widgets: [
        [text(2, `# Headcount, ${stage}\nThe next deployment overwrites changes made here: docs/how-to/dashboards.md`)],
        [
          new cloudwatch.AlarmStatusWidget({
            title: 'Alarms',
            alarms: [...props.alarms],
            width: FULL_WIDTH,
            height: 4,
          }),
        ],
        row([ofStage(stage), waitOf(stage), ofQueues(props)]),
        [text(2, '## A group\nChoose it above. Listed are the groups whose policies have `telemetry: metrics`.')],
        row(ofGroup(stage)),
        [text(1, '## Functions')],
        row(ofFunctions(props)),
        ...(props.api ? [[text(1, '## HTTP API')], row(ofApi(props.api))] : []),
      ],
    });
  }
}

/** Replaces the dimension `Group` of every metric on the dashboard. */
const groupVariable = (stage: Stage): cloudwatch.DashboardVariable =>
  new cloudwatch.DashboardVariable({
    id: 'group',
    label: 'Group',
    type: cloudwatch.VariableType.PROPERTY,
    inputType: cloudwatch.VariableInputType.SELECT,
    value: GROUP_METRIC.dimension,
    values: cloudwatch.Values.fromSearch(
      `{${[OWN_METRIC.namespace, OWN_METRIC.dimension, GROUP_METRIC.dimension].join(',')}} MetricName="${GROUP_METRIC.desired}" ${OWN_METRIC.dimension}="${stage}"`,
      GROUP_METRIC.dimension,
    ),
    defaultValue: cloudwatch.DefaultValue.FIRST,
    visible: true,
  });

function ofStage(stage: Stage): cloudwatch.GraphWidgetProps {
  const metric = own(stage, { statistic: 'Sum', period: FIVE_MINUTES });
  return {
    title: 'Evaluations, each 5 minutes',
    left: [metric(STAGE_METRIC.evaluations, 'evaluations')],
    right: [metric(STAGE_METRIC.failed, 'failed'), metric(STAGE_METRIC.resizes, 'resizes')],
    leftYAxis: count('evaluations'),
    rightYAxis: count('failed, resizes'),
  };
}

const waitOf = (stage: Stage): cloudwatch.GraphWidgetProps => ({
  title: 'How long groups waited for their evaluation',
  left: [own(stage, { statistic: 'Maximum', period: MINUTE })(OWN_METRIC.wait, 'longest wait')],
  leftYAxis: count('seconds'),
});

function ofQueues({ queue, deadLetters, failures, functions }: StageDashboardProps): cloudwatch.GraphWidgetProps {
  const waiting = (of: sqs.IQueue, label: string) =>
    of.metricApproximateNumberOfMessagesVisible({ label, statistic: 'Maximum', period: FIVE_MINUTES });
  const policies = functions['on-policy-change']?.metric('IteratorAge', {
    label: 'oldest policy change (ms)',
    statistic: 'Maximum',
    period: FIVE_MINUTES,
  });
  return {
    title: 'Waiting messages and policy changes',
    left: [
      waiting(queue, 'evaluations'),
      waiting(deadLetters, 'groups that could not be evaluated'),
      waiting(failures, 'events that failed'),
    ],
    right: policies ? [policies] : [],
    leftYAxis: count('messages'),
    rightYAxis: count('ms'),
  };
}

/** The name of the group is a placeholder, which the variable replaces. */
function ofGroup(stage: Stage): cloudwatch.GraphWidgetProps[] {
  const metric = own(stage, { statistic: 'Maximum', period: MINUTE }, { [GROUP_METRIC.dimension]: 'group' });
  return [
    {
      title: 'Workers',
      left: [metric(GROUP_METRIC.desired, 'desired'), metric(GROUP_METRIC.ready, 'ready')],
      leftYAxis: count('number of workers'),
    },
    {
      title: 'Workers that do not serve',
      left: [
        metric(GROUP_METRIC.starting, 'starting'),
        metric(GROUP_METRIC.draining, 'draining'),
        metric(GROUP_METRIC.unhealthy, 'unhealthy'),
      ],
      leftYAxis: count('number of workers'),
    },
  ];
}

function ofFunctions({ functions, inBackground }: StageDashboardProps): cloudwatch.GraphWidgetProps[] {
  const prompt = Object.entries(functions);
  const all = [...prompt, ...Object.entries(inBackground)];
  const sum = { statistic: 'Sum', period: FIVE_MINUTES };
  return [
    {
      title: 'Errors, each 5 minutes',
      left: all.map(([label, one]) => one.metricErrors({ ...sum, label })),
      leftYAxis: count('errors'),
    },
    {
      title: 'Throttled calls, each 5 minutes',
      left: prompt.map(([label, one]) => one.metricThrottles({ ...sum, label })),
      leftYAxis: count('calls'),
    },
    {
      title: 'Duration: 95 % are shorter',
      left: prompt.map(([label, one]) => one.metricDuration({ label, statistic: 'p95', period: FIVE_MINUTES })),
      leftYAxis: count('ms'),
    },
  ];
}

function ofApi(api: apigateway.HttpApi): cloudwatch.GraphWidgetProps[] {
  const sum = (name: string, label: string) => api.metric(name, { label, statistic: 'Sum', period: FIVE_MINUTES });
  return [
    {
      title: 'Requests, each 5 minutes',
      left: [sum('Count', 'all'), sum('4xx', 'refused (4xx)'), sum('5xx', 'failed (5xx)')],
      leftYAxis: count('requests'),
    },
    {
      title: 'Duration: 95 % are shorter',
      left: [api.metric('Latency', { label: 'latency', statistic: 'p95', period: FIVE_MINUTES })],
      leftYAxis: count('ms'),
    },
  ];
}

/** Headcount's own metrics, by name and label. */
const own =
  (stage: Stage, options: cloudwatch.MetricOptions, dimensions: Readonly<Record<string, string>> = {}) =>
  (metricName: string, label: string): cloudwatch.Metric =>
    new cloudwatch.Metric({
      ...options,
      namespace: OWN_METRIC.namespace,
      metricName,
      label,
      dimensionsMap: { [OWN_METRIC.dimension]: stage, ...dimensions },
    });

const count = (label: string): cloudwatch.YAxisProps => ({ label, min: 0, showUnits: false });

const text = (height: number, markdown: string): cloudwatch.TextWidget =>
  new cloudwatch.TextWidget({
    markdown,
    height,
    width: FULL_WIDTH,
    background: cloudwatch.TextWidgetBackground.TRANSPARENT,
  });

/** Graphs of the same width side by side. */
const row = (graphs: readonly cloudwatch.GraphWidgetProps[]): cloudwatch.GraphWidget[] =>
  graphs.map((graph) => new cloudwatch.GraphWidget({ ...graph, width: FULL_WIDTH / graphs.length }));
