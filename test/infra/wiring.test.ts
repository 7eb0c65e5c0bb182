import { describe, expect, test } from 'vitest';
import { DUE_INDEX, ENVIRONMENT, EXPIRES_ATTRIBUTE, KEY, tableName } from '../../shared/aws/names.ts';
import { FUNCTION_TIMEOUT_SECONDS, LEASE_SECONDS } from '../../shared/runtime/limits.ts';
import { attribute, functionNamed, only, type Resource, synthesized } from './synthesized.ts';

const template = synthesized();
const output = (name: string): string => template.findOutputs(name)[name]?.['Value'].Ref;
const queue = output('QueueUrl');
const failures = output('FailureQueueUrl');
const deadLetters = output('DeadLetterQueueUrl');
const topic = output('AlarmTopicArn');
const table = output('TableName');
const toFailures = { Destination: attribute(failures, 'Arn') };

const named = (name: string) => functionNamed(template, name);
const sourceOf = (name: string) =>
  only(template, 'AWS::Lambda::EventSourceMapping', ({ Properties }) => Properties.FunctionName.Ref === named(name).id)
    .Properties;
const invocationOf = (name: string) =>
  only(template, 'AWS::Lambda::EventInvokeConfig', ({ Properties }) => Properties.FunctionName.Ref === named(name).id)
    .Properties;

describe('the table', () => {
  const { Properties } = only(template, 'AWS::DynamoDB::GlobalTable');

  test('has the name, keys, index and expiry that the functions use', () => {
    expect(Properties).toMatchObject({
      TableName: tableName('production'),
      KeySchema: [
        { AttributeName: KEY.partition, KeyType: 'HASH' },
        { AttributeName: KEY.sort, KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: DUE_INDEX.name,
          KeySchema: [
            { AttributeName: DUE_INDEX.partition, KeyType: 'HASH' },
            { AttributeName: DUE_INDEX.sort, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      TimeToLiveSpecification: { AttributeName: EXPIRES_ATTRIBUTE, Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  test('streams no more than keys: who reads it looks at the item as it stands', () => {
    expect(Properties.StreamSpecification).toEqual({ StreamViewType: 'KEYS_ONLY' });
  });

  test('sorts due groups by a number, as the query compares them', () => {
    expect(Properties.AttributeDefinitions).toContainEqual({ AttributeName: DUE_INDEX.sort, AttributeType: 'N' });
  });
});

describe('on-policy-change', () => {
  const source = sourceOf('on-policy-change');

  test('sees the stream from its beginning, and in it the changes of policies only', () => {
    expect(source.EventSourceArn).toEqual(attribute(table, 'StreamArn'));
    expect(source.StartingPosition).toBe('TRIM_HORIZON');
    expect(source.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { Keys: { sk: { S: ['POLICY'] } } } },
    ]);
  });

  test('fails record by record, gives up after its retries, and keeps what failed', () => {
    expect(source).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: toFailures },
    });
  });
});

describe('on-schedule', () => {
  const rule = only(template, 'AWS::Events::Rule').Properties;

  test('runs every minute, and ends before its next run', () => {
    expect(rule.ScheduleExpression).toBe('rate(1 minute)');
    expect(rule.Targets).toMatchObject([{ Arn: attribute(named('on-schedule').id, 'Arn') }]);
    expect(FUNCTION_TIMEOUT_SECONDS['on-schedule']).toBeLessThan(60);
  });

  test('keeps the event that could not be delivered or handled', () => {
    expect(rule.Targets[0].DeadLetterConfig).toEqual({ Arn: attribute(failures, 'Arn') });
    expect(invocationOf('on-schedule')).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 300,
      DestinationConfig: { OnFailure: toFailures },
    });
  });
});

describe('evaluate', () => {
  const source = sourceOf('evaluate');
  const evaluations = template.findResources('AWS::SQS::Queue')[queue] as Resource;

  test('takes many messages of the queue, fails message by message, and no more than five batches at once', () => {
    expect(source).toMatchObject({
      EventSourceArn: attribute(queue, 'Arn'),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  test('has a message hidden from others for six of its timeouts', () => {
    const { VisibilityTimeout } = evaluations.Properties;
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * named('evaluate').Properties.Timeout);
  });

  test('leaves what failed three times to the dead letters, before it is forgotten', () => {
    const { RedrivePolicy, VisibilityTimeout, MessageRetentionPeriod } = evaluations.Properties;
    expect(RedrivePolicy).toEqual({ deadLetterTargetArn: attribute(deadLetters, 'Arn'), maxReceiveCount: 3 });
    expect(MessageRetentionPeriod).toBeGreaterThan(3 * VisibilityTimeout);
  });
});

describe('on-alarm', () => {
  test('hears the alarm topic, and keeps what could not be delivered or handled', () => {
    expect(only(template, 'AWS::SNS::Subscription').Properties).toMatchObject({
      TopicArn: { Ref: topic },
      Protocol: 'lambda',
      Endpoint: attribute(named('on-alarm').id, 'Arn'),
      RedrivePolicy: { deadLetterTargetArn: attribute(failures, 'Arn') },
    });
    expect(invocationOf('on-alarm')).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 600,
      DestinationConfig: { OnFailure: toFailures },
    });
  });

  test("is told only by CloudWatch, for this account's alarms of this stage's groups", () => {
    const { Statement } = only(template, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument;
    const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      {
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: expect.anything() },
      },
    ]);
    expect(JSON.stringify(allowed)).toContain(':alarm:headcount/production/*');
  });

  test('is bounded by what is reserved, and reserves nothing in an account that cannot spare it', () => {
    expect(named('on-alarm').Properties.ReservedConcurrentExecutions).toBe(5);
    const poor = functionNamed(synthesized({ alarmConcurrency: null }), 'on-alarm');
    expect(poor.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe.each(Object.entries(FUNCTION_TIMEOUT_SECONDS))('%s', (name, timeout) => {
  const { Properties } = named(name);

  test('ends in bounded time, before a claim that it holds can be taken over', () => {
    expect(Properties.Timeout).toBe(timeout);
    expect(timeout).toBeLessThan(LEASE_SECONDS);
  });

  test('runs on Node 24 and arm64, and knows its stage and table', () => {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Environment: { Variables: { [ENVIRONMENT.stage]: 'production', [ENVIRONMENT.table]: { Ref: table } } },
    });
  });
});

test('the functions that queue groups know the queue, the one that makes alarms knows the topic', () => {
  const variables = (name: string) => named(name).Properties.Environment.Variables;
  expect(variables('on-schedule')[ENVIRONMENT.queueUrl]).toEqual({ Ref: queue });
  expect(variables('evaluate')[ENVIRONMENT.queueUrl]).toEqual({ Ref: queue });
  expect(variables('on-policy-change')[ENVIRONMENT.alarmTopicArn]).toEqual({ Ref: topic });
});
