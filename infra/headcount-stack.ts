import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Headcount } from './headcount.ts';
import type { Settings } from './settings.ts';

/** The autoscaler as a stack of its own; its outputs are what people and the command line look up. */
export class HeadcountStack extends Stack {
  readonly autoscaler: Headcount;

  constructor(scope: Construct, id: string, settings: Settings, props?: StackProps) {
    super(scope, id, { description: 'Headcount: keeps every worker group at the head count its work needs', ...props });
    const { stage, alarmConcurrency, passRoleArns, notifyTopicArn, recordCases } = settings;
    this.autoscaler = new Headcount(this, 'Headcount', {
      stage,
      alarmConcurrency,
      recordCases,
      passRoles: passRoleArns.map((arn, index) => iam.Role.fromRoleArn(this, `WorkerRole${index}`, arn)),
      ...(notifyTopicArn ? { notify: sns.Topic.fromTopicArn(this, 'Notify', notifyTopicArn) } : {}),
    });
    const { table, queue, alarmTopic, eventBus, failures, deadLetters } = this.autoscaler;
    this.output('TableName', table.tableName, 'Policies are put here');
    this.output('QueueUrl', queue.queueUrl, 'Groups that wait for their evaluation');
    this.output('AlarmTopicArn', alarmTopic.topicArn, "Where the groups' alarms announce themselves");
    this.output('EventBusName', eventBus.eventBusName, 'Where other programs hear what becomes of workers');
    this.output('FailureQueueUrl', failures.queueUrl, 'Events that no function could handle');
    this.output('DeadLetterQueueUrl', deadLetters.queueUrl, 'Groups that could not be evaluated');
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
