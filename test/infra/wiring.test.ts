import { describe, expect, test } from 'vitest';
import { FUNCTION_TIMEOUT_SECONDS, LEASE_SECONDS } from '../../shared/names/limits.ts';
import {
  alarmTopicName,
  DUE_INDEX,
  ENVIRONMENT,
  EXPIRES_ATTRIBUTE,
  eventBusName,
  KEY,
  NOTIFIED_EVENTS,
  queueName,
  TAG,
  tableName,
} from '../../shared/names/names.ts';
import { attribute, functionNamed, only, type Resource, synthesized } from './synthesized.ts';

const template = synthesized({ api: true, overflowRegions: ['eu-central-1'] });
const output = (name: string): string => template.findOutputs(name)[name]?.['Value'].Ref;
const queue = output('QueueUrl');
const failures = output('FailureQueueUrl');
const deadLetters = output('DeadLetterQueueUrl');
const topic = output('AlarmTopicArn');
const notifyTopic = output('NotifyTopicArn');
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

  test('streams only keys, because the consumer reads the current item', () => {
    expect(Properties.StreamSpecification).toEqual({ StreamViewType: 'KEYS_ONLY' });
  });

  test('sorts due groups by a number, as the query expects', () => {
    expect(Properties.AttributeDefinitions).toContainEqual({ AttributeName: DUE_INDEX.sort, AttributeType: 'N' });
  });
});

describe('on-policy-change', () => {
  const source = sourceOf('on-policy-change');

  test('reads the stream from its beginning, and only changes of policies', () => {
    expect(source.EventSourceArn).toEqual(attribute(table, 'StreamArn'));
    expect(source.StartingPosition).toBe('TRIM_HORIZON');
    expect(source.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { Keys: { sk: { S: ['POLICY'] } } } },
      { eventName: ['REMOVE'], dynamodb: { Keys: { pk: { S: ['PRICES'] }, sk: { S: [{ prefix: 'WAITING#' }] } } } },
    ]);
  });

  test('reports failures by record, stops after its retries, and keeps failed records', () => {
    expect(source).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      // A day is as long as the stream keeps a record: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
      ...{ MaximumRetryAttempts: 99, MaximumRecordAgeInSeconds: 86_400 },
      DestinationConfig: { OnFailure: toFailures },
    });
  });
});

describe('on-schedule', () => {
  const rule = only(
    template,
    'AWS::Events::Rule',
    ({ Properties }) => Properties.ScheduleExpression === 'rate(1 minute)',
  ).Properties;

  test('runs every minute, and ends before its next run', () => {
    expect(rule.Targets).toMatchObject([{ Arn: attribute(named('on-schedule').id, 'Arn') }]);
    expect(FUNCTION_TIMEOUT_SECONDS['on-schedule']).toBeLessThan(60);
  });

  test('keeps events that could not be delivered or processed', () => {
    expect(rule.Targets[0].DeadLetterConfig).toEqual({ Arn: attribute(failures, 'Arn') });
    expect(invocationOf('on-schedule')).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 300,
      DestinationConfig: { OnFailure: toFailures },
    });
  });
});

test('tune has its own queue, enough processes for 10,000 groups, and a dead-letter queue for messages that crash it', () => {
  const queue = only(template, 'AWS::SQS::Queue', ({ Properties }) => Properties.QueueName.endsWith('-tunings'));
  const source = sourceOf('tune');
  expect(source.EventSourceArn).toEqual(attribute(queue.id, 'Arn'));
  expect(source).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 8 } });
  expect(queue.Properties.RedrivePolicy).toEqual({
    deadLetterTargetArn: attribute(deadLetters, 'Arn'),
    maxReceiveCount: 3,
  });
  expect(queue.Properties.VisibilityTimeout).toBe(6 * FUNCTION_TIMEOUT_SECONDS.tune);
  const variables = (name: string) => named(name).Properties.Environment.Variables;
  expect(variables('evaluate')[ENVIRONMENT.tuningsUrl]).toEqual({ Ref: queue.id });
  expect(variables('on-alarm')).not.toHaveProperty(ENVIRONMENT.tuningsUrl);
});

test('refresh-prices runs every 15 minutes', () => {
  const rule = only(
    template,
    'AWS::Events::Rule',
    ({ Properties }) => Properties.ScheduleExpression === 'rate(15 minutes)',
  );
  expect(rule.Properties.Targets).toMatchObject([{ Arn: attribute(named('refresh-prices').id, 'Arn') }]);
});

describe('evaluate', () => {
  const source = sourceOf('evaluate');
  const evaluations = template.findResources('AWS::SQS::Queue')[queue] as Resource;

  test('receives many messages, reports failures by message, and processes at most five batches at the same time', () => {
    expect(source).toMatchObject({
      EventSourceArn: attribute(queue, 'Arn'),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  test('hides a received message for six times its timeout', () => {
    const { VisibilityTimeout } = evaluations.Properties;
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * named('evaluate').Properties.Timeout);
  });

  test('moves messages to the dead-letter queue after three failures, before they expire', () => {
    const { RedrivePolicy, VisibilityTimeout, MessageRetentionPeriod } = evaluations.Properties;
    expect(RedrivePolicy).toEqual({ deadLetterTargetArn: attribute(deadLetters, 'Arn'), maxReceiveCount: 3 });
    expect(MessageRetentionPeriod).toBeGreaterThan(3 * VisibilityTimeout);
  });
});

describe('on-alarm', () => {
  test('subscribes to the alarm topic, and keeps messages that could not be delivered or processed', () => {
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

  test("accepts messages only from CloudWatch, for alarms of this account and of this stage's groups", () => {
    const { Statement } = only(
      template,
      'AWS::SNS::TopicPolicy',
      ({ Properties }) => Properties.Topics[0].Ref === topic,
    ).Properties.PolicyDocument;
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

  test('is limited to its reserved concurrency, and reserves nothing when the setting is null', () => {
    expect(named('on-alarm').Properties.ReservedConcurrentExecutions).toBe(5);
    const unreserved = functionNamed(synthesized({ alarmConcurrency: null }), 'on-alarm');
    expect(unreserved.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('on-push', () => {
  test("receives pushes from Headcount's own bus, on which IAM decides who may push", () => {
    const { Properties } = only(
      template,
      'AWS::Events::Rule',
      (rule) => rule.Properties.Targets[0].Arn['Fn::GetAtt']?.[0] === named('on-push').id,
    );
    expect(Properties.EventPattern).toEqual({ 'detail-type': ['Metrics Pushed'] });
    expect(Properties.EventBusName).toBeDefined();
    expect(Properties.Targets).toMatchObject([
      {
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 300 },
        DeadLetterConfig: { Arn: attribute(failures, 'Arn') },
      },
    ]);
  });

  test('is limited to its reserved concurrency', () => {
    expect(named('on-push').Properties.ReservedConcurrentExecutions).toBe(5);
    const unreserved = functionNamed(synthesized({ alarmConcurrency: null }), 'on-push');
    expect(unreserved.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('on-worker-event', () => {
  const rules = (Object.values(template.findResources('AWS::Events::Rule')) as Resource[])
    .map(({ Properties }) => Properties)
    .filter(
      ({ EventPattern, Targets }) =>
        EventPattern && Targets[0].Arn.Ref !== notifyTopic && !EventPattern['detail-type'].includes('Metrics Pushed'),
    );
  const patternOf = (detailType: string) =>
    rules.find(({ EventPattern }) => EventPattern['detail-type'].includes(detailType))?.EventPattern;

  test("receives EC2's warnings, and terminations and stops of instances", () => {
    const warnings = patternOf('EC2 Spot Instance Interruption Warning');
    expect(warnings).toEqual({
      source: ['aws.ec2'],
      'detail-type': ['EC2 Spot Instance Interruption Warning', 'EC2 Instance Rebalance Recommendation'],
    });
    expect(patternOf('EC2 Instance State-change Notification')).toMatchObject({
      source: ['aws.ec2'],
      detail: { state: ['shutting-down', 'terminated', 'stopping', 'stopped'] },
    });
  });

  test("receives tag changes only from this stage's draining workers", () => {
    expect(patternOf('Tag Change on Resource')).toMatchObject({
      source: ['aws.tag'],
      detail: {
        service: ['ec2'],
        'resource-type': ['instance'],
        'changed-tag-keys': [TAG.drained, TAG.busy],
        tags: {
          [TAG.stage]: ['production'],
          [TAG.group]: [{ exists: true }],
          [TAG.drainingUntil]: [{ exists: true }],
        },
      },
    });
  });

  test('receives what any worker of this stage asks for with its tags', () => {
    const asked = rules.find(({ EventPattern }) => EventPattern.detail?.['changed-tag-keys']?.includes(TAG.retire));
    expect(asked?.EventPattern.detail).toEqual({
      service: ['ec2'],
      'resource-type': ['instance'],
      'changed-tag-keys': [TAG.ready, TAG.retire],
      tags: { [TAG.stage]: ['production'], [TAG.group]: [{ exists: true }] },
    });
  });

  test("receives reports only from Headcount's own bus, on which IAM decides who may report", () => {
    const reported = rules.find(({ EventPattern }) => EventPattern['detail-type'].includes('Worker Reported'));
    expect(reported?.EventPattern).toEqual({ 'detail-type': ['Worker Reported'] });
    expect(reported?.EventBusName).toBeDefined();
    expect(patternOf('Headcount Worker Drained')).toBeDefined();
  });

  test('receives the drained event from any source', () => {
    expect(patternOf('Headcount Worker Drained')).toEqual({ 'detail-type': ['Headcount Worker Drained'] });
  });

  test('retries a limited number of times, and keeps events that could not be delivered or processed', () => {
    expect(rules).toHaveLength(6);
    for (const { Targets } of rules) {
      expect(Targets).toMatchObject([
        {
          Arn: attribute(named('on-worker-event').id, 'Arn'),
          RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 600 },
          DeadLetterConfig: { Arn: attribute(failures, 'Arn') },
        },
      ]);
    }
    expect(invocationOf('on-worker-event')).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 600,
      DestinationConfig: { OnFailure: toFailures },
    });
  });

  test('is limited to its reserved concurrency', () => {
    expect(named('on-worker-event').Properties.ReservedConcurrentExecutions).toBe(5);
    const unreserved = functionNamed(synthesized({ alarmConcurrency: null }), 'on-worker-event');
    expect(unreserved.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('without reserved concurrency', () => {
  const unreserved = synthesized({ alarmConcurrency: null });
  const queueOf = (name: string) => {
    const mapping = only(
      unreserved,
      'AWS::Lambda::EventSourceMapping',
      ({ Properties }) => Properties.FunctionName.Ref === functionNamed(unreserved, name).id,
    ).Properties;
    const id = mapping.EventSourceArn['Fn::GetAtt'][0];
    return { mapping, id, queue: (unreserved.findResources('AWS::SQS::Queue') as Record<string, Resource>)[id] };
  };
  const names = ['on-alarm', 'on-worker-event'] as const;

  test('tune takes only two of the ten executions of a new account', () => {
    expect(queueOf('tune').mapping).toMatchObject({ ScalingConfig: { MaximumConcurrency: 2 } });
  });

  test.each(names)('a queue limits how many events of %s run at once, and keeps failed ones', (name) => {
    const { mapping, queue } = queueOf(name);
    expect(mapping).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    expect(queue?.Properties).toMatchObject({
      VisibilityTimeout: 120,
      MessageRetentionPeriod: 600,
      RedrivePolicy: {
        deadLetterTargetArn: attribute(
          only(unreserved, 'AWS::SQS::Queue', ({ Properties }) => /-failures$/.test(Properties.QueueName)).id,
          'Arn',
        ),
        maxReceiveCount: 3,
      },
    });
  });

  test('no event reaches a function past its queue', () => {
    const [alarms, workers] = names.map((name) => queueOf(name).id);
    const subscriptions = Object.values(unreserved.findResources('AWS::SNS::Subscription')) as Resource[];
    expect(subscriptions.filter(({ Properties }) => Properties.Protocol === 'lambda')).toEqual([]);
    expect(subscriptions.map(({ Properties }) => Properties.Endpoint)).toContainEqual(attribute(alarms ?? '', 'Arn'));
    const functions = names.map((name) => functionNamed(unreserved, name).id);
    const targets = (Object.values(unreserved.findResources('AWS::Events::Rule')) as Resource[]).flatMap(
      ({ Properties }) => Properties.Targets,
    );
    expect(targets.filter(({ Arn }) => functions.includes(Arn['Fn::GetAtt']?.[0]))).toEqual([]);
    const queued = targets.filter(({ Arn }) => Arn['Fn::GetAtt']?.[0] === workers);
    expect(queued).toHaveLength(6);
    for (const target of queued) {
      expect(target).toMatchObject({ RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 600 } });
    }
  });
});

describe('retries are limited, and failed events are kept', () => {
  const mappings = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')) as Resource[];
  const rules = Object.values(template.findResources('AWS::Events::Rule')) as Resource[];
  const configured = Object.values(template.findResources('AWS::Lambda::EventInvokeConfig')) as Resource[];

  test('a stream stops after its retries and keeps failed records; a queue has a dead-letter queue', () => {
    // The queue of `tune` has the same dead-letter queue, and repeats whole messages.
    const kept = mappings.filter(({ Properties }) => Properties.FunctionName.Ref !== named('tune').id);
    for (const { Properties } of kept) {
      if (Properties.StartingPosition) {
        expect(Properties.MaximumRetryAttempts).toBeGreaterThan(0);
        expect(Properties.MaximumRecordAgeInSeconds).toBeGreaterThan(0);
        expect(Properties.DestinationConfig).toEqual({ OnFailure: toFailures });
      } else expect(Properties.EventSourceArn).toEqual(attribute(queue, 'Arn'));
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
    expect(kept).toHaveLength(2);
  });

  test('every rule and every function that events invoke has a retry limit and a failure destination', () => {
    const invoked = new Set<string>();
    for (const { Targets } of rules.map(({ Properties }) => Properties)) {
      for (const { Arn, RetryPolicy, DeadLetterConfig } of Targets) {
        if (Arn.Ref !== notifyTopic) invoked.add(Arn['Fn::GetAtt'][0]);
        expect(RetryPolicy.MaximumRetryAttempts).toBeLessThanOrEqual(2);
        expect(DeadLetterConfig).toEqual({ Arn: attribute(failures, 'Arn') });
      }
    }
    for (const { Properties } of Object.values(template.findResources('AWS::SNS::Subscription')) as Resource[]) {
      invoked.add(Properties.Endpoint['Fn::GetAtt'][0]);
      expect(Properties.RedrivePolicy).toEqual({ deadLetterTargetArn: attribute(failures, 'Arn') });
    }
    for (const { Properties } of configured) {
      expect(Properties.MaximumRetryAttempts).toBeLessThanOrEqual(2);
      expect(Properties.MaximumEventAgeInSeconds).toBeLessThanOrEqual(600);
      expect(Properties.DestinationConfig).toEqual({ OnFailure: toFailures });
    }
    const bounded = configured.map(({ Properties }) => Properties.FunctionName.Ref);
    expect(new Set(bounded)).toEqual(invoked);
    expect(invoked.size).toBe(5);
  });
});

test('queues and topic have the names that the command line looks up', () => {
  const queues = template.findResources('AWS::SQS::Queue') as Record<string, Resource>;
  const named = (id: string) => queues[id]?.Properties.QueueName;
  expect([queue, failures, deadLetters].map(named)).toEqual(
    (['evaluations', 'failures', 'dead-letters'] as const).map((name) => queueName('production', name)),
  );
  const topics = template.findResources('AWS::SNS::Topic') as Record<string, Resource>;
  expect(topics[topic]?.Properties.TopicName).toBe(alarmTopicName('production'));
  expect(topics[notifyTopic]?.Properties.TopicName).toBe('headcount-production-notify');
});

test('conditions that a person should know go from the bus to the topic', () => {
  const rule = only(template, 'AWS::Events::Rule', ({ Properties }) => Properties.Targets[0].Arn.Ref === notifyTopic);
  expect(rule.Properties).toMatchObject({
    EventPattern: { source: ['headcount'], 'detail-type': NOTIFIED_EVENTS },
    EventBusName: { Ref: output('EventBusName') },
  });
});

describe.each(Object.entries(FUNCTION_TIMEOUT_SECONDS))('%s', (name, timeout) => {
  const { Properties } = named(name);

  test('has a timeout shorter than the lease of a claim', () => {
    expect(Properties.Timeout).toBe(timeout);
    expect(timeout).toBeLessThan(LEASE_SECONDS);
  });

  test('runs on Node 24 and arm64, with its stage and table in its environment', () => {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Environment: { Variables: { [ENVIRONMENT.stage]: 'production', [ENVIRONMENT.table]: { Ref: table } } },
    });
  });
});

test('functions that queue groups have the URL of the queue; the one that creates alarms has the ARN of the topic', () => {
  const variables = (name: string) => named(name).Properties.Environment.Variables;
  expect(variables('on-schedule')[ENVIRONMENT.queueUrl]).toEqual({ Ref: queue });
  expect(variables('evaluate')[ENVIRONMENT.queueUrl]).toEqual({ Ref: queue });
  for (const name of ['evaluate', 'on-alarm', 'on-worker-event']) {
    expect(variables(name)[ENVIRONMENT.deadLettersUrl]).toEqual({ Ref: deadLetters });
  }
  expect(variables('on-policy-change')[ENVIRONMENT.alarmTopicArn]).toEqual({ Ref: topic });
  expect(variables('on-policy-change')[ENVIRONMENT.failuresUrl]).toEqual({ Ref: failures });
});

test('only functions that evaluate record cases, and only if the setting is on', () => {
  const setting = (settings: Parameters<typeof synthesized>[0], name: string) =>
    functionNamed(synthesized(settings), name).Properties.Environment.Variables[ENVIRONMENT.recordCases];
  for (const name of ['evaluate', 'on-alarm', 'on-worker-event']) {
    expect([setting({}, name), setting({ recordCases: true }, name)]).toEqual([undefined, 'true']);
  }
});

test('functions that resize have the name of the event bus, which contains the stage', () => {
  const bus = only(template, 'AWS::Events::EventBus');
  expect(bus.Properties.Name).toBe(eventBusName('production'));
  expect(output('EventBusName')).toBe(bus.id);
  for (const name of ['evaluate', 'on-alarm', 'on-worker-event']) {
    expect(named(name).Properties.Environment.Variables[ENVIRONMENT.eventBus]).toEqual({ Ref: bus.id });
  }
});
