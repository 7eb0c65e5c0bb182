import { expect, test } from 'vitest';
import { withMeantGroup, withMeantGroups } from '../../../cli/errors/meant-group.ts';
import { describedError } from '../../../cli/program/described-error.ts';
import { pushError } from '../../../shared/evaluation/push/reasons.ts';
import { because, controlError } from '../../../shared/operations/control/reasons.ts';
import { unknownGroup } from '../../../shared/operations/versions/index.ts';
import { unknownGroup as noSuchGroup } from '../../../shared/presentation/index.ts';

const meant = (error: unknown, groups: () => Promise<readonly string[]> = async () => ['api', 'web']) =>
  withMeantGroup(error, { table: 'headcount-local', groups });

test.each([
  [
    'control',
    controlError(because['control-unknown-group']({ group: 'wbe' })),
    'There is no group wbe in the table headcount-local; did you mean web?',
  ],
  ['versions', unknownGroup('wbe'), 'There is no group wbe in the table headcount-local; did you mean web?'],
])('the error of %s for an unknown group names the group that was probably meant', async (_, error, message) => {
  const described = describedError(await meant(error));
  expect(described).toMatchObject({ message, params: { group: 'wbe', close: 'web' } });
});

test('the errors of the other commands name it, too', async () => {
  expect(await meant(noSuchGroup('wbe', { table: 'headcount-local' }))).toMatchObject({
    reason: { code: 'no-such-group', params: { close: 'web' } },
    sentence: 'There is no group wbe in the table headcount-local; did you mean web?',
  });
});

test('no group is named if none is close, or if AWS does not answer', async () => {
  const [other, error] = [new Error('other'), noSuchGroup('nobody', { table: 'headcount-local' })];
  expect(await meant(error)).toBe(error);
  const inTable = 'There is no group nobody in the table headcount-local.';
  expect(describedError(await meant(unknownGroup('nobody')))).toMatchObject({ message: inTable });
  expect(await meant(unknownGroup('wbe'), () => Promise.reject(other))).toMatchObject({
    reason: { params: { group: 'wbe', table: 'headcount-local' } },
  });
  expect(await meant(other, () => expect.unreachable())).toBe(other);
});

test('a push to groups that do not exist names those that were probably meant', async () => {
  const fault = (group: string) => pushError('group', 'push-unknown-group', { group });
  const other = pushError('at', 'push-not-a-number', { written: 'x' });
  const faults = await withMeantGroups([fault('wbe'), fault('nobody'), other], async () => ['api', 'web']);
  expect(faults.map(({ message }) => message)).toEqual([
    'there is no group wbe with an active policy; did you mean web?',
    'there is no group nobody with an active policy. Check its name and the stage, or apply its policy',
    'must be a finite number, not x',
  ]);
  expect(await withMeantGroups([other], () => expect.unreachable())).toEqual([other]);
  expect(await withMeantGroups([fault('wbe')], () => Promise.reject(new Error('no')))).toEqual([fault('wbe')]);
});
