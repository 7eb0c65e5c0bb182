import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Headcount } from './headcount.ts';
import type { Settings } from './settings.ts';

/** The autoscaler as a separate stack. You and the command line find its resources through the outputs. */
export class HeadcountStack extends Stack {
  readonly autoscaler: Headcount;

  constructor(scope: Construct, id: string, settings: Settings, props?: StackProps) {
    super(scope, id, { description: 'Headcount: scales groups of EC2 instances to match their work', ...props });
    const { stage, alarmConcurrency, passRoleArns, notifyTopicArn, recordCases, protectTable, api, dashboard } =
      settings;
    const { overflowRegions } = settings;
    this.autoscaler = new Headcount(this, 'Headcount', {
      stage,
      alarmConcurrency,
      recordCases,
      protectTable,
      api,
      dashboard,
      overflowRegions,
      extensions: settings.extensions ?? [],
      passRoles: passRoleArns.map((arn, index) => iam.Role.fromRoleArn(this, `WorkerRole${index}`, arn)),
      ...(notifyTopicArn ? { notify: sns.Topic.fromTopicArn(this, 'Notify', notifyTopicArn) } : {}),
    });
    const { table, queue, alarmTopic, eventBus, notifyTopic, failures, deadLetters } = this.autoscaler;
    this.output('TableName', table.tableName, 'Table of policies, states and activities');
    this.output('QueueUrl', queue.queueUrl, 'Queue of groups that are due for evaluation');
    this.output('AlarmTopicArn', alarmTopic.topicArn, "Topic of the groups' alarms");
    this.output('EventBusName', eventBus.eventBusName, 'Event bus of worker events');
    this.output('NotifyTopicArn', notifyTopic.topicArn, 'Topic of conditions that a person should know');
    this.output('FailureQueueUrl', failures.queueUrl, 'Events that failed in every retry');
    if (this.autoscaler.api) this.output('ApiUrl', this.autoscaler.api.url, 'Address of the HTTP API');
    this.output('DeadLetterQueueUrl', deadLetters.queueUrl, 'Groups that could not be evaluated');
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
