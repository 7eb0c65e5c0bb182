import { describe, expect, test } from 'vitest';
import { canceled, continued, held, turnedRound } from '../../../../shared/evaluation/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import { POOLS } from '../setting.ts';
import { ann, impair, rolling, rollingPolicy, SLOW, watched } from './rolling.ts';

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

  test('that can only wait writes nothing, however often it is evaluated', async () => {
    const world = await rolling(1);
    for (const { id } of world.of('1')) world.fleet.protect(id);
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(5);
    const { revision } = world.state();
    expect(world.rollout()?.status).toBe('running');
    // Terminating the protected worker is tried again only after ten minutes.
    await world.minutes(5);
    expect(world.state().revision).toBe(revision);
  });

  test('waits while the group is paused', async () => {
    const world = await rolling(2);
    world.fleet.templateVersion = '2';
    await world.put({ ...rollingPolicy(), paused: true });
    await world.replace();
    await world.minutes(5);
    expect(world.versions()).toEqual(['1', '1']);
    expect(world.notes).toContain(
      'The rollout waits. Paused by the policy (paused: true). To resume it, apply the policy with paused: false.',
    );
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
