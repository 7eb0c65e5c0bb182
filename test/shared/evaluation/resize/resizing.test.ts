import { describe, expect, test } from 'vitest';
import { NOON } from '../../../contracts/examples.ts';
import { policyOf, setting, settled } from '../setting.ts';

describe('scale-out', () => {
  test('launches missing workers, and stores observation, decision, intent and outcome', async () => {
    const world = await settled(2);
    world.queues.set('jobs', { waiting: 50 });
    const report = await world.evaluate({}, 'alarm');
    expect(report).toMatchObject({ result: 'resized', trigger: 'alarm', decision: { direction: 'out', desired: 5 } });
    expect(world.alive()).toHaveLength(5);

    const [activity] = await world.activities();
    expect(activity).toMatchObject({
      id: report.activity,
      trigger: 'alarm',
      status: 'done',
      version: 1,
      seen: { desired: 2, workers: { ready: 2 }, metrics: { jobs: 50 } },
      decision: { change: 3, reason: report.decision?.reason },
      intent: { kind: 'launch', token: report.activity, onDemand: 3, spot: 0 },
      outcome: { launched: [{ market: 'on-demand' }, {}, {}], errors: [] },
      error: null,
      settledAt: NOON,
    });
    expect(world.fleet.alive('ci').filter(({ activity: by }) => by === report.activity)).toHaveLength(3);
    expect(world.state()).toMatchObject({ decision: { desired: 5, lastOutAt: NOON, lastInAt: null }, claim: null });
  });

  test('waits for the cooldown of its direction, which starts with the claim', async () => {
    const world = await settled(1, policyOf({ behavior: { out: { cooldown: 60 } } }));
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    world.queues.set('jobs', { waiting: 90 });
    world.pass(59);
    expect((await world.evaluate()).decision).toMatchObject({ direction: 'hold', blockedBy: 'cooldown' });
    world.pass(1);
    expect((await world.evaluate()).decision).toMatchObject({ direction: 'out', desired: 9 });
  });

  test('ignores the cooldown if the group is outside its bounds', async () => {
    const world = await settled(1, policyOf({ behavior: { out: { cooldown: 3600 } } }));
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    await world.put(policyOf({ capacity: { min: 5, max: 9 }, behavior: { out: { cooldown: 3600 } } }));
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { desired: 5 } });
  });

  test('applies limits to stored changes, which are kept for the longest period', async () => {
    const world = await settled(2, policyOf({ behavior: { out: { limits: [{ workers: 2, every: 60 }] } } }));
    world.queues.set('jobs', { waiting: 100 });
    await world.evaluate();
    expect((await world.evaluate()).decision?.blockedBy).toBe('limit');
    world.pass(60);
    await world.evaluate();
    expect(world.alive()).toHaveLength(6);
    expect(world.state().decision.changes).toEqual([{ at: NOON + 60_000, by: 2 }]);
  });

  test('starts a group from zero', async () => {
    const world = await settled(0);
    world.queues.set('jobs', { waiting: 1 });
    expect((await world.evaluate()).result).toBe('resized');
    expect(world.alive()).toHaveLength(1);
  });
});

describe('scale-in', () => {
  test('tags workers as draining, and a later evaluation terminates them once', async () => {
    const world = await settled(4, policyOf({ behavior: { in: { drain: 120 } } }));
    world.queues.set('jobs', { waiting: 20 });
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'resized', decision: { direction: 'in', desired: 2 }, lookAgainIn: 120 });
    expect(world.alive()).toHaveLength(4);
    expect(world.fleet.alive('ci').filter(({ drainingUntil }) => drainingUntil === NOON + 120_000)).toHaveLength(2);
    const victims = report.decision?.retire;
    expect(world.state().drains).toEqual([
      { activity: report.activity, until: NOON + 120_000, workers: victims, cancelable: true, waitForBusy: true },
    ]);

    world.pass(119);
    expect((await world.evaluate()).finished).toBeUndefined();
    expect(world.fleet.calls.of('terminate')).toBe(0);
    world.pass(1);
    const later = await world.evaluate();
    expect(later).toMatchObject({ result: 'held', finished: [report.activity], seen: { desired: 2 } });
    expect(world.alive()).toHaveLength(2);
    expect(await world.activities()).toMatchObject([
      { status: 'done', outcome: { terminated: report.decision?.retire } },
    ]);
    expect(world.state()).toMatchObject({ drains: [], claim: null, decision: { desired: 2 } });
    await world.evaluate();
    expect(world.fleet.calls.of('terminate')).toBe(1);
  });

  test('terminates at once without a drain', async () => {
    const world = await settled(4);
    world.queues.set('jobs', { waiting: 10 });
    const report = await world.evaluate();
    expect(world.alive()).toHaveLength(1);
    expect(world.fleet.calls.of('markDraining')).toBe(0);
    expect(report.outcome).toEqual({ kind: 'retire', terminated: report.decision?.retire });
    expect(await world.activities()).toMatchObject([{ status: 'done' }]);
  });

  test('does not count or choose draining workers', async () => {
    const world = await settled(4, policyOf({ behavior: { in: { drain: 300 } } }));
    world.queues.set('jobs', { waiting: 30 });
    const first = await world.evaluate();
    world.queues.set('jobs', { waiting: 20 });
    const second = await world.evaluate();
    expect(second).toMatchObject({ result: 'resized', seen: { workers: { ready: 3, draining: 1 } } });
    expect(second.decision?.retire).toHaveLength(1);
    expect(second.decision?.retire).not.toEqual(first.decision?.retire);
    world.pass(300);
    expect((await world.evaluate()).finished).toEqual([first.activity, second.activity]);
    expect(world.alive()).toHaveLength(2);
  });

  test('does not start for surplus workers without a decision', async () => {
    const world = await settled(2);
    world.fleet.add('ci');
    expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { desired: 2 } });
    expect(world.alive()).toHaveLength(3);
  });

  test('keeps a protected worker', async () => {
    const world = setting();
    const kept = world.fleet.add('ci', { protected: true, launchedAt: 0 });
    for (let n = 0; n < 3; n++) world.fleet.add('ci');
    world.queues.set('jobs', { waiting: 5 });
    await world.put(policyOf());
    await world.evaluate();
    expect(world.alive()).toEqual([kept]);
  });
});

describe('a group with missing workers', () => {
  test('launches them regardless of rules and cooldown', async () => {
    const world = await settled(3, policyOf({ behavior: { out: { cooldown: 3600 } } }));
    world.fleet.vanish(world.alive()[0] ?? '');
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'resized', decision: { direction: 'hold', desired: 3 } });
    expect(report.intent).toMatchObject({ kind: 'launch', onDemand: 1 });
    expect(world.alive()).toHaveLength(3);
    expect(world.state()).toMatchObject({ decision: { desired: 3, lastOutAt: null, changes: [] } });
  });

  test.each([true, 'out'] as const)('launches nothing while it is paused: %s', async (paused) => {
    const world = await settled(3, policyOf({ paused }));
    world.fleet.vanish(world.alive()[0] ?? '');
    expect((await world.evaluate()).result).toBe('held');
    expect(world.alive()).toHaveLength(2);
  });
});

describe("a group's first evaluation", () => {
  test('uses the number of existing workers as the desired capacity', async () => {
    const world = setting();
    for (let n = 0; n < 3; n++) world.fleet.add('ci');
    world.queues.set('jobs', { waiting: 30 });
    await world.put(policyOf());
    expect(world.state().decision.desired).toBeNull();
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 3 } });
    expect(world.state().decision.desired).toBe(3);
  });

  test('scales an empty group out to its minimum at once, even without data', async () => {
    const world = setting();
    await world.put(policyOf({ capacity: { min: 2, max: 5 } }));
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { desired: 2 } });
    expect(world.alive()).toHaveLength(2);
  });
});

describe('recently launched workers', () => {
  test('count until EC2 lists them', async () => {
    const world = await settled(1, policyOf(), { invisibleFor: 30_000 });
    world.queues.set('jobs', { waiting: 40 });
    await world.evaluate();
    world.pass(20);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 1, pending: 3 } } });
    expect(world.state().provider.launched).toHaveLength(3);
    world.pass(10);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 4, pending: 0 } } });
    expect(world.state().provider.launched.every(({ seen }) => seen)).toBe(true);
    expect(world.fleet.calls.of('launch')).toBe(1);
  });

  test('of several launches count together', async () => {
    const world = await settled(1, policyOf(), { invisibleFor: 30_000 });
    for (const waiting of [20, 40]) {
      world.queues.set('jobs', { waiting });
      await world.evaluate();
    }
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 1, pending: 3 } } });
    expect(world.alive()).toHaveLength(4);
  });

  test('are removed only after EC2 lists them', async () => {
    const world = await settled(1, policyOf(), { invisibleFor: 30_000 });
    world.queues.set('jobs', { waiting: 40 });
    await world.evaluate();
    world.queues.set('jobs', { waiting: 0 });
    expect((await world.evaluate()).decision).toMatchObject({
      desired: 3,
      retire: { length: 1 },
      blockedBy: 'protected',
    });
    expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { desired: 3 } });
    world.pass(30);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { desired: 0 } });
    expect(world.alive()).toEqual([]);
  });

  test('that are never listed are replaced after five minutes, not before', async () => {
    const world = await settled(1, policyOf(), { invisibleFor: 86_400_000 });
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    world.pass(299);
    expect((await world.evaluate()).result).toBe('held');
    world.pass(1);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { onDemand: 1 } });
  });

  test('that were listed and disappear are replaced at once', async () => {
    const world = await settled(1);
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    await world.evaluate();
    world.fleet.vanish(world.alive()[1] ?? '');
    expect((await world.evaluate()).result).toBe('resized');
    expect(world.alive()).toHaveLength(2);
  });
});

test('a worker that EC2 protects stays, and the activity reports it', async () => {
  const world = await settled(3);
  const [first = ''] = world.alive();
  world.fleet.protect(first);
  world.queues.set('jobs', { waiting: 0 });
  await world.evaluate();
  const [activity] = await world.activities();
  expect(activity).toMatchObject({
    status: 'partial',
    error: { code: 'not-terminated', params: { workers: [first] } },
  });
  expect(world.alive()).toEqual([first]);
  expect(world.state()).toMatchObject({
    decision: { desired: 1 },
    provider: { terminationSkipped: [{ id: first, until: NOON + 600_000 }] },
  });
  world.pass(599);
  expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { blockedBy: 'protected' } });
  world.pass(1);
  expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { retire: [first] } });
});
