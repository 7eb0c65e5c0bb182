import { describe, expect, test } from 'vitest';
import { only, type Resource, synthesized } from './synthesized.ts';

const replica = (stage: 'production' | 'staging' | 'local') => {
  const { DeletionPolicy, Properties } = only(synthesized({ stage }), 'AWS::DynamoDB::GlobalTable');
  return { DeletionPolicy, ...Properties.Replicas[0] };
};

describe('the table', () => {
  test('outlives its stack and cannot be deleted by a slip in production', () => {
    expect(replica('production')).toMatchObject({ DeletionPolicy: 'Retain', DeletionProtectionEnabled: true });
  });

  test('outlives its stack in staging', () => {
    expect(replica('staging')).toMatchObject({ DeletionPolicy: 'Retain', DeletionProtectionEnabled: false });
  });

  test('goes with its stack when it is local', () => {
    expect(replica('local')).toMatchObject({ DeletionPolicy: 'Delete', DeletionProtectionEnabled: false });
  });

  test('can be brought back to any second of the last weeks', () => {
    const restorable = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
    expect(replica('production')).toMatchObject(restorable);
  });
});

describe('what was not handled', () => {
  const template = synthesized();
  const queues = template.findResources('AWS::SQS::Queue') as Record<string, Resource>;

  test.each(['FailureQueueUrl', 'DeadLetterQueueUrl'])('waits fourteen days (%s)', (output) => {
    const id = template.findOutputs(output)[output]?.['Value'].Ref;
    expect(queues[id]?.Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  test('is encrypted where it waits and on its way there', () => {
    for (const { Properties } of Object.values(queues)) expect(Properties.SqsManagedSseEnabled).toBe(true);
    const policies = JSON.stringify(template.findResources('AWS::SQS::QueuePolicy'));
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(Object.keys(queues).length);
  });
});

test('every function writes to a log group of its own, which forgets after a month', () => {
  const template = synthesized();
  const groups = template.findResources('AWS::Logs::LogGroup') as Record<string, Resource>;
  const functions = Object.values(template.findResources('AWS::Lambda::Function') as Record<string, Resource>);
  const used = functions.map(({ Properties }) => Properties.LoggingConfig.LogGroup.Ref);
  expect(new Set(used)).toEqual(new Set(Object.keys(groups)));
  for (const { Properties } of Object.values(groups)) expect(Properties.RetentionInDays).toBe(30);
});
