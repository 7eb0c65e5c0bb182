import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../../../../../shared/policy/index.ts';
import { sentence } from '../../../../../shared/presentation/index.ts';
import { policyOf, settled, type ToldReport, withOneJob } from '../../setting.ts';

/** Runners that do one job each and end themselves; one for each job in the queue. */
const runners = (written: Partial<PolicyDocument> = {}): PolicyDocument =>
  withOneJob(policyOf({ rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }], ...written }));
const codesOf = ({ notes = [] }: ToldReport): string[] => notes.map(({ code }) => code);

async function running(jobs: number, document = runners(), pendingFor = 3000) {
  const world = await settled(0, document, { pendingFor });
  world.queues.set('jobs', { waiting: jobs });
  await world.evaluate();
  return world;
}

describe('the end of an ephemeral worker', () => {
  test('is a success: a steady queue of jobs of 20 s launches steadily, whatever the cooldown', async () => {
    const world = await running(
      3,
      runners({ behavior: { out: { cooldown: 600, limits: [{ workers: 1, every: 600 }] } } }),
    );
    for (let job = 0; job < 40; job++) {
      world.pass(20);
      for (const id of world.alive()) world.fleet.vanish(id, 'Client.InstanceInitiatedShutdown');
      expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { onDemand: 1 } });
      expect(world.state().provider.launchBackoff).toBeNull();
      world.queues.set('jobs', { waiting: 1 });
    }
  });

  test('keeps the group at what the rules ask for, without a wait, when all end at once', async () => {
    const world = await running(3, runners({ behavior: { out: { cooldown: 600 } } }));
    for (let job = 0; job < 40; job++) {
      world.pass(20);
      for (const id of world.alive()) world.fleet.vanish(id, 'Client.InstanceInitiatedShutdown');
      const report = await world.evaluate();
      expect(report).toMatchObject({ result: 'resized', intent: { onDemand: 3 } });
      expect(codesOf(report)).toEqual(['jobs-done']);
    }
    expect(world.state().decision).toMatchObject({ desired: 3 });
  });

  test('lowers the desired capacity when nothing waits, and launches nothing', async () => {
    const world = await running(3);
    world.pass(20);
    world.queues.set('jobs', { waiting: 0 });
    for (const id of world.alive()) world.fleet.vanish(id, 'Client.InstanceInitiatedShutdown');
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'held', decision: { current: 0, desired: 0 } });
    expect(codesOf(report)).toEqual(['jobs-done']);
    expect(world.state()).toMatchObject({ decision: { desired: 0 }, provider: { launchBackoff: null } });
    expect(await world.evaluate()).toMatchObject({ result: 'held' });
    expect(world.fleet.calls.of('launch')).toBe(1);
  });

  test('of some replaces only as many as the rules ask for', async () => {
    const world = await running(5);
    world.pass(20);
    world.queues.set('jobs', { waiting: 3 });
    for (const id of world.alive().slice(0, 4)) world.fleet.vanish(id, 'Client.InstanceInitiatedShutdown');
    expect(await world.evaluate()).toMatchObject({
      result: 'resized',
      intent: { onDemand: 2 },
      decision: { desired: 3 },
    });
  });

  test('lowers the desired capacity without data, but never below the minimum', async () => {
    const world = await running(4, runners({ capacity: { min: 2, max: 20 } }));
    world.pass(20);
    world.queues.delete('jobs');
    for (const id of world.alive().slice(0, 3)) world.fleet.vanish(id, 'Client.InstanceInitiatedShutdown');
    expect(await world.evaluate()).toMatchObject({ intent: { onDemand: 1 }, decision: { desired: 2 } });
  });

  test('by a stop is terminated, like every stopped worker', async () => {
    const world = await running(2);
    world.pass(20);
    const ids = world.alive();
    for (const id of ids) world.fleet.stop(id);
    const report = await world.evaluate();
    expect(report).toMatchObject({ intent: { onDemand: 2 } });
    expect(codesOf(report)).toEqual(['workers-stopped']);
    expect(ids.map((id) => world.fleet.endingOf(id)?.state)).toEqual(['terminated', 'terminated']);
    expect(world.state().provider.launchBackoff).toBeNull();
  });

  test('by a failure before it was ready is a failed launch', async () => {
    const world = await running(0);
    world.queues.set('jobs', { waiting: 1 });
    world.fleet.failLaunches(9, { after: 1000, code: 'Client.InternalError' });
    for (let turn = 0; turn < 3; turn++) {
      await world.evaluate();
      world.pass(2);
    }
    expect(world.state().provider.launchBackoff).toMatchObject({ failures: 2 });
    expect(sentence(world.state().provider.launchBackoff?.because as never)).toContain('Client.InternalError');
  });
});
