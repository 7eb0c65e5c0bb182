import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { alarmPrefix, ENVIRONMENT, KEY, PRICES_KEY, SORT, WAITING_PREFIX } from '../../../shared/names/index.ts';
import { allow } from '../permissions/permissions.ts';
import { BundledFunction, type FunctionDefaults } from './bundled-function.ts';
import { allowPriceList } from './refresh-prices.ts';

/**
 * A policy that fails holds up its shard for two minutes, and is then set aside, with a message to the failure queue. Only
 * one that cannot be set aside, or that CloudWatch throttles, is repeated so often; then the failure queue keeps its record.
 */
const MOST_ATTEMPTS = 100;

interface OnPolicyChangeProps {
  readonly defaults: FunctionDefaults;
  readonly table: dynamodb.TableV2;
  readonly alarmTopic: sns.ITopic;
  readonly eventBus: events.EventBus;
  readonly failures: sqs.IQueue;
}

/** Processes policy items that were put, changed or deleted, from the table's stream. */
export class OnPolicyChange extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { defaults, table, alarmTopic, eventBus, failures }: OnPolicyChangeProps) {
    super(scope, id);
    this.function = new BundledFunction(this, 'Function', {
      defaults,
      name: 'on-policy-change',
      description: 'Accepts or rejects a changed policy and updates the alarms of its group',
      memorySize: 512,
      environment: {
        [ENVIRONMENT.stage]: defaults.stage,
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.alarmTopicArn]: alarmTopic.topicArn,
        [ENVIRONMENT.eventBus]: eventBus.eventBusName,
        [ENVIRONMENT.failuresUrl]: failures.queueUrl,
      },
    });
    // Records of a shard are processed one after the other, so the table's few shards limit the concurrency.
    this.function.addEventSource(
      // The cast is safe: TableV2 differs from ITable only in optional properties that allow undefined.
      new DynamoEventSource(table as dynamodb.ITable, {
        // Includes policies that are put while the stack is being created.
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
        filters: [
          lambda.FilterCriteria.filter({
            dynamodb: { Keys: { [KEY.sort]: { S: lambda.FilterRule.isEqual(SORT.policy) } } },
          }),
          // Set aside, or rejected for prices that could not be read: refresh-prices deletes the item, which tries it again.
          lambda.FilterCriteria.filter({
            eventName: lambda.FilterRule.isEqual('REMOVE'),
            dynamodb: {
              Keys: {
                [KEY.partition]: { S: lambda.FilterRule.isEqual(PRICES_KEY) },
                [KEY.sort]: { S: lambda.FilterRule.beginsWith(WAITING_PREFIX) },
              },
            },
          }),
        ],
        batchSize: 10,
        parallelizationFactor: 1,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        // 10,000 policies wait for two hours for their alarms, and a policy waits through an outage: none of them is lost.
        retryAttempts: MOST_ATTEMPTS - 1,
        maxRecordAge: Duration.hours(24),
        onFailure: new SqsDlq(failures),
      }),
    );
    const role = this.function.ownRole;
    allow(role, {
      sid: 'KeepPolicyVersionsAndTheirStatus',
      actions: [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      resources: [table.tableArn],
    });
    allow(role, {
      sid: 'PublishPolicyEvents',
      actions: ['events:PutEvents'],
      resources: [eventBus.eventBusArn],
    });
    allow(role, {
      sid: 'FindAlarmsOfAGroup',
      actions: ['cloudwatch:DescribeAlarms'],
      resources: ['*'],
      patternBecause: 'A search by prefix covers every alarm of the account; the action only reads.',
    });
    allowPriceList(role);
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${alarmPrefix(defaults.stage)}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    allow(role, {
      sid: 'KeepOnlyTheAlarmsOfThisStagesGroups',
      actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
      resources: [alarms],
      patternBecause: "Groups are created and deleted; the prefix matches only the alarms of this stage's groups.",
    });
  }
}
