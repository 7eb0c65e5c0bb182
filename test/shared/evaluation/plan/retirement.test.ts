import { expect, test } from 'vitest';
import { policyOf, settled } from '../setting.ts';

const DRAINED = policyOf({ behavior: { in: { drain: 120 } } });

/** Four workers with work for four, of which one asks for its end. */
async function retiring(document = DRAINED, waiting = 40) {
  const world = await settled(4, document);
  const [id = ''] = world.alive();
  world.fleet.report(id, 'retire');
  world.queues.set('jobs', { waiting });
  return { world, id };
}

test('a worker that asks for its end is drained and not replaced when the rules need no other', async () => {
  const { world, id } = await retiring(DRAINED, 30);
  const report = await world.evaluate();
  expect(report).toMatchObject({ result: 'resized', seen: { desired: 3, workers: { ready: 3, draining: 1 } } });
  expect(report.notes).toMatchObject([{ code: 'asked-to-retire', params: { workers: [id] } }]);
  expect(world.state().drains).toMatchObject([{ workers: [id] }]);
  for (let times = 0; times < 3; times++) {
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 3 } });
  }
  world.pass(120);
  await world.evaluate();
  expect(world.alive()).toHaveLength(3);
  expect(world.alive()).not.toContain(id);
  expect(world.fleet.calls.of('launch')).toBe(0);
  expect(world.state()).toMatchObject({ decision: { desired: 3 }, drains: [] });
});

test('one that the rules still need is replaced first, and drained after that', async () => {
  const { world, id } = await retiring(DRAINED, 40);
  expect(await world.evaluate()).toMatchObject({ result: 'resized', seen: { desired: 3 }, intent: { onDemand: 1 } });
  expect(world.state().decision.desired).toBe(4);
  expect(await world.evaluate()).toMatchObject({ result: 'resized', seen: { desired: 4 } });
  expect(world.state().drains).toMatchObject([{ workers: [id] }]);
  world.pass(120);
  await world.evaluate();
  expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 4, workers: { ready: 4 } } });
  expect(world.fleet.calls.of('launch')).toBe(1);
});

test('one at the minimum of its group is replaced', async () => {
  const { world } = await retiring(policyOf({ ...DRAINED, capacity: { min: 4, max: 100 } }), 0);
  expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { onDemand: 1 } });
});

test('its drain is not canceled when the group scales out', async () => {
  const { world, id } = await retiring(DRAINED, 30);
  await world.evaluate();
  world.queues.set('jobs', { waiting: 40 });
  expect((await world.evaluate()).intent).toMatchObject({ takeBack: [], onDemand: 1 });
  expect(world.state().drains).toMatchObject([{ workers: [id] }]);
});

test('a scale-in drains it together with the workers that are too many', async () => {
  const { world, id } = await retiring(DRAINED, 20);
  await world.evaluate();
  expect(world.state().drains[0]?.workers).toHaveLength(2);
  expect(world.state().drains[0]?.workers).toContain(id);
  expect(world.state().decision.desired).toBe(2);
});

test('one that no longer asks counts again', async () => {
  const { world, id } = await retiring(policyOf({ ...DRAINED, capacity: { min: 0, max: 4 } }), 50);
  // The group is short, so a launch comes first.
  await world.evaluate();
  expect(world.state()).toMatchObject({ decision: { desired: 4 }, provider: { retiring: [id] } });
  world.fleet.setReported(id, { ready: false, retire: false, alive: null });
  expect(await world.evaluate()).toMatchObject({ seen: { desired: 5 } });
  expect(world.state().provider.retiring ?? []).toEqual([]);
});

test('one that is busy finishes its work, with and without a drain', async () => {
  for (const drain of [0, 120]) {
    const { world, id } = await retiring(policyOf({ behavior: { in: { drain } } }), 30);
    world.fleet.setBusy(id);
    for (let times = 0; times < 4; times++) {
      await world.evaluate();
      world.pass(120);
    }
    expect(world.alive()).toContain(id);
    expect(world.state().decision.desired).toBe(3);
    world.fleet.setBusy(id, false);
    await world.evaluate();
    expect(world.alive()).not.toContain(id);
    expect(world.alive()).toHaveLength(3);
  }
});

test('a protected one stays, and so does one of a paused group', async () => {
  const { world, id } = await retiring();
  world.fleet.setProtected(id);
  expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 4, workers: { ready: 4 } } });
  world.fleet.setProtected(id, false);
  await world.put(policyOf({ ...DRAINED, paused: true }));
  expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 4 } });
  expect(world.state().drains).toEqual([]);
});
