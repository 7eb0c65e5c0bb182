import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { alarmPrefix, ENVIRONMENT, KEY, SORT } from '../../shared/aws/names.ts';
import { BundledFunction, type House } from './bundled-function.ts';
import { allow } from './permissions.ts';

interface OnPolicyChangeProps {
  readonly house: House;
  readonly table: dynamodb.TableV2;
  readonly alarmTopic: sns.ITopic;
  readonly failures: sqs.IQueue;
}

/** The table's stream: a policy item came, changed or went. */
export class OnPolicyChange extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { house, table, alarmTopic, failures }: OnPolicyChangeProps) {
    super(scope, id);
    this.function = new BundledFunction(this, 'Function', {
      house,
      name: 'on-policy-change',
      description: 'Accepts or refuses a changed policy and keeps its alarms in step',
      memorySize: 512,
      environment: {
        [ENVIRONMENT.stage]: house.stage,
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.alarmTopicArn]: alarmTopic.topicArn,
      },
    });
    // One record after the other within a shard, so concurrency is bounded by the table's few shards.
    this.function.addEventSource(
      // TableV2 is a table, but for optional properties that may also be undefined.
      new DynamoEventSource(table as dynamodb.ITable, {
        // A policy put while the stack is being made must not be missed.
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
        filters: [
          lambda.FilterCriteria.filter({
            dynamodb: { Keys: { [KEY.sort]: { S: lambda.FilterRule.isEqual(SORT.policy) } } },
          }),
        ],
        batchSize: 10,
        parallelizationFactor: 1,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        retryAttempts: 2,
        maxRecordAge: Duration.hours(1),
        onFailure: new SqsDlq(failures),
      }),
    );
    const role = this.function.ownRole;
    allow(role, {
      sid: 'KeepPolicyVersionsAndTheirStatus',
      actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resources: [table.tableArn],
    });
    allow(role, {
      sid: 'FindAlarmsOfAGroup',
      actions: ['cloudwatch:DescribeAlarms'],
      resources: ['*'],
      patternBecause: 'A search by prefix is a search among all alarms; it only reads.',
    });
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${alarmPrefix(house.stage)}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    allow(role, {
      sid: 'KeepOnlyTheAlarmsOfThisStagesGroups',
      actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
      resources: [alarms],
      patternBecause: "Groups come and go; the prefix holds this stage's alarms and nobody else's.",
    });
  }
}
