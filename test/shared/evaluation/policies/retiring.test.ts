import { expect, test } from 'vitest';
import { decide } from '../../../../shared/decision/index.ts';
import type { RecordedCase } from '../../../../shared/evaluation/index.ts';
import { parseObservation, parsePolicy } from '../../../../shared/policy/index.ts';
import { dueAtTick } from '../../../contracts/examples.ts';
import { policyOf, settled } from '../setting.ts';

const remove = async (world: Awaited<ReturnType<typeof settled>>) => {
  world.table.of('ci').document = null;
  return world.accept('ci');
};

test('a deleted policy that drains its group to zero is finalized then', async () => {
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
  expect(await dueAtTick(world.table.states, world.clock() + 1)).toEqual([]);
});

test('the decision of a deleted policy is final: a recorded case is decided in the same way again', async () => {
  const world = await settled(2, policyOf({ onDelete: 'drain', capacity: { min: 1, max: 9 } }));
  await remove(world);
  const cases: RecordedCase[] = [];
  await world.evaluate({ record: (recorded) => cases.push(recorded) });
  const [recorded] = cases.map(({ policy, observation, decision }) => ({
    policy: parsePolicy(JSON.parse(JSON.stringify(policy))),
    observation: parseObservation(JSON.parse(JSON.stringify(observation))),
    decision,
  }));
  if (!recorded?.policy.ok || !recorded.observation.ok) throw new Error('the case cannot be read');
  expect(decide(recorded.policy.value, recorded.observation.value)).toEqual(recorded.decision);
  expect(recorded.decision.reason).toMatchObject({ code: 'scale-in', params: { rules: { code: 'policy-deleted' } } });
});

test('a protected worker stays until its protection is removed', async () => {
  const world = await settled(1, policyOf({ onDelete: 'drain' }));
  const [worker = ''] = world.alive();
  world.fleet.setProtected(worker);
  await remove(world);
  expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { blockedBy: 'protected' } });
  world.fleet.setProtected(worker, false);
  await world.evaluate();
  expect(world.alive()).toEqual([]);
});

test('a worker that is listed after the group reached zero is removed, too', async () => {
  const world = await settled(0, policyOf({ onDelete: 'drain' }));
  await remove(world);
  world.fleet.add('ci');
  expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { kind: 'retire' } });
  expect(world.alive()).toEqual([]);
  await world.evaluate();
  expect(world.state()).toMatchObject({ policy: { version: null }, schedule: { dueAt: null } });
});

test('a deleted policy that releases its workers keeps them running', async () => {
  const world = await settled(2, policyOf({ onDelete: 'release' }));
  await remove(world);
  expect(await world.evaluate()).toMatchObject({ result: 'skipped' });
  expect(world.alive()).toHaveLength(2);
});

test('a policy that is put again while its group drains is active again, and cancels the drains', async () => {
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
