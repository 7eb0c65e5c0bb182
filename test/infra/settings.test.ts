import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { settingsOf } from '../../infra/settings.ts';

const settings = (context: Record<string, string> = {}) => settingsOf(new App({ context }).node);

describe('the context of cdk deploy', () => {
  test('has defaults: production, no roles to pass, five alarms at a time, no notification, no recorded cases, an unprotected table, no API, a dashboard, no other regions', () => {
    expect(settings()).toEqual({
      stage: 'production',
      passRoleArns: [],
      alarmConcurrency: 5,
      notifyTopicArn: null,
      recordCases: false,
      protectTable: false,
      api: false,
      dashboard: true,
      overflowRegions: [],
      extensions: [],
    });
  });

  test('sets the stage, the roles, the concurrency, the topic to notify, whether cases are recorded, the table is protected, the API is deployed, the dashboard is omitted, and other regions', () => {
    const roles = ['arn:aws:iam::111122223333:role/ci', 'arn:aws:iam::111122223333:role/path/batch'];
    const notify = 'arn:aws:sns:eu-west-1:111122223333:pager';
    const written = {
      stage: 'staging',
      passRoles: roles.join(','),
      alarmConcurrency: 'none',
      notify,
      recordCases: 'true',
      protectTable: 'true',
      api: 'true',
      dashboard: 'false',
      overflowRegions: 'eu-central-1,us-gov-west-1',
      extensions: 'headcount-acme, ./own.ts',
    };
    expect(settings(written)).toEqual({
      stage: 'staging',
      passRoleArns: roles,
      alarmConcurrency: null,
      notifyTopicArn: notify,
      recordCases: true,
      protectTable: true,
      api: true,
      dashboard: false,
      overflowRegions: ['eu-central-1', 'us-gov-west-1'],
      extensions: ['headcount-acme', './own.ts'],
    });
  });

  test.each([
    [{ stage: 'prod' }, "There is no stage 'prod'. Write --context stage=production|staging|local."],
    [{ passRoles: 'ci-runner' }, /^'ci-runner' is not the ARN of a role. Write --context passRoles=arn:/],
    [{ passRoles: 'arn:aws:iam::111122223333:role/*' }, /is not the ARN of a role/],
    [
      { alarmConcurrency: '0' },
      /^'0' is not a valid concurrency. Write --context alarmConcurrency=5, or alarmConcurrency=none/,
    ],
    [{ recordCases: 'yes' }, "'yes' is neither true nor false. Write --context recordCases=true, or omit it."],
    [{ api: 'on' }, "'on' is neither true nor false. Write --context api=true, or omit it."],
    [{ overflowRegions: 'frankfurt' }, /^'frankfurt' is not the name of a region. Write --context overflowRegions=eu-/],
    [{ overflowRegions: 'eu-central-1,' }, /^'' is not the name of a region/],
    [{ dashboard: 'off' }, "'off' is neither true nor false. Write --context dashboard=false, or omit it."],
    [{ notify: 'me@example.com' }, /^'me@example.com' is not the ARN of a topic. Write --context notify=arn:/],
  ])('%j is rejected with the expected format', (context, sentence) => {
    expect(() => settings(context as Record<string, string>)).toThrow(sentence);
  });
});
