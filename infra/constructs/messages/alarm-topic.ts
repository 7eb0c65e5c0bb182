import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { alarmPrefix, alarmTopicName } from '../../../shared/names/index.ts';
import type { Stage } from '../../stage.ts';

/**
 * The topic to which the groups' alarms publish. It is not encrypted: messages contain only an alarm's name and state,
 * CloudWatch cannot publish to a topic encrypted with the AWS managed key, and a customer managed key would cost more
 * than the rest of the stack.
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
