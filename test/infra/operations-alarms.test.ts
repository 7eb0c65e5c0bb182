import { describe, expect, test } from 'vitest';
import { type Resource, synthesized } from './synthesized.ts';

const alarmsOf = (template = synthesized()) =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm') as Record<string, Resource>).map(
    (alarm) => alarm.Properties,
  );

describe("Headcount's own alarms", () => {
  const alarms = alarmsOf();

  test('name the problem and the section of the runbook with its remedy', () => {
    expect(alarms).not.toHaveLength(0);
    for (const { AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(/^\S.+\. What to do: docs\/how-to\/runbook\.md#[a-z-]+$/);
    }
  });

  test.each([
    ['failure-queue', 'ApproximateNumberOfMessagesVisible', 'notBreaching'],
    ['dead-letters', 'ApproximateNumberOfMessagesVisible', 'notBreaching'],
    ['late-policies', 'IteratorAge', 'notBreaching'],
    // A schedule that has stopped publishes no data.
    ['silent-schedule', 'Invocations', 'breaching'],
    // Groups that are due and not evaluated publish no wait.
    ['late-evaluations', 'EvaluationWait', 'breaching'],
  ])('%s watches %s and treats missing data as %s', (name, MetricName, TreatMissingData) => {
    const alarm = alarms.find(({ AlarmName }) => AlarmName === `headcount-production-${name}`);
    expect(alarm).toMatchObject({ MetricName, TreatMissingData });
  });

  test('late-evaluations watches the wait that the functions log', () => {
    const alarm = alarms.find(({ AlarmName }) => AlarmName === 'headcount-production-late-evaluations');
    expect(alarm).toMatchObject({
      Namespace: 'Headcount',
      Dimensions: [{ Name: 'Stage', Value: 'production' }],
      Statistic: 'Maximum',
      Threshold: 300,
      EvaluationPeriods: 2,
    });
  });

  test('watch the errors of every function that events trigger', () => {
    const watched = alarms.filter(({ MetricName }) => MetricName === 'Errors').map(({ AlarmName }) => AlarmName);
    const functions = ['on-policy-change', 'on-schedule', 'evaluate', 'on-alarm', 'on-worker-event'];
    expect(watched).toEqual(functions.map((name) => `headcount-production-function-errors-${name}`));
  });

  test('notify the configured topic, and have no action without one', () => {
    const pager = 'arn:aws:sns:eu-west-1:111122223333:pager';
    for (const { AlarmActions } of alarmsOf(synthesized({ notifyTopicArn: pager })))
      expect(AlarmActions).toEqual([pager]);
    for (const alarm of alarms) expect(alarm).not.toHaveProperty('AlarmActions');
  });
});
