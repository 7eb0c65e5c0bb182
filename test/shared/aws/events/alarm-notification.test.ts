import { expect, test } from 'vitest';
import { groupOf } from '../../../../shared/aws/events/alarm-notification.ts';
import { alarmName } from '../../../../shared/names/names.ts';

const notification = (AlarmName: unknown): string => JSON.stringify({ AlarmName, NewStateValue: 'ALARM', Trigger: {} });

test('the group is read from the name of its alarm', () => {
  expect(groupOf('production', notification(alarmName('production', 'ci-runners', 'cpu', 'high')))).toBe('ci-runners');
});

test.each<[string, string]>([
  ['a text that is not JSON', 'hello'],
  ['a notification without an alarm', '{}'],
  ['a name that is no text', notification(7)],
  ['an alarm of another stage', notification(alarmName('staging', 'ci', 'cpu', 'high'))],
  ["an alarm of the account's own", notification('billing')],
  ['an alarm that names no group', notification('headcount/production/')],
])('%s throws, so that the event ends in the failure destination', (_, message) => {
  expect(() => groupOf('production', message)).toThrow();
});
