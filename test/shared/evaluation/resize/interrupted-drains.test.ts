import { describe, expect, test } from 'vitest';
import { sentence } from '../../../../shared/presentation/index.ts';
import { POOLS, policyOf, type Setting, settled } from '../setting.ts';

const DRAINING = { behavior: { in: { drain: 60 } } };

/** EC2 announces that it takes these workers, and the group is evaluated at once. */
async function announced(world: Setting, ...ids: readonly string[]) {
  for (const id of ids) await world.table.states.notice('ci', { id, at: world.clock(), kind: 'interruption' });
  return world.evaluate({}, 'worker-event');
}

const draining = (world: Setting) => world.state().drains.flatMap(({ workers }) => workers);

const noCapacity = (world: Setting, capacity = 0, code?: string) => {
  for (const pool of POOLS) world.fleet.makeShort(pool, capacity, code);
};

describe('a worker that EC2 is about to take', () => {
  test.each([
    ['EC2 has no capacity', undefined],
    ['EC2 is too busy', 'RequestLimitExceeded'],
    ['EC2 rejects the launch', 'InvalidParameterValue'],
  ])('drains five seconds after the launch of its replacement, although %s', async (_, code) => {
    const world = await settled(3, policyOf(DRAINING));
    const [first = ''] = world.alive();
    noCapacity(world, 0, code);
    expect(await announced(world, first)).toMatchObject({ intent: { replaces: 1 }, lookAgainIn: 5 });
    expect(draining(world)).toEqual([]);
    world.pass(5);
    const report = await world.evaluate({}, 'follow-up');
    expect(report).toMatchObject({ result: 'resized', intent: { kind: 'retire', victims: [first] }, lookAgainIn: 5 });
    expect(draining(world)).toEqual([first]);
    expect(report.notes).toMatchObject([{ code: 'drained-before-replaced', params: { workers: [first] } }]);
    expect(world.state().decision.desired).toBe(3);
  });

  test.each([0, 1])(
    'drains only after a launch was tried, even if the first evaluation is late: %i free places',
    async (free) => {
      const world = await settled(3, policyOf(DRAINING));
      const [first = ''] = world.alive();
      noCapacity(world, free);
      await world.table.states.notice('ci', { id: first, at: world.clock(), kind: 'interruption' });
      world.pass(10);
      expect(await world.evaluate()).toMatchObject({ intent: { kind: 'launch', replaces: 1 }, lookAgainIn: 5 });
      expect(draining(world)).toEqual([]);
      world.pass(5);
      expect(await world.evaluate({}, 'follow-up')).toMatchObject({ intent: { kind: 'retire', victims: [first] } });
    },
  );

  test('drains after a launch for which EC2 was too busy, even if launches failed before', async () => {
    const world = await settled(3, policyOf(DRAINING));
    const [first = ''] = world.alive();
    noCapacity(world);
    world.queues.set('jobs', { waiting: 60 });
    await world.evaluate();
    world.pass(300);
    noCapacity(world, 0, 'RequestLimitExceeded');
    expect(await announced(world, first)).toMatchObject({ decision: { direction: 'hold' }, intent: { replaces: 1 } });
    expect(draining(world)).toEqual([]);
    world.pass(5);
    await world.evaluate({}, 'follow-up');
    expect(draining(world)).toEqual([first]);
  });

  test('drains at once while launches wait, and is replaced when they may be tried again', async () => {
    const world = await settled(3, policyOf(DRAINING));
    const [first = '', second = ''] = world.alive();
    noCapacity(world, 0, 'InvalidParameterValue');
    await announced(world, first);
    world.pass(20);
    expect((await announced(world, second)).intent).toMatchObject({ victims: expect.arrayContaining([first, second]) });
    for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
    world.pass(300);
    expect((await world.evaluate()).intent).toMatchObject({ kind: 'launch', onDemand: 2 });
    expect(world.alive()).toHaveLength(3);
    const { notes = [] } = await world.evaluate();
    expect(notes).toEqual([]);
  });

  test('drains only after a launch was tried, even if a wait for earlier failures ended meanwhile', async () => {
    const world = await settled(3, policyOf(DRAINING));
    const [first = ''] = world.alive();
    noCapacity(world, 0, 'InvalidParameterValue');
    world.queues.set('jobs', { waiting: 60 });
    await world.evaluate();
    // The second wait is longer than pools are excluded.
    world.pass(200);
    await world.evaluate();
    world.queues.set('jobs', { waiting: 30 });
    const waitsUntil = world.state().provider.launchBackoff?.until ?? 0;
    for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
    world.pass((waitsUntil - world.clock()) / 1000 - 2);
    await world.table.states.notice('ci', { id: first, at: world.clock(), kind: 'interruption' });
    world.pass(10);
    expect((await world.evaluate()).intent).toMatchObject({ kind: 'launch', replaces: 1 });
    expect(draining(world)).toEqual([]);
    world.pass(5);
    await world.evaluate({}, 'follow-up');
    expect(draining(world)).toEqual([first]);
  });

  test('drains only after a launch was tried for it, even if another one was under way when the notice came', async () => {
    const world = await settled(3, policyOf(DRAINING));
    const [first = ''] = world.alive();
    world.queues.set('jobs', { waiting: 40 });
    const launch = world.fleet.launch.bind(world.fleet);
    world.fleet.launch = async (...order) => {
      world.pass(3);
      await world.table.states.notice('ci', { id: first, at: world.clock() - 1000, kind: 'interruption' });
      return launch(...order);
    };
    await world.evaluate();
    world.fleet.launch = launch;
    world.pass(10);
    expect((await world.evaluate()).intent).toMatchObject({ kind: 'launch', replaces: 1 });
    expect(draining(world)).toEqual([]);
  });

  test('drains although only some of the replacements were launched', async () => {
    const world = await settled(3, policyOf(DRAINING));
    const workers = world.alive();
    noCapacity(world);
    for (const pool of POOLS.slice(0, 1)) world.fleet.makeShort(pool, 1);
    await announced(world, ...workers);
    world.pass(5);
    const report = await world.evaluate({}, 'follow-up');
    expect(report.intent).toMatchObject({ kind: 'retire', victims: expect.arrayContaining(workers) });
    expect(draining(world).toSorted()).toEqual(workers.toSorted());
  });

  test('drains in a group at its maximum, and one that the rules no longer need is not replaced', async () => {
    const full = await settled(3, policyOf({ ...DRAINING, capacity: { min: 3, max: 3 } }));
    const [first = ''] = full.alive();
    await announced(full, first);
    full.pass(5);
    await full.evaluate({}, 'follow-up');
    expect(draining(full)).toEqual([first]);

    const behavior = { in: { drain: 60, stabilization: 600 } };
    const shrinking = await settled(3, policyOf({ behavior }));
    const [one = ''] = shrinking.alive();
    shrinking.queues.set('jobs', { waiting: 10 });
    const { decision, notes = [] } = await announced(shrinking, one);
    expect(decision).toMatchObject({ direction: 'hold' });
    // Nothing replaces it, so no sentence may promise a replacement.
    expect(notes.map(sentence).join(' ')).toMatch(/drained at once\. Replacements are launched as soon as possible if/);
    expect(draining(shrinking)).toEqual([one]);
    expect(shrinking.fleet.calls.of('launch')).toBe(0);
  });

  test('whose replacement was launched before drains as its replacement', async () => {
    const world = await settled(3, policyOf(DRAINING));
    const [first = ''] = world.alive();
    await announced(world, first);
    world.pass(5);
    const report = await world.evaluate({}, 'follow-up');
    expect(report.notes).toMatchObject([{ code: 'unhealthy-replaced' }]);
    expect(world.state().provider).toMatchObject({ shortfall: 0, replacementsInFlight: 0 });
    expect(report.lookAgainIn).toBe(60);
  });

  test('keeps working if the policy has no drain, the group is paused, or the worker is protected', async () => {
    for (const document of [policyOf(), policyOf({ ...DRAINING, paused: true })]) {
      const world = await settled(3, document);
      const [first = ''] = world.alive();
      noCapacity(world);
      await announced(world, first);
      world.pass(5);
      await world.evaluate({}, 'follow-up');
      expect([world.alive().length, draining(world)]).toEqual([3, []]);
    }
    const world = await settled(3, policyOf(DRAINING));
    const [first = ''] = world.alive();
    world.fleet.setProtected(first);
    noCapacity(world);
    await announced(world, first);
    world.pass(5);
    await world.evaluate({}, 'follow-up');
    expect([world.alive().length, draining(world)]).toEqual([3, []]);
  });
});

describe('the follow-up of a launch', () => {
  const { provider } = policyOf();
  const SLOW = policyOf({
    ...DRAINING,
    warmup: 600,
    provider: { ...provider, maxUnhealthyReplaced: 3 } as typeof provider,
  });

  test('is soon as long as an interrupted worker has to drain, and no longer', async () => {
    const world = await settled(3, SLOW);
    const [first = '', second = ''] = world.alive();
    expect((await announced(world, first)).lookAgainIn).toBe(5);
    world.pass(5);
    await world.evaluate({}, 'follow-up');
    world.pass(60);
    await world.evaluate();
    world.pass(60);
    world.statusChecks.impair(second);
    expect(world.state().notices).toHaveLength(1);
    expect(await world.evaluate()).toMatchObject({ intent: { kind: 'launch', replaces: 1 }, lookAgainIn: 600 });
  });

  test('is not soon if the interrupted worker is protected', async () => {
    const world = await settled(3, SLOW);
    const [first = ''] = world.alive();
    world.fleet.setProtected(first);
    expect(await announced(world, first)).toMatchObject({ intent: { replaces: 1 }, lookAgainIn: 600 });
  });
});
