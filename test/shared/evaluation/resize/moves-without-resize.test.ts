import { describe, expect, test } from 'vitest';
import { NOON } from '../../../contracts/examples.ts';
import { policyOf, setting } from '../setting.ts';

/** A group of four that somebody has brought to ten by hand; a threshold on its queue adds two at a time. */
async function tooMany(out: object, count = 10) {
  const world = setting();
  for (let n = 0; n < 4; n++) world.fleet.add('ci');
  world.queues.set('jobs', { waiting: 0 });
  await world.put(
    policyOf({
      rules: [{ name: 'busy', kind: 'threshold', metric: 'jobs', out: { above: 5, add: 2 } }],
      behavior: { out },
    }),
  );
  await world.evaluate();
  for (let n = 4; n < count; n++) world.fleet.add('ci');
  world.queues.set('jobs', { waiting: 9 });
  return world;
}

describe('a decision whose workers already exist', () => {
  test('starts the cooldown as a resize does', async () => {
    const world = await tooMany({ cooldown: 300 });
    expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { direction: 'out', desired: 6 } });
    expect(world.state()).toMatchObject({
      decision: { desired: 6, lastOutAt: NOON, lastInAt: null, ruleFiredAt: { busy: NOON } },
    });
    world.pass(60);
    expect((await world.evaluate()).decision).toMatchObject({ desired: 6, blockedBy: 'cooldown' });
    expect(world.fleet.calls.of('launch')).toBe(0);
  });

  test('counts toward the limits', async () => {
    const world = await tooMany({ limits: [{ workers: 2, every: 300 }] });
    await world.evaluate();
    expect(world.state()).toMatchObject({ decision: { desired: 6, changes: [{ at: NOON, by: 2 }] } });
    world.pass(60);
    expect((await world.evaluate()).decision).toMatchObject({ desired: 6, blockedBy: 'limit' });
  });
});
