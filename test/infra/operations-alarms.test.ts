import { describe, expect, test } from 'vitest';
import { type Resource, synthesized } from './synthesized.ts';

const alarmsOf = (template = synthesized()) =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm') as Record<string, Resource>).map(
    (one) => one.Properties,
  );

describe("Headcount's own alarms", () => {
  const alarms = alarmsOf();

  test('each name what happened and the section of the runbook that says what to do', () => {
    expect(alarms).not.toHaveLength(0);
    for (const { AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(/^\S.+\. What to do: docs\/operations\.md#[a-z-]+$/);
    }
  });

  test.each([
    ['failure-queue', 'ApproximateNumberOfMessagesVisible', 'notBreaching'],
    ['dead-letters', 'ApproximateNumberOfMessagesVisible', 'notBreaching'],
    ['late-evaluations', 'ApproximateAgeOfOldestMessage', 'notBreaching'],
    ['late-policies', 'IteratorAge', 'notBreaching'],
    // A schedule that has stopped reports nothing at all.
    ['silent-schedule', 'Invocations', 'breaching'],
  ])('%s watches %s, and without data it is %s', (name, MetricName, TreatMissingData) => {
    const alarm = alarms.find(({ AlarmName }) => AlarmName === `headcount-production-${name}`);
    expect(alarm).toMatchObject({ MetricName, TreatMissingData });
  });

  test('watch the errors of every function that acts by itself', () => {
    const watched = alarms.filter(({ MetricName }) => MetricName === 'Errors').map(({ AlarmName }) => AlarmName);
    const functions = ['on-policy-change', 'on-schedule', 'evaluate', 'on-alarm', 'on-worker-event'];
    expect(watched).toEqual(functions.map((name) => `headcount-production-function-errors-${name}`));
  });

  test('tell whoever is named, and nobody otherwise', () => {
    const pager = 'arn:aws:sns:eu-west-1:111122223333:pager';
    for (const { AlarmActions } of alarmsOf(synthesized({ notifyTopicArn: pager })))
      expect(AlarmActions).toEqual([pager]);
    for (const alarm of alarms) expect(alarm).not.toHaveProperty('AlarmActions');
  });
});
