import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { alarmPrefix, alarmTopicName } from '../../shared/aws/names.ts';
import type { Stage } from '../stage.ts';

/**
 * Where the groups' alarms announce that a bound was passed. Messages hold an alarm's name and state, nothing secret;
 * CloudWatch cannot publish to a topic under SNS's own key, and a key of one's own costs more than all the rest.
 */
export class AlarmTopic extends sns.Topic {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, { topicName: alarmTopicName(stage), enforceSSL: true });
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${alarmPrefix(stage)}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'OnlyAlarmsOfThisStageMayPublish',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': alarms },
        },
      }),
    );
  }
}
