import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { LISTS_NAME_NO_RESOURCE } from '../../../shared/model/index.ts';
import { ENVIRONMENT, PRICES_KEY, RIGHTSIZE_KEY } from '../../../shared/names/index.ts';
import { allow } from '../permissions/permissions.ts';
import { BundledFunction, type FunctionDefaults } from './bundled-function.ts';

interface RefreshPricesProps {
  readonly defaults: FunctionDefaults;
  readonly table: dynamodb.TableV2;
  readonly failures: sqs.IQueue;
}

/**
 * Reads the prices of the instance types that groups need: spot prices every 15 minutes, on-demand prices once a day. Also
 * right-sizes, once a day, the groups that ask for it.
 */
export class RefreshPrices extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { defaults, table, failures }: RefreshPricesProps) {
    super(scope, id);
    // The next run reads what this one could not.
    const retries = { retryAttempts: 0, maxEventAge: Duration.minutes(5) };
    this.function = new BundledFunction(this, 'Function', {
      defaults,
      name: 'refresh-prices',
      description: 'Reads the prices of the instance types that groups need',
      memorySize: 512,
      environment: { [ENVIRONMENT.stage]: defaults.stage, [ENVIRONMENT.table]: table.tableName },
      ...retries,
      onFailure: new SqsDestination(failures),
    });
    new events.Rule(this, 'EveryQuarterOfAnHour', {
      description: `Headcount ${defaults.stage}: read the prices that groups need`,
      schedule: events.Schedule.rate(Duration.minutes(15)),
      targets: [new LambdaFunction(this.function, { ...retries, deadLetterQueue: failures })],
    });
    const role = this.function.ownRole;
    allow(role, {
      sid: 'KeepPricesAndSizings',
      actions: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      resources: [table.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [PRICES_KEY, RIGHTSIZE_KEY] } },
    });
    allow(role, {
      sid: 'ReadPricesAndGroupsToRightSize',
      actions: ['dynamodb:BatchGetItem', 'dynamodb:Query'],
      resources: [table.tableArn],
    });
    allow(role, {
      sid: 'MeasureWorkers',
      actions: ['cloudwatch:GetMetricData', 'ec2:DescribeInstances', 'ec2:DescribeInstanceTypes'],
      resources: ['*'],
      patternBecause: LISTS_NAME_NO_RESOURCE,
    });
    allowPriceList(role);
    allow(role, {
      sid: 'ReadSpotPrices',
      actions: ['ec2:DescribeSpotPriceHistory'],
      resources: ['*'],
      patternBecause: 'The action has no resources, and only reads public prices.',
    });
  }
}

/** Allows to read the public price list, and which types match requirements. */
export const allowPriceList = (role: iam.Role): void =>
  allow(role, {
    sid: 'ReadPriceList',
    actions: ['pricing:GetProducts', 'ec2:GetInstanceTypesFromInstanceRequirements'],
    resources: ['*'],
    patternBecause: 'The actions have no resources, and only read what is public.',
  });
