import { describe, expect, test } from 'vitest';
import { remembersWorkers, type Trigger } from '../../../../../shared/evaluation/index.ts';
import { NOON } from '../../../../contracts/examples.ts';
import { policyOf, type Setting, setting, settled } from '../../setting.ts';

/** Three workers, listed at noon by a process that remembers them. */
async function calm(given?: Setting) {
  const world = given ?? (await settled(3));
  const knownWorkers = remembersWorkers();
  world.pass(3600);
  const evaluate = async (trigger?: Trigger) => {
    world.fleet.calls.clear();
    const report = await world.evaluate({ knownWorkers }, trigger);
    return { ...report, lists: world.fleet.calls.of('list') };
  };
  await evaluate();
  await evaluate();
  return { world, evaluate };
}

describe('a process that has listed the workers of a calm group', () => {
  test('lists nothing for four ticks, and then lists them afresh, because events may be lost', async () => {
    const { world, evaluate } = await calm();
    const [lost = ''] = world.alive();
    world.fleet.vanish(lost);
    for (let tick = 1; tick <= 4; tick++) {
      world.pass(60);
      expect(await evaluate(), `tick ${tick}`).toMatchObject({ result: 'held', lists: 0 });
    }
    world.pass(60);
    expect(await evaluate()).toMatchObject({ result: 'resized', lists: 1, intent: { onDemand: 1 } });
  });

  test('lists them once an event has changed the state', async () => {
    const { world, evaluate } = await calm();
    const [gone = ''] = world.alive();
    world.pass(60);
    await world.table.states.notice('ci', { id: gone, at: world.clock(), kind: 'ended' });
    expect(await evaluate()).toMatchObject({ result: 'resized', lists: 1 });
  });

  test.each(['alarm', 'push', 'worker-event', 'follow-up', 'manual'] as const)(
    'lists them in an evaluation for the trigger %s',
    async (trigger) => {
      const { evaluate } = await calm();
      expect(await evaluate(trigger)).toMatchObject({ result: 'held', lists: 1 });
    },
  );

  test('lists them before it changes anything, and decides by what it finds', async () => {
    const { world, evaluate } = await calm();
    const [busy = '', other = ''] = world.alive();
    for (const id of [busy, other]) world.fleet.setBusy(id);
    world.queues.set('jobs', { waiting: 10 });
    world.pass(60);
    const { result, lists, intent } = await evaluate();
    expect({ result, lists }).toEqual({ result: 'resized', lists: 1 });
    expect(intent).toMatchObject({ kind: 'retire' });
    expect(world.alive()).toContain(busy);
    expect(world.alive()).toContain(other);
  });

  test('lists them if a worker fails its status checks', async () => {
    const { world, evaluate } = await calm();
    const [impaired = ''] = world.alive();
    world.statusChecks.impair(impaired);
    world.pass(60);
    expect(await evaluate()).toMatchObject({ result: 'resized', lists: 1 });
  });

  test('lists them while they report what they do', async () => {
    const { world, evaluate } = await calm();
    world.pass(300);
    for (const id of world.alive()) world.fleet.setBusy(id);
    for (let tick = 1; tick <= 2; tick++) expect(await evaluate()).toMatchObject({ lists: 1 });
  });

  test('lists them if the policy has a heartbeat, because silence is no event', async () => {
    const document = policyOf({ provider: { ...policyOf().provider, heartbeat: '3700s' } as never });
    const young = setting();
    for (let nth = 0; nth < 3; nth++) young.fleet.add('ci', { launchedAt: NOON });
    young.queues.set('jobs', { waiting: 30 });
    await young.put(document);
    const { world, evaluate } = await calm(young);
    world.pass(120);
    expect(await evaluate()).toMatchObject({ result: 'resized', lists: 1, seen: { workers: { unhealthy: 3 } } });
  });

  test('lists them while spare workers are wanted, because they may become busy', async () => {
    const { world, evaluate } = await calm(await settled(3, policyOf({ capacity: { min: 0, max: 100, spare: 1 } })));
    for (const id of world.alive()) world.fleet.setBusy(id);
    world.pass(60);
    expect(await evaluate()).toMatchObject({ result: 'resized', lists: 1, intent: { onDemand: 1 } });
  });

  test('lists them while a formula reads busy, because the first report is no event', async () => {
    const { world, evaluate } = await calm(
      await settled(
        3,
        policyOf({
          metrics: { jobs: { formula: 'busy' } },
          rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 0.5 }],
        }),
      ),
    );
    for (const id of world.alive()) world.fleet.setBusy(id);
    world.pass(60);
    expect(await evaluate()).toMatchObject({ lists: 1, decision: { desired: 6 } });
  });

  test('publishes the events that wait in the state once, although it decides twice', async () => {
    const { world, evaluate } = await calm();
    world.announcements.isRefused = true;
    world.queues.set('jobs', { waiting: 40 });
    await evaluate();
    await evaluate();
    world.pass(600);
    for (let tick = 0; tick < 2; tick++) await evaluate();
    expect(Object.keys(world.state().outbox)).not.toEqual([]);
    world.announcements.isRefused = false;
    world.announcements.events.length = 0;
    world.queues.set('jobs', { waiting: 80 });
    world.pass(60);
    expect(await evaluate()).toMatchObject({ result: 'resized', lists: 1 });
    const ids = world.announcements.events.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test('lists them when another process has written the state', async () => {
    const { world, evaluate } = await calm();
    world.pass(60);
    expect(await evaluate()).toMatchObject({ lists: 0 });
    world.queues.set('jobs', { waiting: 40 });
    await world.evaluate();
    world.pass(60);
    expect(await evaluate()).toMatchObject({ lists: 1 });
  });
});
