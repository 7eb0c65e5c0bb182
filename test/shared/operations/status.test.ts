import { expect, test } from 'vitest';
import { groupDetails } from '../../../shared/operations/index.ts';
import { settled } from '../evaluation/setting.ts';

test('the details of a group ask a provider that does not answer only once', async () => {
  const world = await settled(2);
  const timeout = new Error('EC2 did not answer');
  world.fleet.calls.clear();
  world.fleet.calls.fail('list', timeout, timeout);
  await expect(groupDetails('ci', { evaluation: world.dependencies })).rejects.toBe(timeout);
  expect(world.fleet.calls.of('list')).toBe(1);
});
