import { describe, expect, test } from 'vitest';
import { NOON } from '../../../contracts/examples.ts';
import { FREE, policyOf, setting, settled } from '../setting.ts';

describe('a steady group', () => {
  test('needs one read of its state, and no write without a change', async () => {
    const world = await settled(3);
    for (let tick = 0; tick < 30; tick++) {
      world.pass(60);
      expect(await world.evaluate()).toMatchObject({ result: 'held', told: expect.stringContaining('Hold at 3') });
    }
    expect(world.writes()).toBe(0);
    expect(world.table.calls.all()).toEqual({ 'states.read': 30 });
  });

  test('needs no write during its cooldown', async () => {
    const world = await settled(1, policyOf({ behavior: { out: { cooldown: 300 } } }));
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    world.table.calls.clear();
    for (let tick = 0; tick < 4; tick++) {
      world.pass(60);
      await world.evaluate();
    }
    expect(world.writes()).toBe(0);
  });
});

describe('proposals', () => {
  const stabilized = policyOf({ behavior: { in: { ...FREE, drain: 0, stabilization: 300 } } });

  test('are stored as runs, only when they change', async () => {
    const world = await settled(6, stabilized);
    expect(world.state().decision.proposals).toEqual([{ at: NOON, value: 6 }]);
    for (const waiting of [60, 40, 40, 40, 50]) {
      world.queues.set('jobs', { waiting });
      world.pass(60);
      await world.evaluate();
    }
    expect(world.state().decision.proposals).toEqual([
      { at: NOON, value: 6 },
      { at: NOON + 120_000, value: 4 },
      { at: NOON + 300_000, value: 5 },
    ]);
    expect(world.writes()).toBe(2);
  });

  test('must be the same for the whole window before the group scales in', async () => {
    const world = await settled(6, stabilized);
    world.queues.set('jobs', { waiting: 40 });
    world.pass(60);
    expect((await world.evaluate()).decision?.blockedBy).toBe('stabilization');
    world.pass(299);
    expect((await world.evaluate()).decision?.blockedBy).toBe('stabilization');
    world.pass(1);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { desired: 4 } });
  });

  test('count in the shorter window, too, even if they were written long ago', async () => {
    const both = { out: { ...FREE, stabilization: 60 }, in: { ...FREE, drain: 0, stabilization: 300 } };
    const world = await settled(4, policyOf({ behavior: both }));
    world.pass(200);
    world.queues.set('jobs', { waiting: 90 });
    expect((await world.evaluate()).decision).toMatchObject({ desired: 4, blockedBy: 'stabilization' });
    world.pass(60);
    expect((await world.evaluate()).decision).toMatchObject({ desired: 9 });
  });

  test('follows the size of a group that is new', async () => {
    const world = setting();
    for (let n = 0; n < 6; n++) world.fleet.add('ci');
    world.queues.set('jobs', { waiting: 10 });
    await world.put(stabilized);
    expect((await world.evaluate()).decision).toMatchObject({ desired: 6, blockedBy: 'stabilization' });
    world.pass(300);
    expect((await world.evaluate()).decision).toMatchObject({ desired: 1 });
  });
});

describe('missing data', () => {
  const withFallback = policyOf({
    rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10, fallback: { after: 2, workers: 8 } }],
  });

  test('is not zero: the group does not scale in', async () => {
    const world = await settled(4);
    world.queues.delete('jobs');
    expect(await world.evaluate()).toMatchObject({
      seen: { metrics: { jobs: null } },
      decision: { blockedBy: 'missing-data' },
    });
    expect(world.alive()).toHaveLength(4);
  });

  test('is counted for a rule with a fallback, which applies after the configured number of evaluations', async () => {
    const world = await settled(4, withFallback);
    world.queues.delete('jobs');
    await world.evaluate();
    await world.evaluate();
    expect(world.state().decision.missing).toEqual({ jobs: 2 });
    expect(world.alive()).toHaveLength(4);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { desired: 8 } });
    expect(world.state().decision.missing).toEqual({ jobs: 3 });
    await world.evaluate();
    world.table.calls.clear();
    await world.evaluate();
    expect(world.writes()).toBe(0);
  });

  test('that is available again resets the count, also in an evaluation that resizes', async () => {
    const world = await settled(4, withFallback);
    world.queues.delete('jobs');
    await world.evaluate();
    world.queues.set('jobs', { waiting: 90 });
    await world.evaluate();
    expect(world.state()).toMatchObject({ decision: { missing: {}, desired: 9 } });
  });
});

describe('a decision that is not carried out', () => {
  test('a dry run reports its decision and changes nothing', async () => {
    const world = await settled(2, policyOf({ dryRun: true }));
    world.queues.set('jobs', { waiting: 90 });
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'dry-run', decision: { direction: 'out', desired: 9 } });
    expect(report.told).toContain('Nothing is changed: dryRun is set.');
    expect(world.alive()).toHaveLength(2);
    expect(world.state().decision.desired).not.toBe(9);
    // It is written and published once.
    expect(world.announcements.events.at(-1)).toMatchObject({
      ...{ type: 'Scaling Decided', detail: { dryRun: true, direction: 'out', desired: 9, activity: null } },
    });
    world.table.calls.clear();
    await world.evaluate();
    expect(world.writes()).toBe(0);
  });

  test('a paused group holds', async () => {
    const world = await settled(2, policyOf({ paused: true }));
    world.queues.set('jobs', { waiting: 90 });
    expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { blockedBy: 'paused', desired: 2 } });
    expect(world.alive()).toHaveLength(2);
  });

  test('an unknown group is skipped', async () => {
    expect(await setting().evaluate()).toMatchObject({
      result: 'skipped',
      told: expect.stringContaining('no such group'),
    });
  });

  test('a group whose policy was deleted is skipped, and its draining workers are terminated', async () => {
    const world = await settled(3, policyOf({ behavior: { in: { drain: 60 } } }));
    world.queues.set('jobs', { waiting: 10 });
    const { activity } = await world.evaluate();
    world.table.of('ci').document = null;
    await world.accept('ci');
    world.pass(60);
    expect(await world.evaluate()).toMatchObject({
      result: 'skipped',
      told: 'No policy is in force.',
      finished: [activity],
    });
    expect(world.alive()).toHaveLength(1);
    world.queues.set('jobs', { waiting: 90 });
    expect((await world.evaluate()).result).toBe('skipped');
  });

  test('a group whose accepted document cannot be read fails, and its error has a remedy that works', async () => {
    const world = setting();
    await world.put(policyOf());
    const { versions } = world.table.of('ci');
    versions.clear();
    const sentence = 'Version 1 of the policy of ci cannot be used: its record is missing. Apply the policy again.';
    expect(await world.evaluate()).toMatchObject({ result: 'failed', told: sentence, error: sentence });
    expect(await world.put(policyOf())).toMatchObject({ result: 'accepted', version: 2 });
    expect((await world.evaluate()).result).toBe('held');
  });
});
