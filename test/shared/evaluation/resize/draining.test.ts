import { describe, expect, test } from 'vitest';
import { NOON } from '../../../contracts/examples.ts';
import { policyOf, settled } from '../setting.ts';

const DRAINED = policyOf({ behavior: { in: { drain: 120 } } });

/** Four workers of which two drain, since the queue has work for two. */
async function draining(document = DRAINED) {
  const world = await settled(4, document);
  world.queues.set('jobs', { waiting: 20 });
  const { activity = '', decision } = await world.evaluate();
  return { world, activity, chosen: decision?.retire ?? [] };
}

describe('a group that scales out while workers drain', () => {
  test('cancels drains before it launches workers', async () => {
    const { world, activity, chosen } = await draining();
    world.queues.set('jobs', { waiting: 50 });
    const report = await world.evaluate();
    expect(report).toMatchObject({
      result: 'resized',
      intent: { takeBack: expect.arrayContaining([...chosen]), onDemand: 1 },
    });
    expect(report.told).toContain('Canceled the drain of 2 workers. Launched 1 of 1.');
    expect(world.fleet.alive('ci').map(({ drainingUntil }) => drainingUntil)).toEqual(Array(5).fill(null));
    expect(world.announcements.of('takenBack').toSorted()).toEqual([...chosen].toSorted());

    // Nobody of it is left to drain: it is over at once.
    expect(await world.evaluate()).toMatchObject({ finished: [activity], result: 'held' });
    expect(world.alive()).toHaveLength(5);
    expect(world.state().drains).toEqual([]);
    expect(await world.activities()).toMatchObject([
      { status: 'done' },
      { id: activity, status: 'done', outcome: { terminated: [] } },
    ]);
  });

  test('launches nothing if they are enough, and cancels no more drains than needed', async () => {
    const { world } = await draining();
    world.queues.set('jobs', { waiting: 30 });
    expect(await world.evaluate()).toMatchObject({ result: 'resized', seen: { desired: 2 } });
    expect(world.fleet.calls.of('launch')).toBe(0);
    expect(world.state().drains.flatMap(({ workers }) => workers)).toHaveLength(1);
    expect(await world.evaluate()).toMatchObject({
      result: 'held',
      seen: { desired: 3, workers: { ready: 3, draining: 1 } },
    });
  });

  test('does not cancel the drain of a worker that has reported that it has drained', async () => {
    const { world, chosen } = await draining();
    for (const id of chosen) world.fleet.setDrained(id);
    world.queues.set('jobs', { waiting: 30 });
    expect((await world.evaluate()).intent).toMatchObject({ takeBack: [], onDemand: 1 });
  });

  test('does not cancel the drain of a worker that has become unhealthy', async () => {
    const { world, chosen } = await draining();
    const [unhealthy = '', healthy = ''] = chosen;
    world.statusChecks.impair(unhealthy);
    world.queues.set('jobs', { waiting: 40 });
    expect((await world.evaluate()).intent).toMatchObject({ takeBack: [healthy], onDemand: 1 });
  });

  test('counts a worker whose drain was canceled, even if EC2 still returns its mark', async () => {
    const { world, chosen } = await draining();
    world.queues.set('jobs', { waiting: 40 });
    await world.evaluate();
    await world.fleet.markDraining('ci', chosen, NOON + 120_000);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 4, draining: 0 } } });
    world.pass(721);
    await world.evaluate();
    expect(world.fleet.alive('ci').every(({ drainingUntil }) => drainingUntil === null)).toBe(true);
  });
});

test('draining workers without their mark are marked again, once, with a new deadline', async () => {
  const { world, chosen } = await draining();
  const lose = () => world.fleet.cancelDrain('ci', chosen);
  await lose();
  world.pass(120);
  await world.evaluate();
  expect(world.alive()).toHaveLength(4);
  expect(world.fleet.alive('ci').filter(({ drainingUntil }) => drainingUntil === NOON + 240_000)).toHaveLength(2);
  await lose();
  world.pass(120);
  await world.evaluate();
  expect(world.alive()).toHaveLength(2);
});

describe('a draining worker', () => {
  test('is terminated as soon as it reports that it has drained, and the others keep their deadline', async () => {
    const { world, activity, chosen } = await draining();
    const [first = '', second = ''] = chosen;
    world.fleet.setDrained(first);
    expect((await world.evaluate()).finished).toEqual([activity]);
    expect(world.alive()).not.toContain(first);
    expect(world.alive()).toContain(second);
    expect(await world.activities()).toMatchObject([{ status: 'draining', outcome: { terminated: [first] } }]);

    world.pass(120);
    await world.evaluate();
    expect(world.alive()).toHaveLength(2);
    expect(await world.activities()).toMatchObject([{ status: 'done', outcome: { terminated: [first, second] } }]);
  });

  test('is terminated as soon as it reports that it is idle', async () => {
    const { world, chosen } = await draining();
    const [first = '', second = ''] = chosen;
    world.fleet.setBusy(first);
    await world.evaluate();
    expect(world.alive()).toContain(first);
    world.fleet.setBusy(first, false);
    await world.evaluate();
    expect(world.alive()).not.toContain(first);
    expect(world.alive()).toContain(second);
  });

  test('that reports that it is busy drains beyond its deadline until it is idle; the others end', async () => {
    const { world, activity, chosen } = await draining();
    const [first = '', second = ''] = chosen;
    world.fleet.setDrained(first);
    world.fleet.setBusy(first);
    await world.evaluate();
    expect(world.alive()).toContain(first);
    world.pass(3600);
    await world.evaluate();
    expect(world.alive()).toContain(first);
    expect(world.alive()).not.toContain(second);
    expect(world.fleet.alive('ci').find(({ id }) => id === first)?.drainingUntil).toBe(NOON + 120_000);
    expect(await world.activities()).toMatchObject([{ id: activity, status: 'draining' }]);
    world.table.calls.clear();
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 2, workers: { draining: 1 } } });
    expect(world.writes()).toBe(0);
    world.fleet.setBusy(first, false);
    await world.evaluate();
    expect(world.alive()).not.toContain(first);
    expect(await world.activities()).toMatchObject([{ id: activity, status: 'done' }]);
  });

  test('that is busy beyond its deadline is taken back when the group scales out', async () => {
    const { world, chosen } = await draining();
    const [first = ''] = chosen;
    world.fleet.setBusy(first);
    world.pass(3600);
    await world.evaluate();
    world.queues.set('jobs', { waiting: 30 });
    expect((await world.evaluate()).intent).toMatchObject({ takeBack: [first] });
    expect(world.fleet.calls.of('launch')).toBe(0);
  });

  test('that is busy is terminated at its deadline with `drainBusy: terminate`', async () => {
    const { world, chosen } = await draining(policyOf({ behavior: { in: { drain: 120, drainBusy: 'terminate' } } }));
    const [first = ''] = chosen;
    world.fleet.setDrained(first);
    world.fleet.setBusy(first);
    await world.evaluate();
    expect(world.alive()).toContain(first);
    world.pass(120);
    await world.evaluate();
    expect(world.alive()).not.toContain(first);
  });

  test('that is protected meanwhile is capacity again', async () => {
    const { world, chosen } = await draining();
    const [first = ''] = chosen;
    world.fleet.setProtected(first);
    world.pass(120);
    await world.evaluate();
    expect(world.fleet.alive('ci').find(({ id }) => id === first)).toMatchObject({ drainingUntil: null });
    const [next, spared] = await world.activities();
    expect(spared).toMatchObject({
      status: 'partial',
      error: { code: 'not-terminated', params: { workers: [first] } },
    });
    // It is capacity again, and so one too many: another one drains in its place.
    expect(next?.seen.desired).toBe(3);
    expect(world.state()).toMatchObject({ decision: { desired: 2 }, drains: [{ activity: next?.id }] });
    expect(world.state().drains[0]?.workers).not.toContain(first);
  });

  test('is announced at the start of its drain and at its end', async () => {
    const { world, activity, chosen } = await draining();
    const detail = { activity, workers: chosen, until: '2026-11-21T12:02:00.000Z' };
    const events = world.announcements.events.filter(({ type }) => type === 'Worker Draining');
    expect(events).toMatchObject([{ id: `${activity}/worker-draining`, group: 'ci', detail }]);
    world.pass(120);
    await world.evaluate();
    expect(world.announcements.of('terminated').toSorted()).toEqual([...chosen].toSorted());
  });
});

/** A worker takes a job between the look of an evaluation and its call to terminate. */
function takesAJob({ fleet }: Awaited<ReturnType<typeof settled>>, id: string) {
  const terminate = fleet.terminate.bind(fleet);
  return {
    launch: fleet.launch.bind(fleet),
    markDraining: fleet.markDraining.bind(fleet),
    cancelDrain: fleet.cancelDrain.bind(fleet),
    async terminate(...call: Parameters<typeof terminate>) {
      fleet.setBusy(id);
      return terminate(...call);
    },
  };
}

test('a healthy worker that became busy stays, even if an unhealthy one is removed with it', async () => {
  const world = await settled(3);
  const [first = '', unhealthy = ''] = world.alive();
  world.queues.set('jobs', { waiting: 0 });
  world.statusChecks.impair(unhealthy);
  await world.evaluate({ resizer: takesAJob(world, first) });
  expect(world.alive()).toEqual([first]);
});

test('at most 4,000 workers drain at the same time, which fit in the items of group and activity', async () => {
  const world = await settled(5000, policyOf({ capacity: { min: 0, max: 9000 }, behavior: { in: { drain: 60 } } }));
  world.queues.set('jobs', { waiting: 0 });
  const report = await world.evaluate();
  expect(report).toMatchObject({ result: 'resized', decision: { direction: 'in', desired: 1000, change: -4000 } });
  expect(report.told).toContain(
    'Scale in 5000 → 1000. Rules asked for 0 (jobs 0, 10 per worker). At most 4000 workers drain at the same time.',
  );
  expect(world.state().drains[0]?.workers).toHaveLength(4000);
  expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { desired: 1000 } });
  world.pass(60);
  await world.evaluate();
  world.pass(60);
  await world.evaluate();
  expect(world.alive()).toEqual([]);
});

test('a worker that became busy stays, is capacity again, and is not chosen again for a while', async () => {
  const world = await settled(2);
  const [first = '', second = ''] = world.alive();
  world.queues.set('jobs', { waiting: 0 });
  await world.evaluate({ resizer: takesAJob(world, first) });
  expect(world.alive()).toEqual([first]);
  expect(world.alive()).not.toContain(second);
  expect(world.state()).toMatchObject({ decision: { desired: 1 }, provider: { terminationSkipped: [{ id: first }] } });
  world.fleet.setBusy(first, false);
  world.pass(600);
  await world.evaluate();
  expect(world.alive()).toEqual([]);
});

test('a busy worker is not chosen, and an idle one is chosen first', async () => {
  const world = await settled(3, policyOf({ metrics: { jobs: { sqs: { queue: 'jobs', count: 'all' } } } }));
  const [first = '', , third = ''] = world.alive();
  world.fleet.setBusy(first);
  world.fleet.setBusy(third, false);
  world.queues.set('jobs', { waiting: 20 });
  expect((await world.evaluate()).decision?.retire).toEqual([third]);
  world.queues.set('jobs', { waiting: 0 });
  await world.evaluate();
  expect(world.alive()).toEqual([first]);
});
