import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { settingsOf } from '../../infra/settings.ts';

const settings = (context: Record<string, string> = {}) => settingsOf(new App({ context }).node);

describe('the context of cdk deploy', () => {
  test('may be left out: production, no roles to pass, five alarms at once, nobody to tell, nothing recorded', () => {
    expect(settings()).toEqual({
      stage: 'production',
      passRoleArns: [],
      alarmConcurrency: 5,
      notifyTopicArn: null,
      recordCases: false,
    });
  });

  test('names the stage, the roles, the concurrency, whom to tell and whether cases are recorded', () => {
    const roles = ['arn:aws:iam::111122223333:role/ci', 'arn:aws:iam::111122223333:role/path/batch'];
    const notify = 'arn:aws:sns:eu-west-1:111122223333:pager';
    const written = {
      stage: 'staging',
      passRoles: roles.join(','),
      alarmConcurrency: 'none',
      notify,
      recordCases: 'true',
    };
    expect(settings(written)).toEqual({
      stage: 'staging',
      passRoleArns: roles,
      alarmConcurrency: null,
      notifyTopicArn: notify,
      recordCases: true,
    });
  });

  test.each([
    [{ stage: 'prod' }, "There is no stage 'prod': write --context stage=production|staging|local."],
    [{ passRoles: 'ci-runner' }, /^'ci-runner' is not a role's ARN: write --context passRoles=arn:/],
    [{ passRoles: 'arn:aws:iam::111122223333:role/*' }, /is not a role's ARN/],
    [{ alarmConcurrency: '0' }, /^'0' is no concurrency: write --context alarmConcurrency=5, or none/],
    [{ recordCases: 'yes' }, "'yes' is neither true nor false: write --context recordCases=true, or leave it out."],
    [{ notify: 'me@example.com' }, /^'me@example.com' is not a topic's ARN: write --context notify=arn:/],
  ])('%j is refused with what to write instead', (context, sentence) => {
    expect(() => settings(context as Record<string, string>)).toThrow(sentence);
  });
});
