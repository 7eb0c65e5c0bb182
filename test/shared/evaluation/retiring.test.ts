import { expect, test } from 'vitest';
import { policyOf, settled } from './setting.ts';

const remove = async (world: Awaited<ReturnType<typeof settled>>) => {
  world.table.of('ci').document = null;
  return world.accept('ci');
};

test('a deleted policy that drains takes its group to zero, and is let go of then', async () => {
  const world = await settled(
    3,
    policyOf({ onDelete: 'drain', capacity: { min: 2, max: 9 }, behavior: { in: { drain: 60 } } }),
  );
  await remove(world);
  expect(world.state()).toMatchObject({ policy: { deleting: true }, schedule: { dueAt: world.clock() } });
  expect(await world.evaluate()).toMatchObject({
    result: 'resized',
    decision: {
      direction: 'in',
      desired: 0,
      reason: { code: 'scale-in', params: { rules: { code: 'policy-deleted' }, constraint: null } },
    },
  });
  world.pass(60);
  await world.evaluate();
  expect(world.alive()).toEqual([]);
  expect(await world.evaluate()).toMatchObject({ result: 'skipped', told: expect.stringContaining('is removed') });
  expect(world.state()).toMatchObject({ policy: { version: null, deleting: false }, schedule: { dueAt: null } });
  expect(await world.table.states.due(world.clock() + 1)).toEqual([]);
});

test('a protected worker outlives it until its protection is taken off', async () => {
  const world = await settled(1, policyOf({ onDelete: 'drain' }));
  const [worker = ''] = world.alive();
  world.fleet.setProtected(worker);
  await remove(world);
  expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { blockedBy: 'protected' } });
  world.fleet.setProtected(worker, false);
  await world.evaluate();
  expect(world.alive()).toEqual([]);
});

test('a worker that comes to light when the group is at zero already goes as well', async () => {
  const world = await settled(0, policyOf({ onDelete: 'drain' }));
  await remove(world);
  world.fleet.add('ci');
  expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { kind: 'retire' } });
  expect(world.alive()).toEqual([]);
  await world.evaluate();
  expect(world.state()).toMatchObject({ policy: { version: null }, schedule: { dueAt: null } });
});

test('a deleted policy that releases leaves its workers alone', async () => {
  const world = await settled(2, policyOf({ onDelete: 'release' }));
  await remove(world);
  expect(await world.evaluate()).toMatchObject({ result: 'skipped' });
  expect(world.alive()).toHaveLength(2);
});

test('a policy that is put again while its group drains is in force again, and takes its workers back', async () => {
  const document = policyOf({ onDelete: 'drain', behavior: { in: { drain: 60 } } });
  const world = await settled(2, document);
  await remove(world);
  await world.evaluate();
  await world.put(document);
  expect(world.state().policy.deleting).toBe(false);
  await world.evaluate();
  world.pass(60);
  await world.evaluate();
  expect(world.alive()).toHaveLength(2);
  expect(world.fleet.calls.of('launch')).toBe(0);
});
