import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import { weightsFor } from '../../../../shared/providers/index.ts';
import { type Rolling, rolling, rollingPolicy, SLOW, watched } from './rolling.ts';

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
