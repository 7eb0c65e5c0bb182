import { describe, expect, test } from 'vitest';
import { only, type Resource, synthesized } from './synthesized.ts';

const replica = (stage: 'production' | 'staging' | 'local', protectTable = false) => {
  const { Properties, ...policies } = only(synthesized({ stage, protectTable }), 'AWS::DynamoDB::GlobalTable');
  return { ...policies, ...Properties.Replicas[0] };
};

describe('the table', () => {
  test.each(['production', 'staging'] as const)(
    'is retained in %s, but a first deployment that is rolled back leaves no table in the way of the next one',
    (stage) => {
      expect(replica(stage)).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        DeletionProtectionEnabled: false,
      });
    },
  );

  test('is protected from deletion on request; CloudFormation then never tries to delete it', () => {
    expect(replica('production', true)).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      DeletionProtectionEnabled: true,
    });
  });

  test('is deleted with its stack in the local stage', () => {
    expect(replica('local')).toMatchObject({ DeletionPolicy: 'Delete', DeletionProtectionEnabled: false });
  });

  test('has point-in-time recovery', () => {
    const restorable = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
    expect(replica('production')).toMatchObject(restorable);
  });
});

describe('failed events', () => {
  const template = synthesized();
  const queues = template.findResources('AWS::SQS::Queue') as Record<string, Resource>;

  test.each(['FailureQueueUrl', 'DeadLetterQueueUrl'])('are kept for fourteen days (%s)', (output) => {
    const id = template.findOutputs(output)[output]?.['Value'].Ref;
    expect(queues[id]?.Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  test('are encrypted at rest and in transit', () => {
    for (const { Properties } of Object.values(queues)) expect(Properties.SqsManagedSseEnabled).toBe(true);
    const policies = JSON.stringify(template.findResources('AWS::SQS::QueuePolicy'));
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(Object.keys(queues).length);
  });
});

test('every function writes to its own log group, which keeps entries for a month', () => {
  const template = synthesized();
  const groups = template.findResources('AWS::Logs::LogGroup') as Record<string, Resource>;
  const functions = Object.values(template.findResources('AWS::Lambda::Function') as Record<string, Resource>);
  const used = functions.map(({ Properties }) => Properties.LoggingConfig.LogGroup.Ref);
  expect(new Set(used)).toEqual(new Set(Object.keys(groups)));
  for (const { Properties } of Object.values(groups)) expect(Properties.RetentionInDays).toBe(30);
});
