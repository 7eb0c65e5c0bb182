import { describe, expect, test } from 'vitest';
import { canceled, continued, held, sizingMark, turnedRound } from '../../../../shared/evaluation/index.ts';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import { sizingFor, weightsFor } from '../../../../shared/providers/index.ts';
import { policyOf as parsed } from '../../decision/builders.ts';
import { POOLS } from '../setting.ts';
import { type Rolling, rolling, rollingPolicy } from './rolling.ts';

const ann = { by: 'ann', through: 'command' } as const;
const SLOW = { pendingFor: 90_000 };

/** The most and the fewest workers, and the fewest that run, while minutes pass. */
async function watched(world: Rolling, count: number, each: (minute: number) => unknown = () => {}) {
  const seen = { most: 0, fewest: Infinity, ready: Infinity };
  await world.minutes(count, async (minute) => {
    await each(minute);
    const alive = world.fleet.alive('ci');
    const size = alive.length;
    const impaired = await world.statusChecks.impaired();
    const ready = alive.filter(({ id, state }) => state === 'running' && !impaired.has(id)).length;
    seen.most = Math.max(seen.most, size);
    seen.fewest = Math.min(seen.fewest, size);
    seen.ready = Math.min(seen.ready, ready);
  });
  return seen;
}

/** Every worker of the version fails its status checks as soon as it runs. */
const impair = (world: Rolling, version: string) => () => {
  for (const { id, state } of world.of(version)) if (state === 'running') world.statusChecks.impair(id);
};

describe('a rollout that somebody asks for', () => {
  test('records cases whose policies can be read again', async () => {
    const types = [
      { type: 'c7g.large', weight: 1 },
      { type: 'c7g.xlarge', weight: 2 },
    ];
    const world = await rolling(3, rollingPolicy({}, {}, { instanceTypes: types }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(20);
    expect(world.rollout()?.status).toBe('done');
    const read = world.cases.map(({ policy }) => parsePolicy(JSON.parse(JSON.stringify(policy))));
    expect(read.length).toBeGreaterThan(10);
    expect(read.flatMap((each) => (each.ok ? [] : each.faults))).toEqual([]);
    const weights = read.map((each) => JSON.stringify(each.ok && weightsFor(each.value.provider)));
    expect(new Set(weights)).toEqual(new Set(['{"c7g.large":1,"c7g.xlarge":2}']));
  });

  test('lets old workers that still start be, until a new one has proven itself', async () => {
    const world = await rolling(2, rollingPolicy(), { pendingFor: 300_000 });
    world.queues.set('jobs', { waiting: 40 });
    await world.minutes(1);
    const old = world.fleet.alive('ci').map(({ id }) => id);
    expect(old).toHaveLength(4);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(4, () =>
      expect(world.fleet.alive('ci').map(({ id }) => id)).toEqual(expect.arrayContaining(old)),
    );
    await world.minutes(40);
    expect(world.versions()).toEqual(['2', '2', '2', '2']);
  });

  test('replaces every worker, one at a time, and never has less capacity than desired', async () => {
    const world = await rolling(3, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    expect(await watched(world, 20)).toEqual({ most: 4, fewest: 3, ready: 3 });
    expect(world.versions()).toEqual(['2', '2', '2']);
    expect(world.rollout()).toMatchObject({ status: 'done', total: 3, failed: [], proven: true });
    expect(world.rollout()).toMatchObject({ to: { version: '2' }, from: { version: '1' } });
  });

  test('replaces several at once with parallel: 50%', async () => {
    const world = await rolling(4, rollingPolicy({ parallel: '50%' }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    expect(await watched(world, 12)).toEqual({ most: 6, fewest: 4, ready: 4 });
    expect(world.versions()).toEqual(['2', '2', '2', '2']);
  });

  test('leaves workers alone that match, and is done at once', async () => {
    const world = await rolling(2);
    const before = world.alive();
    await world.replace();
    await world.minutes(5);
    expect(world.alive()).toEqual(before);
    expect(world.rollout()).toMatchObject({ status: 'done', total: 0 });
  });

  test('has no checkpoint where nothing is to be replaced', async () => {
    const world = await rolling(2, rollingPolicy({ checkpoint: ['50%'] }));
    await world.replace();
    await world.minutes(2);
    expect(world.rollout()).toMatchObject({ status: 'done', total: 0, passed: 0 });
  });

  test('replaces workers that match with all', async () => {
    const world = await rolling(2);
    const before = world.alive();
    await world.replace({ all: true });
    await world.minutes(8);
    expect(world.alive().filter((id) => before.includes(id))).toEqual([]);
    expect(world.alive()).toHaveLength(2);
    expect(world.rollout()).toMatchObject({ status: 'done', total: 2 });
  });

  test('goes to the version that is named, and launches stay on it', async () => {
    const world = await rolling(2);
    world.fleet.templates.create('2');
    await world.replace({ version: '2' });
    await world.minutes(8);
    world.queues.set('jobs', { waiting: 40 });
    await world.minutes(2);
    expect(world.versions()).toEqual(['2', '2', '2', '2']);
    // Somebody sets another default: the version that was named holds no more.
    world.fleet.templateVersion = '3';
    world.queues.set('jobs', { waiting: 50 });
    await world.minutes(2);
    expect(world.versions()).toEqual(['2', '2', '2', '2', '3']);
  });

  test('waits as long as its version cannot be read, and says so', async () => {
    const world = await rolling(2);
    world.fleet.templateVersion = '2';
    await world.replace();
    const templates = { find: async () => [], version: () => Promise.reject(new Error('not permitted')) };
    const report = await world.evaluate({ templates });
    expect(report.notes).toMatchObject([{ code: 'rollout-waits-version' }]);
    expect(world.rollout()?.status).toBe('starting');
    await world.minutes(8);
    expect(world.versions()).toEqual(['2', '2']);
  });

  test('stops if the version does not exist', async () => {
    const world = await rolling(2);
    await world.replace({ version: '9' });
    await world.minutes(3);
    expect(world.rollout()).toMatchObject({ status: 'stopped', because: { code: 'rollout-refused' } });
    expect(world.versions()).toEqual(['1', '1']);
  });

  test('launches from the old version until one of the new has proven itself', async () => {
    const world = await rolling(2, rollingPolicy({ monitor: '5m' }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(3);
    expect(world.versions()).toEqual(['1', '1', '2']);
    world.queues.set('jobs', { waiting: 40 });
    await world.minutes(1);
    // The new worker is capacity, and the others come from the old version.
    expect(world.versions()).toEqual(['1', '1', '1', '2']);
    await world.minutes(60);
    expect(world.versions()).toEqual(['2', '2', '2', '2']);
  });
});

describe('what is remembered of launched workers', () => {
  const launched = (world: Rolling) => world.state().provider.launched.length;

  test('does not grow with monitor while there is no rollout', async () => {
    const world = await rolling(4, rollingPolicy({ on: 'version', monitor: '6h' }));
    expect(launched(world)).toBe(0);
  });

  test('is, during a rollout, those that it launched', async () => {
    const world = await rolling(2, rollingPolicy({ monitor: '6h' }));
    world.fleet.templateVersion = '2';
    await world.replace();
    for (let workers = 3; workers < 8; workers++) {
      world.queues.set('jobs', { waiting: workers * 10 });
      await world.minutes(1);
      world.pass(900);
    }
    await world.minutes(2);
    expect(world.versions()).toEqual(['1', '1', '1', '1', '1', '1', '1', '2']);
    expect(launched(world)).toBe(1);
    world.pass(6 * 3600 - 600);
    await world.minutes(12);
    expect(world.of('2').length).toBeGreaterThan(1);
  });
});

describe('a version that fails', () => {
  test.each([1, 2])('is rolled back, with parallel: %i', async (parallel) => {
    const world = await rolling(3, rollingPolicy({ parallel }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    const seen = await watched(world, 20, impair(world, '2'));
    expect(seen.ready).toBe(3);
    expect(seen.most).toBeLessThanOrEqual(3 + parallel);
    expect(world.versions()).toEqual(['1', '1', '1']);
    expect(world.rollout()).toMatchObject({ status: 'rolled-back', because: { code: 'rollout-failures' } });
    // Launches stay on what ran before, image included, until the policy means something else.
    world.queues.set('jobs', { waiting: 50 });
    await world.minutes(2);
    expect(world.versions()).toEqual(['1', '1', '1', '1', '1']);
    expect(new Set(world.of('1').map(({ image }) => image))).toEqual(new Set(['ami-1']));
    world.fleet.templateVersion = '3';
    world.queues.set('jobs', { waiting: 60 });
    await world.minutes(2);
    expect(world.of('3')).toHaveLength(1);
  });

  test('after half of the workers is rolled back worker by worker', async () => {
    const world = await rolling(4, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(7);
    expect(world.of('2').length).toBeGreaterThanOrEqual(2);
    const [bad] = world.of('2');
    world.statusChecks.impair(bad?.id ?? '');
    expect((await watched(world, 30)).most).toBeLessThanOrEqual(5);
    expect(world.versions()).toEqual(['1', '1', '1', '1']);
    expect(world.rollout()?.status).toBe('rolled-back');
  });

  test('that ends before it is ready is rolled back', async () => {
    const world = await rolling(2, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    world.fleet.failLaunches(1, { after: 30_000, code: 'Client.InstanceInitiatedShutdown' });
    await world.minutes(10);
    expect(world.versions()).toEqual(['1', '1']);
    expect(world.rollout()).toMatchObject({ status: 'rolled-back' });
  });

  test('is tolerated as far as maxFailures says', async () => {
    const world = await rolling(4, rollingPolicy({ maxFailures: '25%' }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    world.fleet.failLaunches(1, { after: 30_000, code: 'Client.InternalError' });
    await world.minutes(40);
    expect(world.versions()).toEqual(['2', '2', '2', '2']);
    expect(world.rollout()).toMatchObject({ status: 'done' });
    expect(world.rollout()?.failed).toHaveLength(1);
  });

  test('pauses the rollout with rollback: false, and it can go on or back', async () => {
    const world = await rolling(2, rollingPolicy({ rollback: false }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(8, impair(world, '2'));
    expect(world.rollout()).toMatchObject({ status: 'paused', because: { code: 'rollout-failures' } });
    await world.change((rollout) => turnedRound(rollout, ann));
    await world.minutes(8);
    expect(world.versions()).toEqual(['1', '1']);
    expect(world.rollout()?.status).toBe('rolled-back');
  });

  test('that cannot be launched at all is left', async () => {
    const world = await rolling(2);
    world.fleet.templateVersion = '2';
    await world.replace();
    world.fleet.deleteVersion('2');
    await world.minutes(1);
    expect(world.rollout()?.status).toBe('stopped');
    world.fleet.templateVersion = '3';
    await world.replace();
    await world.minutes(1);
    world.fleet.deleteVersion('3');
    await world.minutes(10);
    expect(world.rollout()?.status).toMatch(/rolled-back|stopped/);
    expect(world.versions().filter((version) => version === '1')).toHaveLength(2);
  });

  test('that was rejected once can be tried again', async () => {
    const world = await rolling(2, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    for (const pool of POOLS) world.fleet.makeShort(pool, 0, 'InvalidAMIID.NotFound');
    await world.replace();
    await world.minutes(6);
    expect(world.rollout()).toMatchObject({ status: 'rolled-back', failed: [expect.stringContaining('launch')] });
    // The rejected version is not used any more, so nothing waits.
    expect(world.stateNow().provider.launchBackoff).toBeNull();
    for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
    await world.replace();
    await world.minutes(20);
    expect(world.rollout()).toMatchObject({ status: 'done', failed: [] });
    expect(world.versions()).toEqual(['2', '2']);
  });

  test('whose predecessor is deleted is explained, and stays', async () => {
    const world = await rolling(3, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(6);
    world.fleet.deleteVersion('1');
    const [bad] = world.of('2');
    world.statusChecks.impair(bad?.id ?? '');
    await world.minutes(30);
    expect(world.rollout()).toMatchObject({ status: 'stopped', because: { code: 'rollout-no-way-back' } });
    expect(world.alive().length).toBeGreaterThanOrEqual(3);
  });
});

describe('a rollout in progress', () => {
  test('goes to a newer version, and workers of the one between go, too', async () => {
    const world = await rolling(3, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(5);
    expect(world.of('2').length).toBeGreaterThan(0);
    world.fleet.templateVersion = '3';
    await watched(world, 30);
    expect(world.versions()).toEqual(['3', '3', '3']);
    expect(world.rollout()).toMatchObject({ status: 'done', to: { version: '3' }, from: { version: '1' } });
  });

  test('that goes back and then to a newer version no longer says why it went back', async () => {
    const world = await rolling(3, rollingPolicy({ on: 'version' }), SLOW);
    world.fleet.templateVersion = '2';
    await world.minutes(5);
    await world.change((rollout) => turnedRound(rollout, ann));
    await world.minutes(1);
    expect(world.rollout()).toMatchObject({ status: 'rolling-back', because: { code: 'rollout-by-hand' } });
    world.fleet.templateVersion = '3';
    await world.minutes(1);
    expect(world.rollout()).toMatchObject({ status: 'running', to: { version: '3' } });
    expect(world.rollout()).not.toHaveProperty('because');
  });

  test('waits while it is paused, and is canceled for good', async () => {
    const world = await rolling(3, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(1);
    await world.change((rollout) => held(rollout, ann));
    await world.minutes(10);
    expect(world.of('1')).toHaveLength(3);
    await world.change(continued);
    await world.minutes(4);
    expect(world.of('1').length).toBeLessThan(3);
    await world.change((rollout) => canceled(rollout, ann, world.clock()));
    await world.minutes(10);
    expect(world.rollout()?.status).toBe('canceled');
    expect(world.alive()).toHaveLength(3);
    expect(world.of('1').length).toBeGreaterThan(0);
  });

  test('waits while the group is paused', async () => {
    const world = await rolling(2);
    world.fleet.templateVersion = '2';
    await world.put({ ...rollingPolicy(), paused: true });
    await world.replace();
    await world.minutes(5);
    expect(world.versions()).toEqual(['1', '1']);
    expect(world.notes).toContain('The rollout waits, because the group is paused.');
    await world.put(rollingPolicy());
    await world.minutes(8);
    expect(world.versions()).toEqual(['2', '2']);
  });

  test('turned round twice ends at the new version', async () => {
    const world = await rolling(3, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(5);
    await world.change((rollout) => turnedRound(rollout, ann));
    await world.minutes(1);
    expect(world.rollout()).toMatchObject({ status: 'rolling-back', isBack: true });
    await world.change((rollout) => turnedRound(rollout, ann));
    await world.minutes(25);
    expect(world.versions()).toEqual(['2', '2', '2']);
    expect(world.rollout()?.status).toBe('done');
  });

  test('that has gone back stays there, also if somebody asks for that again', async () => {
    const world = await rolling(2, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(8, impair(world, '2'));
    expect(world.rollout()?.status).toBe('rolled-back');
    await world.change((rollout) => turnedRound(rollout, ann));
    await world.minutes(8);
    expect(world.rollout()?.status).toBe('rolled-back');
    expect(world.versions()).toEqual(['1', '1']);
  });

  test('turned forward again after a failure forgets that failure, and not the next one', async () => {
    const world = await rolling(3, rollingPolicy(), { pendingFor: 90_000 });
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(4);
    const [bad = ''] = world.of('2').map(({ id }) => id);
    world.statusChecks.impair(bad);
    await world.minutes(1);
    expect(world.rollout()).toMatchObject({ status: 'rolling-back', failed: [bad] });
    await world.change((rollout) => turnedRound(rollout, ann));
    expect(world.rollout()).toMatchObject({ status: 'running', failed: [], failedBefore: [bad] });
    await world.minutes(4);
    expect(world.rollout()).toMatchObject({ status: 'running', failed: [] });
    const [next = ''] = world.of('2').flatMap(({ id }) => (id === bad ? [] : id));
    world.statusChecks.impair(next);
    await world.minutes(20);
    expect(world.rollout()).toMatchObject({ status: 'rolled-back', failed: [next] });
    expect(world.versions()).toEqual(['1', '1', '1']);
  });

  test('that is retargeted while it goes back ends no more at once than before', async () => {
    const drained = rollingPolicy({ on: 'version' }, { behavior: { in: { drain: 120 } } });
    const world = await rolling(3, drained, SLOW);
    const leaving: number[] = [];
    const minutes = (count: number) =>
      watched(world, count, () =>
        leaving.push(world.fleet.alive('ci').filter(({ drainingUntil }) => drainingUntil !== null).length),
      );
    world.fleet.templateVersion = '2';
    await minutes(6);
    expect(world.of('2').length).toBeGreaterThan(0);
    await world.change((rollout) => turnedRound(rollout, ann));
    const back = await minutes(2);
    world.fleet.templateVersion = '3';
    const forward = await minutes(30);
    expect(world.versions()).toEqual(['3', '3', '3']);
    expect(Math.min(back.ready, forward.ready)).toBe(3);
    expect(Math.max(...leaving)).toBe(1);
  });

  test('waits for busy and protected workers, and replaces idle ones first', async () => {
    const world = await rolling(3);
    const [busy = '', kept = '', idle = ''] = world.alive();
    world.fleet.setBusy(busy);
    world.fleet.setProtected(kept);
    world.fleet.setBusy(idle, false);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(10);
    expect(world.of('1').map(({ id }) => id)).toEqual([busy, kept]);
    world.fleet.setBusy(busy, false);
    await world.minutes(10);
    expect(world.of('1').map(({ id }) => id)).toEqual([kept]);
    expect(world.notes).toContain(`The rollout waits until ${kept} is not protected.`);
    world.fleet.setProtected(kept, false);
    await world.minutes(10);
    expect(world.versions()).toEqual(['2', '2', '2']);
    expect(world.rollout()?.status).toBe('done');
  });

  test('says which workers it waits for: those that start, that have to stay healthy, and that drain', async () => {
    const policy = rollingPolicy({ monitor: '3m' }, { behavior: { in: { drain: 120 } } });
    const world = await rolling(1, policy, SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(12);
    expect(world.rollout()?.status).toBe('done');
    const waited = world.notes.filter((note) => note.startsWith('The rollout waits for'));
    expect(waited.filter((note, index) => note !== waited[index - 1])).toEqual([
      'The rollout waits for 1 worker to start.',
      'The rollout waits for 1 worker to stay healthy for long enough.',
      'The rollout waits for 1 worker to drain.',
    ]);
  });

  test('lists three things that it waits for as a series', () => {
    const waits = sentence({ code: 'rollout-waits-workers', params: { draining: 1, starting: 2, monitored: 3 } });
    expect(waits).toBe(
      'The rollout waits for 1 worker to drain, 2 workers to start and 3 workers to stay healthy for long enough.',
    );
  });

  test('drains busy workers, and waits for their work with drainBusy: wait', async () => {
    const world = await rolling(2, rollingPolicy({}, { behavior: { in: { drain: 120, drainBusy: 'wait' } } }));
    const [busy = ''] = world.alive();
    for (const id of world.alive()) world.fleet.setBusy(id);
    world.fleet.templateVersion = '2';
    await world.replace();
    const seen = await watched(world, 15);
    // The rule counts busy workers, and asks for one more.
    expect(seen.most).toBe(4);
    expect(world.of('1').map(({ id }) => id)).toContain(busy);
    world.fleet.setBusy(busy, false);
    await world.minutes(15);
    expect(world.alive()).not.toContain(busy);
  });

  test('waits for capacity and says so, and the group loses nothing', async () => {
    const world = await rolling(2);
    for (const subnet of ['subnet-a', 'subnet-b']) world.fleet.makeShort(`c7g.large/${subnet}/on-demand`);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(6);
    expect(world.versions()).toEqual(['1', '1']);
    expect(world.rollout()).toMatchObject({ status: 'running', failed: [] });
    expect(world.notes.some((note) => note.startsWith('The rollout waits for capacity'))).toBe(true);
    for (const subnet of ['subnet-a', 'subnet-b']) world.fleet.hasCapacityAgain(`c7g.large/${subnet}/on-demand`);
    await world.minutes(15);
    expect(world.versions()).toEqual(['2', '2']);
  });

  test('in place removes first, never has more workers than desired, and at most parallel fewer', async () => {
    const world = await rolling(4, rollingPolicy({ capacity: 'in-place', parallel: 2 }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    const seen = await watched(world, 20);
    expect(seen).toMatchObject({ most: 4, ready: 2 });
    expect(world.versions()).toEqual(['2', '2', '2', '2']);
    expect(world.rollout()?.status).toBe('done');
    expect(world.notes.filter((note) => note.includes('outside Headcount'))).toEqual([]);
  });

  test('in place is not complete before a new worker has proven itself, even if all old ones are gone', async () => {
    const world = await rolling(2, rollingPolicy({ capacity: 'in-place', parallel: 2 }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(1);
    for (const pool of POOLS) world.fleet.makeShort(pool);
    await world.minutes(5);
    expect([world.versions(), world.rollout()?.status]).toEqual([[], 'running']);
    for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
    await world.minutes(20);
    expect([world.versions(), world.rollout()?.status]).toEqual([['2', '2'], 'done']);
  });

  test('replaces all unhealthy workers of a version between the first and the last', async () => {
    const world = await rolling(4, rollingPolicy({ maxFailures: '100%', monitor: '3m' }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(16);
    expect(world.of('2').length).toBeGreaterThan(1);
    world.fleet.templateVersion = '3';
    await world.minutes(2, impair(world, '2'));
    await world.minutes(60);
    expect([world.versions(), world.rollout()?.status]).toEqual([['3', '3', '3', '3'], 'done']);
  });

  test('in place goes back when the new version fails', async () => {
    const world = await rolling(3, rollingPolicy({ capacity: 'in-place' }), SLOW);
    world.fleet.templateVersion = '2';
    await world.replace();
    const seen = await watched(world, 20, impair(world, '2'));
    expect(seen.ready).toBe(2);
    expect(world.versions()).toEqual(['1', '1', '1']);
    expect(world.rollout()?.status).toBe('rolled-back');
  });

  test('stops at checkpoints, and pauses between batches', async () => {
    const world = await rolling(4, rollingPolicy({ checkpoint: ['25%', '50%'], bake: '10m' }));
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(8);
    expect(world.rollout()).toMatchObject({ passed: 1, status: 'running' });
    expect(world.of('2')).toHaveLength(1);
    await world.minutes(12);
    expect(world.rollout()).toMatchObject({ passed: 2 });
    expect(world.of('2')).toHaveLength(2);
    await world.minutes(25);
    expect(world.versions()).toEqual(['2', '2', '2', '2']);
    expect(world.rollout()?.status).toBe('done');
  });

  test('waits for delay after each batch', async () => {
    const world = await rolling(2, rollingPolicy({ delay: '10m' }));
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(8);
    expect(world.versions()).toEqual(['1', '2']);
    await world.minutes(14);
    expect(world.versions()).toEqual(['2', '2']);
    expect(world.rollout()?.status).toBe('done');
  });

  test('one-job workers are never replaced, and others come from the new version', async () => {
    const world = await rolling(2, rollingPolicy({}, {}, { ephemeral: true }));
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(5);
    expect(world.versions()).toEqual(['1', '1']);
    const [first = ''] = world.alive();
    world.fleet.vanish(first, 'Client.InstanceInitiatedShutdown');
    await world.minutes(3);
    expect(world.versions()).toEqual(['1', '2']);
    const [last] = world.of('1');
    world.fleet.vanish(last?.id ?? '', 'Client.InstanceInitiatedShutdown');
    await world.minutes(3);
    expect(world.rollout()?.status).toBe('done');
  });

  test('outdated workers go first in a scale-in', async () => {
    const world = await rolling(4, rollingPolicy({}, {}, { retire: 'newest' }));
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(4);
    const fresh = world.of('2').length;
    expect(fresh).toBeGreaterThan(0);
    world.queues.set('jobs', { waiting: 20 });
    await world.minutes(1);
    expect(world.of('2').length).toBeGreaterThanOrEqual(Math.min(2, fresh));
  });
});

describe('alarms of a rollout', () => {
  const document = rollingPolicy({ alarms: ['errors'] });
  const alarms = (state: () => 'OK' | 'ALARM' | null) => ({
    read: async () => new Map(state() === null ? [] : [['errors', state() as 'OK' | 'ALARM']]),
  });

  async function withAlarm(state: () => 'OK' | 'ALARM' | null) {
    const world = await rolling(2, document, SLOW);
    const alarmStates = alarms(state);
    const minutes = async (count: number) => {
      for (let minute = 0; minute < count; minute++) {
        await world.evaluate({ alarmStates });
        world.pass(60);
      }
    };
    world.fleet.templateVersion = '2';
    await world.replace();
    return { world, minutes };
  }

  test('one in ALARM at the start stops it', async () => {
    const { world, minutes } = await withAlarm(() => 'ALARM');
    await minutes(2);
    expect(world.rollout()).toMatchObject({ status: 'stopped', because: { code: 'rollout-alarm' } });
    expect(world.versions()).toEqual(['1', '1']);
  });

  test('one that goes to ALARM later rolls it back', async () => {
    let state: 'OK' | 'ALARM' = 'OK';
    const { world, minutes } = await withAlarm(() => state);
    await minutes(5);
    expect(world.of('2').length).toBeGreaterThan(0);
    state = 'ALARM';
    await minutes(15);
    expect(world.rollout()).toMatchObject({ status: 'rolled-back', because: { code: 'rollout-alarm' } });
    expect(world.versions()).toEqual(['1', '1']);
  });

  test('one that does not exist holds it', async () => {
    let state: 'OK' | null = null;
    const { world, minutes } = await withAlarm(() => state);
    await minutes(3);
    expect(world.rollout()?.status).toBe('starting');
    state = 'OK';
    await minutes(15);
    expect(world.versions()).toEqual(['2', '2']);
  });
});

describe('with on: version', () => {
  const document = rollingPolicy({ on: 'version' });

  test('a rollout starts by itself, and not again after it was rolled back', async () => {
    const world = await rolling(2, document, SLOW);
    expect(world.rollout()).toBeNull();
    world.fleet.templateVersion = '2';
    await world.minutes(15, impair(world, '2'));
    expect(world.versions()).toEqual(['1', '1']);
    expect(world.rollout()).toMatchObject({ status: 'rolled-back', started: { why: { code: 'rollout-differs' } } });
    const { id } = world.rollout() ?? {};
    await world.minutes(5);
    expect(world.rollout()?.id).toBe(id);
    world.fleet.templateVersion = '3';
    await world.minutes(20);
    expect(world.versions()).toEqual(['3', '3']);
    expect(world.rollout()?.status).toBe('done');
  });

  test('other types and subnets of the policy replace workers, too, and the rollback returns to them', async () => {
    const world = await rolling(2, document, SLOW);
    await world.put(rollingPolicy({ on: 'version' }, {}, { instanceTypes: ['m7g.large'] }));
    await world.minutes(20);
    expect(new Set(world.fleet.alive('ci').map(({ instanceType }) => instanceType))).toEqual(new Set(['m7g.large']));
    await world.put(rollingPolicy({ on: 'version' }, {}, { instanceTypes: ['r7g.large'], subnets: ['subnet-b'] }));
    await world.minutes(20, () => {
      for (const { id, instanceType, state } of world.fleet.alive('ci'))
        if (instanceType === 'r7g.large' && state === 'running') world.statusChecks.impair(id);
    });
    expect(world.rollout()?.status).toBe('rolled-back');
    expect(new Set(world.fleet.alive('ci').map(({ instanceType }) => instanceType))).toEqual(new Set(['m7g.large']));
  });

  test('spot shares stay', async () => {
    const world = await rolling(4, rollingPolicy({ on: 'version' }, {}, { spot: { percent: 50 } }), SLOW);
    const markets = () =>
      world.fleet
        .alive('ci')
        .map(({ market }) => market)
        .toSorted();
    const before = markets();
    world.fleet.templateVersion = '2';
    await world.minutes(25);
    expect(world.versions()).toEqual(['2', '2', '2', '2']);
    expect(markets()).toEqual(before);
  });

  test('weights count', async () => {
    const world = await rolling(
      4,
      rollingPolicy({ on: 'version' }, {}, { instanceTypes: [{ type: 'c7g.xlarge', weight: 2 }] }),
      SLOW,
    );
    expect(world.versions()).toEqual(['1', '1']);
    world.fleet.templateVersion = '2';
    expect(await watched(world, 15)).toEqual({ most: 3, fewest: 2, ready: 2 });
    expect(world.versions()).toEqual(['2', '2']);
  });
});

describe.each(['surge', 'in-place'] as const)('%s, a worker that is heavier than what is missing', (capacity) => {
  test.each(['0s', '2m'] as const)('holds no rollout, with delay: %s', async (delay) => {
    const types = { instanceTypes: [{ type: 'c7g.large', weight: 4 }] };
    const world = await rolling(10, rollingPolicy({ capacity, delay }, {}, types), SLOW);
    expect([world.versions(), world.state().decision.desired]).toEqual([['1', '1', '1'], 10]);
    world.fleet.templateVersion = '2';
    await world.replace();
    const seen = await watched(world, 40);
    expect(world.versions()).toEqual(['2', '2', '2']);
    expect(world.rollout()?.status).toBe('done');
    expect(seen.most).toBeLessThanOrEqual(4);
    if (delay !== '0s') expect(world.notes.join()).toContain('replaces the next workers after');
  });
});

describe('with rightsize.mode: auto', () => {
  test('workers of other types than right-sizing chooses are replaced, and no others', async () => {
    const provider = {
      instanceTypes: ['c7g.xlarge', 'm7g.xlarge'],
      rightsize: { mode: 'auto' as const, maxAllowed: 'c7g.4xlarge' },
    };
    const world = await rolling(2, rollingPolicy({}, {}, provider), SLOW);
    const types = () => new Set(world.fleet.alive('ci').map(({ instanceType }) => instanceType));
    expect(types()).toEqual(new Set(['c7g.xlarge']));
    world.fleet.templateVersion = '2';
    await world.minutes(3);
    expect(world.rollout()).toBeNull();
    const sizing = sizingFor(parsed(rollingPolicy({}, {}, provider) as never).provider);
    await world.table.sizings.store('ci', {
      ...{ at: world.clock(), of: sizingMark(sizing as NonNullable<typeof sizing>), types: ['m7g.large'] },
      verdict: { code: 'rightsize-keep', params: { type: 'm7g.large' } },
    });
    await world.minutes(20);
    expect(types()).toEqual(new Set(['m7g.large']));
    expect(world.rollout()).toMatchObject({ status: 'done', to: { types: 'm7g.large' } });
  });
});

describe('a maximum lifetime', () => {
  test('replaces each worker between 90 and 100 % of it, one at a time', async () => {
    const world = await rolling(3, rollingPolicy({}, {}, { maxLifetime: '1d' }), SLOW);
    const before = world.alive();
    const launchedAt = Math.min(...world.fleet.alive('ci').map((worker) => worker.launchedAt));
    world.pass(0.9 * 86_400 - (world.clock() - launchedAt) / 1000 - 60);
    await world.minutes(1);
    expect(world.alive()).toEqual(before);
    let most = 0;
    await world.minutes(200, () => {
      most = Math.max(most, world.alive().length);
    });
    expect(world.alive().filter((id) => before.includes(id))).toEqual([]);
    expect(world.alive()).toHaveLength(3);
    expect(most).toBe(4);
    expect(world.rollout()).toBeNull();
  });
});
