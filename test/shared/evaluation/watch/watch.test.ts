import { describe, expect, test } from 'vitest';
import { because } from '../../../../shared/evaluation/because.ts';
import { watchedAfter } from '../../../../shared/evaluation/watch/watched.ts';
import { phrase } from '../../../../shared/presentation/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { POOLS, policyOf, type Setting, settled } from '../setting.ts';

const MINUTE = 60_000;
const atMax = { condition: 'at-max' as const, reason: because['condition-at-max']({ max: 5, proposal: 9 }) };

describe('what is remembered of a condition', () => {
  const started = watchedAfter({ conditions: [] }, [atMax], 900, NOON);

  test('starts without a notification', () => {
    expect(started).toEqual({
      watch: { conditions: [{ condition: 'at-max', since: NOON, notified: false }] },
      notifications: [],
    });
  });

  test('stays the same object while nothing changes', () => {
    expect(watchedAfter(started.watch, [atMax], 900, NOON + 14 * MINUTE).watch).toBe(started.watch);
  });

  test('notifies once when it has lasted, and once when it ends', () => {
    const lasting = watchedAfter(started.watch, [atMax], 900, NOON + 15 * MINUTE);
    expect(lasting.notifications).toEqual([{ kind: 'started', condition: atMax, since: NOON }]);
    const later = watchedAfter(lasting.watch, [atMax], 900, NOON + 16 * MINUTE);
    expect(later).toEqual({ watch: lasting.watch, notifications: [] });
    expect(watchedAfter(later.watch, [], 900, NOON + 17 * MINUTE)).toEqual({
      watch: { conditions: [] },
      notifications: [{ kind: 'ended', condition: 'at-max', since: NOON }],
    });
  });

  test('ends silently before that', () => {
    expect(watchedAfter(started.watch, [], 900, NOON + MINUTE)).toEqual({
      watch: { conditions: [] },
      notifications: [],
    });
  });

  test('notifies at once with notifyAfter 0', () => {
    expect(watchedAfter({ conditions: [] }, [atMax], 0, NOON).notifications).toHaveLength(1);
  });
});

async function minutes(world: Setting, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    world.pass(60);
    await world.evaluate();
  }
}
const notices = (world: Setting) => world.announcements.conditions();

describe('a group', () => {
  test('at its maximum is reported after fifteen minutes, and when the rules ask for less', async () => {
    const world = await settled(3, policyOf({ capacity: { min: 0, max: 3 } }));
    world.queues.set('jobs', { waiting: 90 });
    await minutes(world, 15);
    expect(notices(world)).toEqual([]);
    await minutes(world, 5);
    expect(notices(world)).toEqual(['at-max started']);
    world.queues.set('jobs', { waiting: 30 });
    await minutes(world, 3);
    expect(notices(world)).toEqual(['at-max started', 'at-max ended']);
    const told = world.announcements.events.filter(({ type }) => type === 'Group At Maximum');
    expect(told.map(({ reason }) => phrase(reason))).toEqual([
      'The group needs more workers than its maximum, 3: its rules ask for 9',
      'The group no longer needs more workers than its maximum',
    ]);
  });

  test('if this version does not know the condition, the sentence has its code', () => {
    expect(phrase({ code: 'condition-over', params: { condition: 'tired' } })).toBe(
      'The condition tired of the group is over',
    );
  });

  test('without data is reported with its rules, and with metrics of other names', async () => {
    const rule = { name: 'work', kind: 'backlog' as const, metric: 'jobs', perWorker: 10 };
    const world = await settled(3, policyOf({ notifyAfter: '5m', rules: [rule] }));
    world.queues.delete('jobs');
    await minutes(world, 8);
    expect(notices(world)).toEqual(['no-data started']);
    const seen = world.announcements.events.find(({ type }) => type === 'Group Cannot See');
    expect(seen && phrase(seen.reason)).toBe(
      'The group has rules without recent data: work (jobs has no fresh data). jobs: it could not be read from sqs',
    );
  });

  test('that cannot launch is reported, and when it can again', async () => {
    const world = await settled(1);
    for (const pool of POOLS) world.fleet.makeShort(pool);
    world.queues.set('jobs', { waiting: 50 });
    await minutes(world, 30);
    expect(notices(world)).toEqual(['cannot-launch started']);
    for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
    await minutes(world, 40);
    expect(notices(world)).toEqual(['cannot-launch started', 'cannot-launch ended']);
  });

  test('whose launch brings every missing worker is no longer reported as unable to launch', async () => {
    const world = await settled(1);
    for (const pool of POOLS) world.fleet.makeShort(pool);
    world.queues.set('jobs', { waiting: 50 });
    await minutes(world, 30);
    expect(world.state().watch.conditions).toMatchObject([{ condition: 'cannot-launch', notified: true }]);
    for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
    while (world.state().provider.launchBackoff !== null) await minutes(world, 1);
    expect(world.state().provider.launched).toHaveLength(4);
    expect(world.state().watch.conditions).toEqual([]);
    expect(notices(world)).toEqual(['cannot-launch started', 'cannot-launch ended']);
    await minutes(world, 2);
    expect(notices(world)).toEqual(['cannot-launch started', 'cannot-launch ended']);
  });

  test('that could not launch is in order when it needs no more workers', async () => {
    const world = await settled(3);
    for (const pool of POOLS) world.fleet.makeShort(pool);
    world.queues.set('jobs', { waiting: 50 });
    await minutes(world, 30);
    expect(world.state().provider.launchBackoff).toMatchObject({ failures: 8 });
    world.queues.set('jobs', { waiting: 30 });
    await minutes(world, 1);
    expect(notices(world)).toEqual(['cannot-launch started', 'cannot-launch ended']);
    await minutes(world, 5);
    expect(world.state().provider.launchBackoff).toBeNull();
    world.table.calls.clear();
    await minutes(world, 5);
    expect(world.writes()).toBe(0);
  });

  test('whose launches EC2 only throttles cannot launch either, and its state says why', async () => {
    const world = await settled(1);
    for (const pool of POOLS) world.fleet.makeShort(pool, 0, 'RequestLimitExceeded');
    world.queues.set('jobs', { waiting: 50 });
    await minutes(world, 1);
    const { launchBackoff } = world.state().provider;
    expect(launchBackoff).toMatchObject({ failures: 1, until: NOON + MINUTE });
    expect(JSON.stringify(launchBackoff?.because)).toContain('RequestLimitExceeded');
    await minutes(world, 20);
    expect(notices(world)).toEqual(['cannot-launch started']);
    expect(world.state().provider.launchBackoff).toMatchObject({ failures: 1 });
    for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
    await minutes(world, 2);
    expect(notices(world)).toEqual(['cannot-launch started', 'cannot-launch ended']);
    expect(world.state().provider.launchBackoff).toBeNull();
  });

  test('whose workers end again and again cannot launch, even while others take their place', async () => {
    const world = await settled(1);
    world.fleet.failLaunches(100, { after: 30_000 });
    world.queues.set('jobs', { waiting: 50 });
    await minutes(world, 40);
    expect(notices(world)).toEqual(['cannot-launch started']);
  });

  test('that is paused is in no condition', async () => {
    const world = await settled(3, policyOf({ capacity: { min: 0, max: 3 }, paused: true }));
    world.queues.set('jobs', { waiting: 90 });
    await minutes(world, 30);
    expect(notices(world)).toEqual([]);
  });

  test('writes nothing while a condition lasts', async () => {
    const world = await settled(3, policyOf({ capacity: { min: 0, max: 3 } }));
    world.queues.set('jobs', { waiting: 90 });
    await minutes(world, 20);
    world.table.calls.clear();
    await minutes(world, 5);
    expect(world.writes()).toBe(0);
  });

  test('is reported even if its resizes are all that is written', async () => {
    const world = await settled(3, policyOf({ capacity: { min: 0, max: 3 }, notifyAfter: 0 }));
    world.queues.set('jobs', { waiting: 90 });
    const [first = ''] = world.alive();
    world.fleet.vanish(first);
    await minutes(world, 1);
    expect(notices(world)).toContain('at-max started');
  });
});
