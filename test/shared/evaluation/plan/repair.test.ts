import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { FREE, policyOf, settled } from '../setting.ts';

/** Scale-in takes ten minutes, so the desired capacity stays above what the rules ask for. */
const slowIn = (written: Partial<PolicyDocument> = {}): PolicyDocument =>
  policyOf({ ...written, behavior: { in: { ...FREE, stabilization: 600 } } });

async function losing(lost: number, jobs: number | null, document = slowIn()) {
  const world = await settled(10, document);
  world.pass(60);
  await world.evaluate();
  if (jobs === null) world.queues.delete('jobs');
  else world.queues.set('jobs', { waiting: jobs });
  for (const id of world.alive().slice(0, lost)) world.fleet.vanish(id);
  return { world, report: await world.evaluate() };
}

describe('workers that are terminated externally', () => {
  test('are replaced at once if the rules ask for them', async () => {
    const { report } = await losing(4, 100);
    expect(report).toMatchObject({
      intent: { onDemand: 4 },
      notes: [{ code: 'terminated-externally', params: { workers: 4 } }],
    });
  });

  test('are replaced only as far as the rules ask for them now', async () => {
    const { world, report } = await losing(4, 80);
    expect(report).toMatchObject({ intent: { onDemand: 2 }, decision: { current: 8, desired: 8 } });
    expect(report.notes?.map(({ code, params }) => [code, params['workers']])).toEqual([
      ['not-replaced', 2],
      ['terminated-externally', 2],
    ]);
    expect(world.state().decision.desired).toBe(8);
  });

  test('are not replaced if the rules ask for fewer than are left: the desired capacity follows', async () => {
    const { world, report } = await losing(4, 0);
    expect(report).toMatchObject({
      result: 'held',
      decision: { current: 6, desired: 6 },
      notes: [{ code: 'not-replaced' }],
    });
    expect(world.fleet.calls.of('launch')).toBe(0);
    world.queues.set('jobs', { waiting: 100 });
    expect(await world.evaluate()).toMatchObject({ decision: { direction: 'out', current: 6, desired: 10 } });
  });

  test('are replaced up to the minimum and the floor, whatever the rules ask for, and start no cooldown', async () => {
    for (const bound of [{ capacity: { min: 8, max: 20 } }, { guards: { floor: 8 } }]) {
      const { world, report } = await losing(4, 0, slowIn(bound));
      expect(report).toMatchObject({ intent: { onDemand: 2 }, decision: { direction: 'hold', desired: 8 } });
      expect(world.state().decision.lastOutAt).toBeNull();
    }
  });

  test('are all replaced without data: nobody knows better than the last decision', async () => {
    const { report } = await losing(4, null);
    expect(report).toMatchObject({ intent: { onDemand: 4 }, decision: { desired: 10 } });
  });

  test('are replaced in the cooldown of a scale-out', async () => {
    const world = await settled(2, policyOf({ behavior: { out: { ...FREE, cooldown: 3600 } } }));
    world.queues.set('jobs', { waiting: 60 });
    await world.evaluate();
    world.pass(60);
    await world.evaluate();
    for (const id of world.alive().slice(0, 3)) world.fleet.vanish(id);
    world.queues.set('jobs', { waiting: 90 });
    expect(await world.evaluate()).toMatchObject({
      intent: { onDemand: 3 },
      decision: { desired: 6, blockedBy: 'cooldown' },
    });
  });

  test('count as a change of capacity, so that limits start from what was there', async () => {
    const { world } = await losing(4, 0);
    expect(world.state().decision.changes).toEqual([]);
    const limited = slowIn();
    limited.behavior = { ...limited.behavior, out: { ...FREE, limits: [{ percent: 100, every: 300 }] } };
    const other = await losing(4, 0, limited);
    expect(other.world.state().decision.changes).toMatchObject([{ by: -4 }]);
  });
});

describe('an unhealthy worker', () => {
  test('is not replaced while the rules ask for fewer healthy ones than there are', async () => {
    const world = await settled(5, slowIn());
    world.pass(60);
    await world.evaluate();
    world.queues.set('jobs', { waiting: 30 });
    world.statusChecks.impair(world.alive()[0] ?? '');
    expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { desired: 5 } });
    expect(world.fleet.calls.of('launch')).toBe(0);
    world.queues.set('jobs', { waiting: 50 });
    expect(await world.evaluate()).toMatchObject({ intent: { onDemand: 1 } });
  });
});
