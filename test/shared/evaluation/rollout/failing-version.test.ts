import { describe, expect, test } from 'vitest';
import { turnedRound } from '../../../../shared/evaluation/index.ts';
import type { Reason } from '../../../../shared/model/index.ts';
import { groupFacts, groupsTable, sentence } from '../../../../shared/presentation/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { POOLS } from '../setting.ts';
import { ann, impair, rolling, rollingPolicy, SLOW, watched } from './rolling.ts';

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
    // The group is as it was, and launches that version no more.
    expect(world.stateNow().provider.launchBackoff).toBeNull();
    // What ends afterwards counts.
    world.queues.set('jobs', { waiting: 30 });
    world.fleet.failLaunches(1, { after: 30_000, code: 'Client.InstanceInitiatedShutdown' });
    await world.minutes(3);
    expect(world.stateNow().provider.launchBackoff).toMatchObject({ failures: 1 });
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

  test('whose image is missing is named at once, before the rollout has failed', async () => {
    const world = await rolling(2, rollingPolicy(), SLOW);
    world.fleet.templateVersion = '2';
    for (const pool of POOLS) world.fleet.makeShort(pool, 0, 'InvalidAMIID.NotFound');
    await world.replace();
    for (let minute = 0; minute < 5 && !world.stateNow().provider.launchBackoff; minute++) await world.minutes(1);
    expect(world.rollout()?.status).toBe('running');
    const missing = 'The image that the launch template names does not exist, or this account may not use it';
    const [activity] = await world.activities();
    expect(sentence(activity?.error as Reason)).toContain(missing);
    const state = world.stateNow();
    const facts = groupFacts(state, { unavailable: {}, notes: [] }, state.provider.launchBackoff?.until ?? 0).join(' ');
    expect(facts.replaceAll(/\s+/g, ' ')).toContain(
      `The launch of a replacement was rejected: ${missing.replace('The', 'the')}`,
    );
    const row = { group: 'ci', state, error: undefined, undescribed: undefined, notes: [], live: 2, draining: 0 };
    expect(groupsTable([row], NOON)).toContain('new version of the rollout rejected: see "npx headcount status ci"');
    await world.minutes(2);
    expect(world.rollout()?.status).toMatch(/rolling-back|rolled-back/);
    const why = sentence(world.rollout()?.because as Reason);
    expect(why).toContain(missing);
    expect(why.match(/was rejected/g)).toHaveLength(1);
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
