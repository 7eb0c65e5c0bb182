import { expect, test } from 'vitest';
import { groupsTable } from '../../../shared/presentation/index.ts';
import { newerVersion } from '../../../shared/state/index.ts';

test('the list of groups says that the state of a group cannot be used, and claims nothing of its resizes', () => {
  const error = newerVersion('web', 'decision', 2, 1);
  const row = { group: 'web', state: undefined, error, undescribed: undefined, live: 2, draining: 0 };
  const text = groupsTable([row], 0);
  expect(text).toContain('unknown');
  expect(text).not.toContain('never');
  expect(text).toContain('Update Headcount.');
  expect(text).not.toContain('StateError');
});
