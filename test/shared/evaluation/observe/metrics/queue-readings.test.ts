import { describe, expect, it } from 'vitest';
import { policyOf, setting } from '../../setting.ts';

const busyQueue = (rule: object = {}) =>
  policyOf({
    capacity: { min: 1, max: 9 },
    rules: [{ kind: 'threshold', metric: 'jobs', out: { above: 5, for: '2m', add: 1 }, ...rule }],
  });

describe('a rule that waits on a queue', () => {
  it('acts once the queue has been beyond the bound for as long as it asks', async () => {
    const world = setting();
    await world.put(busyQueue());
    world.queues.set('jobs', { waiting: 8 });
    await world.evaluate();
    for (const expected of ['held', 'held', 'resized'] as const) {
      expect(world.fleet.alive('ci')).toHaveLength(1);
      expect((await world.evaluate()).result).toBe(expected);
      world.pass(60);
    }
    expect(world.fleet.alive('ci')).toHaveLength(2);
  });

  it('starts to wait again when the queue was inside the bound', async () => {
    const world = setting();
    await world.put(busyQueue());
    for (const waiting of [8, 8, 3, 8, 8]) {
      world.queues.set('jobs', { waiting });
      await world.evaluate();
      world.pass(60);
    }
    expect(world.fleet.alive('ci')).toHaveLength(1);
  });

  it('waits on a formula over the queue as well', async () => {
    const world = setting();
    const metrics = { jobs: { sqs: { queue: 'jobs' } }, load: { formula: 'jobs / max(1, workers)' } };
    await world.put({ ...busyQueue({ metric: 'load' }), metrics });
    world.queues.set('jobs', { waiting: 8 });
    for (let minute = 0; minute < 4; minute++) {
      await world.evaluate();
      world.pass(60);
    }
    expect(world.fleet.alive('ci')).toHaveLength(2);
  });

  it('keeps only the history that it needs', async () => {
    const world = setting();
    await world.put(busyQueue());
    for (let minute = 0; minute < 30; minute++) {
      world.queues.set('jobs', { waiting: minute % 2 });
      await world.evaluate();
      world.pass(60);
    }
    const state = (await world.table.states.read(['ci'])).get('ci');
    expect(state?.decision.readings['jobs']?.length).toBeLessThanOrEqual(6);
  });
});

it('readings of a rule that waits for very long fit in the state', async () => {
  const world = setting();
  await world.put(policyOf({ rules: [{ kind: 'threshold', metric: 'jobs', out: { above: 5, for: '1d', add: 1 } }] }));
  const past = (at: number) => ({ at: world.clock() - at * 30_000, value: 3 });
  const readings = { jobs: Array.from({ length: 2900 }, (_, index) => past(2900 - index)) };
  world.table.setState('ci', (state) => ({ ...state, decision: { ...state.decision, readings } }));
  world.queues.set('jobs', { waiting: 8 });
  await world.evaluate();
  const kept = world.state().decision.readings['jobs'] ?? [];
  expect(kept).toHaveLength(1500);
  expect(kept.at(-1)).toEqual({ at: world.clock(), value: 8 });
});

it('readings of a queue without a waiting rule are not stored', async () => {
  const world = setting();
  await world.put(policyOf());
  world.queues.set('jobs', { waiting: 8 });
  await world.evaluate();
  expect((await world.table.states.read(['ci'])).get('ci')?.decision.readings).toEqual({});
});

it('a dry run stores its proposals, so that it shows the scale-in after stabilization', async () => {
  const world = setting();
  await world.put(policyOf({ dryRun: true, behavior: { in: { stabilization: 300 } } }));
  for (let n = 0; n < 4; n++) world.fleet.add('ci');
  world.queues.set('jobs', { waiting: 0 });
  expect((await world.evaluate()).decision?.blockedBy).toBe('stabilization');
  world.pass(301);
  const report = await world.evaluate();
  expect(report).toMatchObject({ result: 'dry-run', decision: { direction: 'in', desired: 0 } });
  expect(world.fleet.alive('ci')).toHaveLength(4);
});
