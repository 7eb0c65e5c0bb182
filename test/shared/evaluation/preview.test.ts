import { expect, test } from 'vitest';
import { preview } from '../../../shared/evaluation/preview.ts';
import { POOLS, policyOf, setting, settled } from './setting.ts';

const looked = async (world: Awaited<ReturnType<typeof settled>>) => (await preview('ci', world.dependencies))?.decided;

test('a look sees and decides what an evaluation does, and does nothing about it', async () => {
  const world = await settled(1, policyOf(), { invisibleFor: 30_000 });
  world.queues.set('jobs', { waiting: 40 });
  await world.evaluate();
  world.queues.set('jobs', { waiting: 60 });
  world.pass(10);
  world.table.calls.clear();
  const decided = await looked(world);
  expect(decided).toMatchObject({ seen: { workers: { ready: 1, pending: 3 } }, decision: { desired: 6 } });
  expect(world.writes()).toBe(0);
  const { seen, decision } = await world.evaluate();
  expect(decided).toEqual({ seen, decision });
});

test('a look tells that no pool would launch what is wanted, as an evaluation does', async () => {
  const world = await settled(2);
  for (const pool of POOLS) world.fleet.makeShort(pool);
  world.queues.set('jobs', { waiting: 60 });
  await world.evaluate();
  const decided = await looked(world);
  expect(decided?.decision.blockedBy).toBe('capacity-unavailable');
  const { seen, decision } = await world.evaluate();
  expect(decided).toEqual({ seen, decision });
});

test('a look at a group whose policy is deleted sees it drain to zero, as an evaluation does', async () => {
  const world = await settled(2, policyOf({ onDelete: 'drain' }));
  world.table.of('ci').document = null;
  await world.accept('ci');
  const decided = await looked(world);
  expect(decided?.decision.desired).toBe(0);
  const { seen, decision } = await world.evaluate();
  expect(decided).toEqual({ seen, decision });
});

test('a look at a group without a policy shows its state, and at an unknown one nothing', async () => {
  const world = await settled(1);
  world.table.of('ci').document = null;
  await world.accept('ci');
  expect(await preview('ci', world.dependencies)).toMatchObject({ state: { group: 'ci' }, decided: null });
  expect(await preview('never', setting().dependencies)).toBeNull();
});
