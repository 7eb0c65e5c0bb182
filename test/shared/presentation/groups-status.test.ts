import { expect, test } from 'vitest';
import { groupsJson, groupsTable } from '../../../shared/presentation/index.ts';
import { emptyState, newerVersion } from '../../../shared/state/index.ts';

test('the list of groups says that the state of a group cannot be used, and claims nothing of its resizes', () => {
  const error = newerVersion('web', 'decision', 2, 1);
  const row = { group: 'web', state: undefined, error, undescribed: undefined, notes: [], live: 2, draining: 0 };
  const text = groupsTable([row], 0);
  expect(text).toContain('unknown');
  expect(text).not.toContain('never');
  expect(text).toContain('Update Headcount.');
  expect(text).not.toContain('StateError');
});

test('the list of groups shows what the provider says about a group', () => {
  const note = { code: 'group-has-scaling-policies', params: { name: 'web-asg', policies: ['cpu60'] } };
  const row = {
    group: 'web',
    state: emptyState('web'),
    error: undefined,
    undescribed: undefined,
    live: 2,
    draining: 0,
  };
  expect(groupsTable([{ ...row, notes: [note] }], 0)).toContain('has scaling policies of its own (cpu60)');
  expect(groupsJson([{ ...row, notes: [note] }])).toMatchObject([{ notes: [{ code: 'group-has-scaling-policies' }] }]);
});
